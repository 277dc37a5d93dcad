import type { Batch, Coverage, Entities, Entity } from "@milstolpe/sync";
import { entityNames } from "./entity.ts";
import { readClasses, readSchools, readUsers } from "./import-objects.ts";
import { importPersonId } from "./import-person-id.ts";
import { defaultImportProfile, type ImportProfile } from "./import-profile.ts";
import { type ImportReading, importReading } from "./import-reading.ts";
import { objectsBySubject, readTies, standingRelations } from "./import-relations.ts";
import { importFile, type ImportRelation, type ImportRow } from "./import-rows.ts";
import { finding } from "./import-messages.ts";
import { collectFiles, type NamedFiles } from "./named-files.ts";
import { fieldsNeverMet } from "./withheld-fields.ts";

export interface ReadImportFilesOptions {
  /** Files of any name: what a row is, it says itself. */
  readonly files: NamedFiles;
  /** When the files were written: ISO 8601 instant with offset. */
  readonly readAt: string;
  /** Default `defaultImportProfile`. */
  readonly profile?: ImportProfile;
  /** `total` (default) when the files hold the whole register: only then may anything missing be removed. */
  readonly kind?: "total" | "delta";
  /** Id of a person from the identity number. Default `importPersonId`. */
  readonly personId?: (identity: string) => string;
  /** Name of the source in the batch. Default `import-files`. */
  readonly source?: string;
}

/** Fields the files can carry. A duty's role and a guardian's relation are not in them: they never overwrite. */
const carries: Readonly<Record<Entity, readonly string[]>> = {
  units: ["name", "schoolUnitCode", "schoolTypes", "parent"],
  persons: ["identity", "givenName", "familyName", "email", "phone"],
  groups: ["name", "kind", "unit", "schoolType"],
  enrolments: ["person", "unit", "schoolType", "schoolYear"],
  placements: [],
  duties: ["person", "unit"],
  memberships: ["group", "person", "role"],
  guardianships: ["child", "guardian"],
};

/** The kinds of rows that all have to be there before an entity is spoken for. */
const spokenForBy: Readonly<Record<Entity, readonly string[]>> = {
  units: ["school"],
  persons: ["user"],
  groups: ["class"],
  enrolments: ["student_in_school"],
  placements: [],
  duties: ["staff_in_school"],
  memberships: ["student_in_class", "teacher_in_class", "mentor_for"],
  guardianships: ["guardian_for"],
};

/**
 * Reads the platform's import files (users, classes, schools and relations) into a batch. Never rejects for what is in
 * the files: one that is empty, cut, garbled, in another encoding or nothing but a header is a finding, and the batch is
 * not complete. Rows that can't be used are in `rejected`. The files say nothing of dates, protection or birth dates:
 * those fields are not covered, so that reading never blanks them.
 * @throws TypeError when `readAt` is not an instant
 * @example
 * const files = { "users.csv": users, "relations.txt": relations };
 * const batch = await readImportFiles({ files, readAt: "2026-08-10T05:00:00+02:00" });
 */
export async function readImportFiles(options: ReadImportFilesOptions): Promise<Batch> {
  const { profile = defaultImportProfile, kind = "total", readAt } = options;
  if (Number.isNaN(Date.parse(readAt))) throw new TypeError("readAt must be an ISO 8601 instant");
  const reading = importReading(profile, options.personId ?? importPersonId);
  const sorted = await sortedRows(options.files, profile, reading);
  const standing = standingRelations(sorted.relations, profile.relationOrder);
  const removals = sorted.relations.filter(({ operation }) => operation === "remove").length;
  if (kind === "delta" && removals > 0)
    reading.log.add(finding("connectors.removals-not-carried", "relations", { count: removals }));

  const units = readSchools(sorted.school, objectsBySubject(standing, "school_in_org", reading), reading);
  const people = readUsers(sorted.user, reading);
  const classSchool = objectsBySubject(standing, "class_in_school", reading);
  const groups = readClasses(sorted.class, classSchool, units, reading);
  const ties = readTies(standing, units, groups, people, reading);
  if (reading.garbled() > 0) reading.log.add(finding("connectors.garbled-text", "names", { count: reading.garbled() }));
  for (const found of reading.values.findings()) reading.log.add(found);

  const entities: Entities = {
    units: [...units.values()],
    persons: [...people.persons.values()],
    groups: [...groups.values()],
    enrolments: ties.enrolments,
    placements: [],
    duties: ties.duties,
    memberships: ties.memberships,
    guardianships: ties.guardianships,
  };
  const delivered = new Set([...sorted.kinds].filter((name) => !ties.notCarried.has(name)));
  const total = kind === "total" && !sorted.unreadable;
  const coverage = entityNames.map((entity) => coverageOf(entity, entities, delivered, total, reading));
  return {
    source: options.source ?? "import-files",
    readAt,
    kind,
    coverage,
    health: {
      complete: sorted.sound && !ties.cut && reading.garbled() === 0,
      received: reading.received,
      findings: reading.log.list(),
    },
    rejected: reading.rejected,
    ...entities,
  };
}

interface SortedRows extends Readonly<Record<ImportRow["kind"], readonly ImportRow[]>> {
  readonly relations: readonly ImportRelation[];
  /** Kinds of rows met: `user`, `student_in_class` … */
  readonly kinds: ReadonlySet<string>;
  /** Every file was read from its beginning to its end. */
  readonly sound: boolean;
  /** Some row could not even be told what it is: nothing is spoken for wholly. */
  readonly unreadable: boolean;
}

async function sortedRows(files: NamedFiles, profile: ImportProfile, reading: ImportReading): Promise<SortedRows> {
  const objects: Record<ImportRow["kind"], ImportRow[]> = { school: [], class: [], user: [] };
  const relations: ImportRelation[] = [];
  const kinds = new Set<string>();
  let unreadable = false;
  const collected = await collectFiles(files);
  let sound = collected.length > 0;
  if (!sound) reading.log.add(finding("connectors.no-files", "", {}));
  for (const file of collected) {
    const { rows, findings } = importFile(file, profile);
    for (const found of findings) {
      reading.log.add(found);
      if (found.severity === "must") sound = false;
    }
    for (const row of rows) {
      if (row.kind === "refused") {
        unreadable = true;
        // A half row has been told of with its file.
        if (row.finding.code === "connectors.cut-file")
          reading.rejected.push({ entity: "persons", where: row.finding.where, finding: row.finding, raw: row.raw });
        else reading.reject("persons", row.raw, row.finding);
      } else if (row.kind === "relation") {
        relations.push(row);
        kinds.add(row.type);
      } else {
        objects[row.kind].push(row);
        kinds.add(row.kind);
      }
    }
  }
  return { ...objects, relations, kinds, sound, unreadable };
}

function coverageOf(
  entity: Entity,
  entities: Entities,
  delivered: ReadonlySet<string>,
  total: boolean,
  reading: ImportReading,
): Coverage {
  const needed = spokenForBy[entity];
  if (!needed.some((name) => delivered.has(name))) return { entity, complete: false, fields: [] };
  const refused = reading.rejected.filter((row) => row.entity === entity).length;
  const never = new Set(fieldsNeverMet(entities, entity));
  if (refused > 0) reading.log.add(finding("connectors.rejected-rows", entity, { entity, count: refused }));
  return {
    entity,
    complete: total && refused === 0 && needed.every((name) => delivered.has(name)),
    fields: carries[entity].filter((field) => !never.has(field)),
  };
}
