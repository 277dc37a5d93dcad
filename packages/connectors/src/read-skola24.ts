import { parseIdentity } from "@milstolpe/swedish";
import type { Batch, Entity, Group, Person, Placement, Unit } from "@milstolpe/sync";
import { within } from "./coverage-within.ts";
import { fileBatch, type Spoken } from "./file-batch.ts";
import { importPersonId } from "./import-person-id.ts";
import { collectFiles, type NamedFiles } from "./named-files.ts";
import { type PositionalRow, positionalRows } from "./positional-rows.ts";
import { newReading, type Reading } from "./reading.ts";
import {
  leastColumns,
  type Skola24File,
  skola24Layouts,
  type Skola24Profile,
  skola24Profile,
} from "./skola24-layout.ts";
import { finding } from "./table-messages.ts";
import { newTies, type Ties } from "./ties.ts";

export interface ReadSkola24Options {
  /** The files of each kind, one for each school. */
  readonly children?: NamedFiles;
  readonly staff?: NamedFiles;
  readonly guardians?: NamedFiles;
  /** When the files were written: ISO 8601 instant with offset. Decides the century of numbers written without. */
  readonly readAt: string;
  /** School type of the children, which the files do not say; without it the field is withheld. */
  readonly schoolType?: string;
  /** The register's id of a school by the name it has in the files. Default: the name itself. */
  readonly unitId?: (name: string) => string;
  /** Id of a person from the identity number. Default `importPersonId`. */
  readonly personId?: (identity: string) => string;
  readonly profile?: Skola24Profile;
  /** Name of the source in the batch. Default `skola24`. */
  readonly source?: string;
}

type Kind = Skola24File;

const fields: Readonly<Partial<Record<Entity, readonly string[]>>> = {
  units: ["name"],
  persons: ["identity", "givenName", "familyName", "email", "phone"],
  groups: ["name", "kind", "unit"],
  placements: ["person", "unit", "group", "schoolType"],
  duties: ["person", "unit", "signature"],
  memberships: ["group", "person", "role"],
  guardianships: ["child", "guardian"],
};

/** The files that an entity is told of in. Guardians and staff are people too, so `persons` needs all three. */
const toldIn: Readonly<Partial<Record<Entity, readonly Kind[]>>> = {
  units: ["children"],
  persons: ["children", "staff", "guardians"],
  groups: ["children"],
  placements: ["children"],
  duties: ["staff"],
  memberships: ["children"],
  guardianships: ["guardians"],
};

/**
 * Reads the CSV files of Skola24: children, staff and guardians, each by the places of its columns. A row marked as
 * protected is put aside, as the system itself does. The files are total for the schools they name, `coverage.units` says
 * which: places and groups there are spoken for, and nobody is gone for having left them. Never rejects for what is in the files.
 * @throws TypeError when `readAt` is not an instant
 * @example
 * const batch = await readSkola24({ children: { "barn.csv": bytes }, readAt: "2026-08-17T05:00:00+02:00", schoolType: "FS" });
 */
export async function readSkola24(options: ReadSkola24Options): Promise<Batch> {
  const { readAt, source = "skola24", schoolType, profile = skola24Profile } = options;
  if (Number.isNaN(Date.parse(readAt))) throw new TypeError("readAt must be an ISO 8601 instant");
  const reading = newReading(3);
  const ties = newTies(reading);
  const people = peopleOf(options, reading);
  const units = new Map<string, Unit>();
  const groups = new Map<string, Group>();
  const placements = new Map<string, Placement>();
  const unitAt = (name: string): string => {
    const id = options.unitId?.(name) ?? name;
    if (!units.has(id)) units.set(id, { id, name: reading.name(name), kind: "Skolenhet" });
    return id;
  };

  const { rows, sound, delivered } = await allRows(options, profile, reading);
  for (const row of rows.children) {
    const person = people.take(row, { number: 2, name: 3, protected: 5 });
    const unit = person === undefined ? undefined : unitOf(row, unitAt, reading);
    if (person === undefined || unit === undefined) continue;
    const department = row.at(1);
    const group = department === undefined ? undefined : `${unit}|${department}`;
    const id = `${person}|${unit}|${schoolType ?? ""}`;
    reading.receive("placements");
    placements.set(id, { id, person, unit, schoolType: schoolType ?? "", ...(group === undefined ? {} : { group }) });
    if (group === undefined || department === undefined) continue;
    if (!groups.has(group)) {
      reading.receive("groups");
      groups.set(group, { id: group, name: reading.name(department), kind: "Avdelning", unit });
    }
    reading.receive("memberships");
    ties.join({ group, person, role: "pupil" });
  }
  for (const row of rows.staff) {
    const person = people.take(row, { number: 2, name: 3, email: 6, protected: 7 });
    const unit = person === undefined ? undefined : unitOf(row, unitAt, reading);
    if (person === undefined || unit === undefined) continue;
    reading.receive("duties");
    const signature = row.at(5);
    ties.employ({ person, unit, role: "Annan personal", ...(signature === undefined ? {} : { signature }) });
  }
  for (const row of rows.guardians) guardianOf(row, people, ties, reading);
  for (const _unit of units) reading.receive("units");
  const spoken = (entity: Entity): Spoken | undefined => {
    const kinds = toldIn[entity];
    if (kinds === undefined || !kinds.some((kind) => delivered.has(kind))) return undefined;
    const own = (fields[entity] ?? []).filter((field) => field !== "schoolType" || schoolType !== undefined);
    return { whole: kinds.every((kind) => delivered.has(kind)), fields: own };
  };
  const batch = fileBatch({
    source,
    readAt,
    kind: "total",
    entities: {
      units: [...units.values()],
      persons: people.rows(),
      groups: [...groups.values()],
      placements: [...placements.values()],
      ...ties.rows(),
    },
    reading,
    sound,
    spoken,
  });
  return { ...batch, coverage: batch.coverage.map(within(units.keys())) };
}

