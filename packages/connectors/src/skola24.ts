export { readSkola24 } from "./read-skola24.ts";
export type { ReadSkola24Options } from "./read-skola24.ts";
export { writeSkola24 } from "./write-skola24.ts";
export type { Skola24Files, WriteSkola24Options } from "./write-skola24.ts";
export { skola24Layouts, skola24Profile } from "./skola24-layout.ts";
export type { Skola24File, Skola24Profile } from "./skola24-layout.ts";
export type { NamedFile, NamedFiles } from "./named-files.ts";
