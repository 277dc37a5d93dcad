import type { Batch, Entity } from "@milstolpe/sync";
import { readTable, type Table, type TableSpec } from "./csv-table.ts";
import { fileBatch, type Spoken } from "./file-batch.ts";
import { finding } from "./oneroster-messages.ts";
import { collectFiles, type NamedFile, type NamedFiles } from "./named-files.ts";
import { newReading, type Reading } from "./reading.ts";
import { cedsGrades, type GradeTable } from "./school-grades.ts";
import { sdsNotCarried, sdsV1Tables, sdsV2Tables } from "./sds-tables.ts";
import { mapSdsV1 } from "./sds-v1.ts";
import { mapSdsV2 } from "./sds-v2.ts";

export interface ReadSdsOptions {
  readonly files: NamedFiles;
  /** When the files were written: ISO 8601 instant with offset. */
  readonly readAt: string;
  /** Grade codes as Swedish school types. Default `cedsGrades`. */
  readonly grades?: GradeTable;
  /** Name of the source in the batch. Default `sds`. */
  readonly source?: string;
}

/** The files an entity is made of, and the columns that its fields come from. */
interface Origin {
  readonly tables: readonly string[];
  readonly fields: Readonly<Record<string, readonly string[]>>;
}

const always: readonly string[] = [];

// The format does not tell a class from a teaching group: `kind` of a group is never covered.
const v1: Readonly<Partial<Record<Entity, Origin>>> = {
  units: { tables: ["School"], fields: { name: always, kind: always, schoolUnitCode: ["School Number"] } },
  persons: {
    tables: ["Student", "Teacher"],
    fields: {
      givenName: ["First Name"],
      familyName: ["Last Name"],
      eppn: always,
      email: ["Secondary Email"],
      identity: ["Student Number", "Teacher Number", "State ID"],
      birthDate: ["Birthdate"],
    },
  },
  groups: {
    tables: ["Section"],
    fields: { name: always, unit: always, startDate: ["Term StartDate"], endDate: ["Term EndDate"] },
  },
  enrolments: {
    tables: ["Student"],
    fields: { person: always, unit: always, schoolType: ["Grade"], schoolYear: ["Grade"] },
  },
  duties: { tables: ["Teacher"], fields: { person: always, unit: always, role: always } },
  memberships: {
    tables: ["StudentEnrollment", "TeacherRoster"],
    fields: { group: always, person: always, role: always },
  },
};

const v2: Readonly<Partial<Record<Entity, Origin>>> = {
  units: { tables: ["orgs"], fields: { name: always, kind: always, parent: ["parentSourcedId"] } },
  persons: {
    tables: ["users"],
    fields: {
      givenName: ["givenName"],
      familyName: ["familyName"],
      eppn: always,
      email: ["email"],
      phone: ["sms", "phone"],
      birthDate: ["birthDate"],
      sex: ["sex"],
    },
  },
  groups: {
    tables: ["classes"],
    fields: {
      name: always,
      unit: always,
      startDate: ["sessionSourcedIds"],
      endDate: ["sessionSourcedIds"],
    },
  },
  enrolments: {
    tables: ["users"],
    fields: { person: always, unit: always, schoolType: ["grade"], schoolYear: ["grade"] },
  },
  duties: { tables: ["users"], fields: { person: always, unit: always, role: always } },
  memberships: { tables: ["enrollments"], fields: { group: always, person: always, role: always } },
  guardianships: { tables: ["relationships"], fields: { child: always, guardian: always, relation: always } },
};

/** v2.1 has the places of users, with dates, in a file of their own. */
const dated = { startDate: ["roleStartDate", "sessionSourcedId"], endDate: ["roleEndDate", "sessionSourcedId"] };
const v21: Readonly<Partial<Record<Entity, Origin>>> = {
  ...v2,
  enrolments: { tables: ["roles"], fields: { ...v2.enrolments?.fields, ...dated } },
  duties: { tables: ["roles"], fields: { ...v2.duties?.fields, ...dated } },
};

