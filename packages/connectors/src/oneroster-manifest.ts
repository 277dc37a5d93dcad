import type { FindingLog } from "./finding-log.ts";
import { csvReader, type CsvRow } from "./csv.ts";
import { finding } from "./oneroster-messages.ts";
import type { NamedFile } from "./named-files.ts";
import type { FileMode } from "./oneroster-tables.ts";
import { decodeText } from "./text-bytes.ts";

/** What a package says of itself. */
export interface OneRosterManifest {
  readonly version: "1.1" | "1.2";
  readonly files: ReadonlyMap<string, FileMode>;
  readonly sourceName?: string;
}

/** Reads `manifest.csv`; undefined when there is none, or nothing in it can be understood. */
export function readManifest(file: NamedFile | undefined, log: FindingLog): OneRosterManifest | undefined {
  if (file === undefined) {
    log.add(finding("connectors.no-manifest", "manifest.csv", {}));
    return undefined;
  }
  const decoded = decodeText(file.bytes, file.name);
  if (!decoded.ok) {
    log.add(decoded.error);
    return undefined;
  }
  const rows: CsvRow[] = [];
  const reader = csvReader({ delimiter: ",", onRow: (row) => rows.push(row) });
  reader.push(decoded.value.text);
  reader.end();
  const [header = [], ...body] = rows.map((row) => row.map((field) => field.trim()));
  if (header[0] !== "propertyName" || header[1] !== "value")
    log.add(finding("connectors.manifest-header", file.name, {}));
  const properties = new Map(body.map(([name = "", value = ""]) => [name, value]));
  const files = new Map<string, FileMode>();
  for (const [name, value] of properties) {
    if (!name.startsWith("file.")) continue;
    const mode = value.toLowerCase();
    if (mode === "absent" || mode === "bulk" || mode === "delta") files.set(name.slice(5), mode);
    else log.add(finding("connectors.manifest-mode", file.name, { file: name.slice(5) }));
  }
  if (files.size === 0) {
    log.add(finding("connectors.no-manifest", file.name, {}));
    return undefined;
  }
  // A spreadsheet makes 1 of 1.0, and reads on without it.
  const manifestVersion = properties.get("manifest.version");
  if (manifestVersion !== "1.0")
    log.add(finding("connectors.manifest-version", file.name, { field: "manifest.version" }));
  const version = properties.get("oneroster.version");
  if (version !== "1.1" && version !== "1.2")
    log.add(finding("connectors.manifest-version", file.name, { field: "oneroster.version" }));
  const is12 = version === "1.2" || (version !== "1.1" && files.has("roles"));
  const sourceName = properties.get("source.systemName");
  return { version: is12 ? "1.2" : "1.1", files, ...(sourceName ? { sourceName } : {}) };
}
