export { readMspdi } from "./read-mspdi.ts";
export type { MspdiProject, StatedTimes } from "./read-mspdi.ts";
export { writeMspdi } from "./write-mspdi.ts";
export type { MspdiFile, WriteMspdiOptions } from "./write-mspdi.ts";