/**
 * Reads the CSV files of Microsoft School Data Sync, v1, v2 or v2.1, told apart by their names. Every file is whole by the
 * format; one that is not there is not spoken for, and a field whose column is not there is withheld. Passwords, flags
 * and what is about origin are never read. Never rejects for what is in the files.
 * @throws TypeError when `readAt` is not an instant
 * @example
 * const files = { "orgs.csv": orgs, "users.csv": users, "roles.csv": roles };
 * const batch = await readSds({ files, readAt: "2026-08-17T05:00:00+02:00" });
 */
export async function readSds(options: ReadSdsOptions): Promise<Batch> {
  const { readAt, source = "sds", grades = cedsGrades } = options;
  if (Number.isNaN(Date.parse(readAt))) throw new TypeError("readAt must be an ISO 8601 instant");
  const reading = newReading(3);
  const files = await collectFiles(options.files);
  if (files.length === 0) reading.log.add(finding("connectors.no-files", "", {}));
  const names = new Set(files.map((file) => stem(file).toLowerCase()));
  if (names.has("school") || names.has("student")) {
    const { tables, sound } = openAll(files, sdsV1Tables, reading);
    const whole = hasCore(["School", "Student", "Teacher"], tables, reading) && sound;
    const entities = mapSdsV1(tables, grades, reading);
    return fileBatch({ source, readAt, kind: "total", entities, reading, sound: whole, spoken: spokenBy(v1, tables) });
  }
  const { tables, sound } = openAll(files, sdsV2Tables, reading);
  const whole = hasCore(["orgs", "users"], tables, reading) && sound;
  const entities = mapSdsV2(tables, grades, reading);
  const spoken = spokenBy(tables.has("roles") ? v21 : v2, tables);
  return fileBatch({ source, readAt, kind: "total", entities, reading, sound: whole, spoken });
}

/** True when the files are there without which there is no register; what is missing is told of. */
function hasCore(names: readonly string[], tables: ReadonlyMap<string, Table>, { log }: Reading): boolean {
  const missing = names.filter((name) => !tables.has(name));
  if (missing.length > 0) log.add(finding("connectors.core-missing", "files", { files: missing.join(", ") }));
  return missing.length === 0;
}

const stem = ({ name }: NamedFile): string => name.replace(/\.csv$/i, "");

function openAll<N extends string>(
  files: readonly NamedFile[],
  specs: Readonly<Record<N, TableSpec>>,
  { log }: Reading,
): { readonly tables: ReadonlyMap<N, Table>; readonly sound: boolean } {
  const tables = new Map<N, Table>();
  const byName = new Map(Object.keys(specs).map((name) => [name.toLowerCase(), name]));
  let sound = true;
  for (const file of files) {
    const name = byName.get(stem(file).toLowerCase());
    if (sdsNotCarried.has(stem(file))) log.add(finding("connectors.file-not-carried", file.name, {}));
    else if (!isKeyOf(specs, name)) log.add(finding("connectors.unknown-file", file.name, {}));
    else {
      const table = readTable(file, specs[name], log);
      if (table?.sound !== true) sound = false;
      if (table !== undefined) tables.set(name, table);
    }
  }
  return { tables, sound };
}

const isKeyOf = <N extends string>(specs: Readonly<Record<N, TableSpec>>, name: string | undefined): name is N =>
  name !== undefined && Object.hasOwn(specs, name);

function spokenBy(
  origins: Readonly<Partial<Record<Entity, Origin>>>,
  tables: ReadonlyMap<string, Table>,
): (entity: Entity) => Spoken | undefined {
  return (entity) => {
    const origin = origins[entity];
    if (origin === undefined) return undefined;
    const there = origin.tables.flatMap((name) => tables.get(name) ?? []);
    if (there.length === 0) return undefined;
    const details = entity === "persons" ? (tables.get("demographics")?.columns ?? []) : [];
    const columns = new Set([...there.flatMap((table) => [...table.columns]), ...details]);
    const fields = Object.entries(origin.fields)
      .filter(([, from]) => from.length === 0 || from.some((column) => columns.has(column)))
      .map(([field]) => field);
    return { whole: there.length === origin.tables.length && there.every(({ sound }) => sound), fields };
  };
}
