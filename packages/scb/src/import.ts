export { importLayout } from "./import-layout.ts";
export type { ImportedLayout, ImportLayoutOptions } from "./import-layout.ts";
