import type { Batch, Entity } from "@milstolpe/sync";
import { toInstant } from "./days.ts";
import { fileBatch, type Spoken } from "./file-batch.ts";
import type { Finding } from "./finding.ts";
import { collectFiles, type NamedFile, type NamedFiles } from "./named-files.ts";
import { newReading } from "./reading.ts";
import { tietoMapper } from "./tieto-map.ts";
import type { Merge } from "./tieto-person.ts";
import { textAt, type XmlFault, xmlRecords } from "./xml-records.ts";
import { finding } from "./xml-messages.ts";

export interface ReadTietoOptions {
  /** One file for each school form, as the source exports them; totals or changes, not both. */
  readonly files: NamedFiles;
  /** When the files were written: ISO 8601 instant with offset. */
  readonly readAt: string;
  /**
   * The school forms that the source has, by its codes (`GR`, `FS`, …): a total of all of them speaks for the whole register.
   * When one is missing or has no people, or people of another form are in the files, the reading is not complete. Without any
   * the files of school forms speak for nothing wholly, since one that did not come would look like a form whose pupils have
   * left.
   */
  readonly schoolForms?: readonly string[];
  /** Name of the source in the batch. Default `tieto`. */
  readonly source?: string;
  /** Characters that one record may have. Default 32 Mi. */
  readonly maxRecordLength?: number;
}

/** A batch, with what this source can tell and others can't. */
export interface TietoBatch extends Batch {
  /** Ids that were merged into others, or changed. */
  readonly merges: readonly Merge[];
  /** Groups whose members are all told of, also in a delta: see `completeDelta`. */
  readonly completeGroups: readonly string[];
}

const fields: Readonly<Record<Entity, readonly string[]>> = {
  units: ["name", "kind", "parent", "schoolUnitCode", "municipalityCode", "schoolTypes"],
  persons: ["identity", "givenName", "familyName", "birthDate", "sex", "email", "phone", "protection", "status"],
  groups: ["name", "kind", "unit", "schoolType", "startDate", "endDate"],
  enrolments: ["person", "unit", "schoolType", "schoolYear", "startDate", "endDate"],
  placements: ["person", "unit", "group", "schoolType", "startDate", "endDate"],
  duties: ["person", "unit", "role", "startDate", "endDate"],
  memberships: ["group", "person", "role", "startDate", "endDate"],
  guardianships: ["child", "guardian", "relation"],
};

/**
 * Reads the organisation exports of Tieto Education (Edlevo): IMS Enterprise 1.1 with its extensions, total or delta, and
 * plain IMS Enterprise 1.1 with its numbers for roles and kinds. Record by record, so that memory holds the rows and one
 * record. A document type, entities and records without end are refused.
 *
 * A delta has its window and what is gone in `removed`; the source tells of no consequences, see `completeDelta`. Never
 * rejects for what is in the files.
 * @throws TypeError when `readAt` is not an instant
 * @see Tieto Education, Organization API v12
 * @example
 * const files = { "GR.xml": gr, "FS.xml": fs };
 * const batch = await readTieto({ files, readAt: "2026-08-17T05:00:00+02:00", schoolForms: ["GR", "FS"] });
 */
