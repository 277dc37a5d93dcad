export { readTieto } from "./read-tieto.ts";
export type { ReadTietoOptions, TietoBatch } from "./read-tieto.ts";
export type { Merge } from "./tieto-person.ts";
export { completeDelta } from "./complete-delta.ts";
export { writeTieto } from "./write-tieto.ts";
export type { TietoFile, WriteTietoOptions } from "./write-tieto.ts";
export { xmlRecords } from "./xml-records.ts";
export type { XmlFault, XmlNode, XmlRecordReader, XmlRecordsOptions } from "./xml-records.ts";
export type { NamedFile, NamedFiles } from "./named-files.ts";
