export type { Finding, Result, Text } from "./finding.ts";