export async function readTieto(options: ReadTietoOptions): Promise<TietoBatch> {
  const { readAt, source = "tieto", maxRecordLength } = options;
  if (Number.isNaN(Date.parse(readAt))) throw new TypeError("readAt must be an ISO 8601 instant");
  const reading = newReading();
  const { log } = reading;
  const mapper = tietoMapper(reading);
  const windows: { readonly from: string; readonly to: string }[] = [];
  const modes = new Set<Batch["kind"]>();
  const forms = new Set<string>();
  const formsWithPeople = new Set<string>();
  let sound = true;
  const fault = (found: Finding): void => {
    log.add(found);
    sound = false;
  };
  const files = await collectFiles(options.files);
  if (files.length === 0) fault(finding("connectors.no-files", "", {}));
  for (const file of files) {
    let schoolForm = "";
    let records = 0;
    const reader = xmlRecords({
      ...(maxRecordLength === undefined ? {} : { maxRecordLength }),
      onRecord(record) {
        records += 1;
        if (record.name === "properties") {
          schoolForm = textAt(record, "schooltype") ?? "";
          if (schoolForm !== "") forms.add(schoolForm);
          const isDelta = textAt(record, "type") === "DeltaOrganization";
          modes.add(isDelta ? "delta" : "total");
          const from = textAt(record, "timeframe", "start");
          const to = textAt(record, "timeframe", "end");
          if (isDelta && from !== undefined && to !== undefined)
            windows.push({ from: toInstant(from), to: toInstant(to) });
          return;
        }
        if (record.name === "person" && record.attributes["recstatus"] !== "3") formsWithPeople.add(schoolForm);
        mapper.take(record, schoolForm, `${file.name}, record ${records}`);
      },
    });
    for (const piece of piecesOf(file)) reader.push(piece);
    const end = reader.end();
    if (end.fault !== undefined) fault(faultFinding(end.fault, file.name));
    else if (end.root !== "enterprise") fault(finding("connectors.xml-root", file.name, {}));
  }
  if (modes.size > 1) fault(finding("connectors.mixed-modes", "properties", {}));
  const { entities, removed, merges, completeGroups } = mapper.finish();
  const kind = modes.has("delta") ? "delta" : "total";
  const { schoolForms = [] } = options;
  const missing = kind === "delta" ? [] : schoolForms.filter((form) => !formsWithPeople.has(form));
  if (missing.length > 0) fault(finding("connectors.form-missing", "files", { forms: missing.join(", ") }));
  // Nobody would ask for the file of a form that was let in unsaid: when it did not come, its people would be gone.
  const isOther = (form: string): boolean => schoolForms.length > 0 && form !== "" && !schoolForms.includes(form);
  const others = [...formsWithPeople].filter(isOther).sort();
  if (others.length > 0) fault(finding("connectors.form-undeclared", "files", { forms: others.join(", ") }));
  const window = windows.length === 0 ? undefined : widest(windows);
  const hasPeople = kind === "delta" || (entities.units.length > 0 && entities.persons.length > 0);
  if (sound && !hasPeople) fault(finding("connectors.empty-file", "", {}));
  // Plain IMS Enterprise knows no school forms: its files are what they are.
  const isUnsaid = kind === "total" && forms.size > 0 && schoolForms.length === 0;
  if (isUnsaid) log.add(finding("connectors.forms-unsaid", "files", { forms: [...forms].sort().join(", ") }));
  const spoken = (entity: Entity): Spoken => ({ whole: !isUnsaid, fields: fields[entity] });
  const batch = fileBatch({
    source,
    readAt,
    kind,
    ...(window === undefined ? {} : { window }),
    ...(kind === "delta" ? { removed } : {}),
    entities,
    reading,
    sound,
    spoken,
  });
  return { ...batch, merges, completeGroups };
}

const pieceSize = 64 * 1024;

function* piecesOf({ bytes }: NamedFile): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceSize) yield bytes.subarray(at, at + pieceSize);
}

const widest = (windows: readonly { readonly from: string; readonly to: string }[]) => ({
  from: windows.map(({ from }) => from).sort()[0] ?? "",
  to:
    windows
      .map(({ to }) => to)
      .sort()
      .at(-1) ?? "",
});

function faultFinding({ reason, line }: XmlFault, file: string): Finding {
  if (reason === "doctype") return finding("connectors.xml-doctype", file, {});
  if (reason === "encoding") return finding("connectors.bad-encoding", file, { expected: "UTF-8" });
  if (reason === "empty") return finding("connectors.empty-file", file, {});
  if (reason === "broken") return finding("connectors.xml-broken", file, { line });
  return finding("connectors.xml-too-large", file, { line });
}