async function allRows(
  options: ReadSkola24Options,
  profile: Skola24Profile,
  reading: Reading,
): Promise<{
  readonly rows: Readonly<Record<Kind, readonly PositionalRow[]>>;
  readonly sound: boolean;
  readonly delivered: ReadonlySet<Kind>;
}> {
  const rows: Record<Kind, PositionalRow[]> = { children: [], staff: [], guardians: [] };
  const delivered = new Set<Kind>();
  let sound = true;
  for (const kind of ["children", "staff", "guardians"] as const) {
    const files = await collectFiles(options[kind] ?? {});
    if (files.length > 0) delivered.add(kind);
    const numberAt = kind === "guardians" ? 0 : 2;
    for (const file of files) {
      const read = positionalRows(
        file,
        {
          least: leastColumns[kind],
          most: skola24Layouts[kind].length,
          delimiter: ";",
          encoding: profile.readEncoding,
          isHeader: (row) => !/\d/.test(row[numberAt] ?? "") && (row[numberAt] ?? "").trim() !== "",
        },
        reading.log,
      );
      sound &&= read.sound;
      for (const row of read.rows) {
        if (!row.isWrong) rows[kind].push(row);
        else {
          reading.receive("persons");
          const expected = skola24Layouts[kind].length;
          reading.reject(
            "persons",
            row.raw,
            finding("connectors.column-count", row.where, { expected, columns: row.raw.length }),
          );
        }
      }
    }
  }
  if (delivered.size === 0) reading.log.add(finding("connectors.no-files", "", {}));
  return { rows, sound: sound && delivered.size > 0, delivered };
}

/** The school of a row; undefined after the row has been put aside. */
function unitOf(row: PositionalRow, unitAt: (name: string) => string, reading: Reading): string | undefined {
  const school = row.at(0);
  if (school !== undefined) return unitAt(school);
  reading.reject("persons", row.raw, finding("connectors.missing-field", row.where, { field: "school" }));
  return undefined;
}

/** Where a person's details are in a row. */
interface Columns {
  readonly number: number;
  /** Given name; the family name is after it. */
  readonly name: number;
  readonly email?: number;
  readonly phone?: number;
  readonly protected?: number;
}

interface People {
  /** Takes the person of a row; returns the id, or undefined after the row has been put aside. */
  take(row: PositionalRow, columns: Columns): string | undefined;
  /** The id of whom a number is of, and whether they are protected; undefined when it is no number. */
  known(text: string | undefined): { readonly id: string; readonly isProtected: boolean } | undefined;
  rows(): readonly Person[];
}

function peopleOf({ readAt, personId = importPersonId }: ReadSkola24Options, reading: Reading): People {
  const persons = new Map<string, Person>();
  const hidden = new Set<string>();
  const on = readAt.slice(0, 10);
  let guessed = 0;
  return {
    take(row, columns) {
      reading.receive("persons");
      const read = parseIdentity(row.at(columns.number) ?? "", { on });
      const mark = columns.protected === undefined ? undefined : row.at(columns.protected);
      // Any mark but 0 protects: one that nobody has explained is no reason to spread a name.
      if (mark !== undefined && mark !== "0") {
        if (read.ok) hidden.add(read.value.number);
        reading.reject("persons", row.raw, finding("connectors.protected-row", row.where, {}));
        return undefined;
      }
      if (!read.ok) {
        reading.reject("persons", row.raw, finding("connectors.invalid-key", row.where, { reason: read.error }));
        return undefined;
      }
      if (read.value.century !== undefined) guessed += 1;
      const { number } = read.value;
      const id = personId(number);
      const email = columns.email === undefined ? undefined : row.at(columns.email);
      const phone = columns.phone === undefined ? undefined : row.at(columns.phone);
      const person: Person = {
        id,
        identity: number,
        givenName: reading.name(row.at(columns.name)),
        familyName: reading.name(row.at(columns.name + 1)),
        ...(email === undefined ? {} : { email }),
        ...(phone === undefined ? {} : { phone }),
      };
      // A person of two files is one: the first row counts, and what only the second has is added.
      persons.set(id, { ...person, ...persons.get(id) });
      return id;
    },
    known(text) {
      const read = parseIdentity(text ?? "", { on });
      return read.ok ? { id: personId(read.value.number), isProtected: hidden.has(read.value.number) } : undefined;
    },
    rows() {
      if (guessed > 0) reading.log.add(finding("connectors.guessed-century", "persons", { count: guessed }));
      return [...persons.values()];
    },
  };
}

function guardianOf(row: PositionalRow, people: People, ties: Ties, reading: Reading): void {
  reading.receive("guardianships");
  const child = people.known(row.at(0));
  // Whoever stands by a protected child shows where it is.
  if (child === undefined || child.isProtected) {
    const found =
      child === undefined
        ? finding("connectors.invalid-key", row.where, { reason: "child" })
        : finding("connectors.protected-row", row.where, {});
    reading.reject("guardianships", row.raw, found);
    return;
  }
  const guardian = people.take(row, { number: 1, name: 2, email: 4, phone: 5 });
  if (guardian !== undefined) ties.guard({ child: child.id, guardian, relation: "Vårdnadshavare" });
}
