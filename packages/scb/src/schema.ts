export { parseLayout } from "./layout-schema.ts";
