import type { Batch, Coverage, Entity } from "@milstolpe/sync";
import { entityNames } from "./entity.ts";
import { type FindingLog, findingLog } from "./finding-log.ts";
import { finding } from "./ss12000-messages.ts";
import type { Dialect } from "./ss12000-dialect.ts";
import type { Mapped } from "./ss12000-map.ts";
import type { Ss12000List } from "./ss12000-model.ts";
import type { ListEnd } from "./list-end.ts";
import { fieldsNeverMet } from "./withheld-fields.ts";

/** The lists an entity is made of. Teachers' memberships come from the activities, so all three have to be there. */
const madeOf: Readonly<Record<Entity, readonly Ss12000List[]>> = {
  units: ["organisations"],
  persons: ["persons"],
  groups: ["groups"],
  enrolments: ["persons"],
  placements: ["placements"],
  duties: ["duties"],
  memberships: ["groups", "duties", "activities"],
  guardianships: ["persons"],
};

/** Entities that lie inside another list, and may be left out of it by the source. */
const inside: ReadonlySet<Entity> = new Set(["enrolments", "guardianships", "memberships"]);

/** Without these there is no register. */
const core: ReadonlySet<Ss12000List> = new Set(["organisations", "persons"]);

export interface BatchParts {
  readonly source: string;
  readonly readAt: string;
  readonly dialect: Dialect;
  /** Fields this client may not see, on top of what the dialect can't carry. */
  readonly withheld: Readonly<Partial<Record<Entity, readonly string[]>>>;
  readonly ends: Readonly<Partial<Record<Ss12000List, ListEnd>>>;
  readonly mapped: Mapped;
  /** False when the source changed under the reading, or could not be read to its end for a reason of its own. */
  readonly undisturbed: boolean;
  readonly log: FindingLog;
  /** Of a reading of changes or of single rows: no row missing from it says anything. */
  readonly delta?: { readonly window?: Batch["window"]; readonly removed?: Batch["removed"] };
}

/** Puts a reading together: what was read, what it speaks for, and whether it may be trusted to be all there is. */
export function assembleBatch(parts: BatchParts): Batch {
  const { source, readAt, ends, mapped, log } = parts;
  // Spoiled names are read to their end, but nobody wants them written: the reading counts as broken off.
  let complete = parts.undisturbed && mapped.garbled === 0;
  // A refused token ends several lists with one and the same finding.
  const faults = new Set(Object.values(ends).flatMap((end) => (end.state === "broken" ? [end.finding] : [])));
  for (const fault of faults) {
    log.add(fault);
    complete = false;
  }
  // No units or no persons at all is a fault of the source or of the permissions, not a register without pupils.
  for (const list of parts.delta === undefined ? core : []) {
    const state = ends[list]?.state ?? "withheld";
    const rows = mapped.received[list === "organisations" ? "units" : "persons"] ?? 0;
    if (state === "withheld") log.add(finding("connectors.list-missing", list, { list }));
    else if (state === "complete" && rows === 0) log.add(finding("connectors.empty-register", list, { list }));
    else continue;
    complete = false;
  }
  const coverage = entityNames.map((entity) => coverageOf(entity, parts));
  const received = Object.fromEntries(
    entityNames
      .filter((entity) => madeOf[entity].some((list) => ends[list] !== undefined && ends[list].state !== "withheld"))
      .map((entity) => [entity, mapped.received[entity] ?? 0]),
  );
  return {
    source,
    readAt,
    kind: parts.delta === undefined ? "total" : "delta",
    ...(parts.delta?.window === undefined ? {} : { window: parts.delta.window }),
    ...(parts.delta?.removed === undefined ? {} : { removed: parts.delta.removed }),
    coverage,
    health: { complete, received, findings: log.list() },
    rejected: mapped.rejected,
    ...mapped.entities,
  };
}

function coverageOf(entity: Entity, parts: BatchParts): Coverage {
  const { dialect, withheld, ends, mapped, delta } = parts;
  // Of a few rows nobody can say what their source withholds.
  const log = delta === undefined ? parts.log : findingLog();
  const nothing: Coverage = { entity, complete: false, fields: [] };
  const listed = dialect.delivers[entity];
  if (listed === undefined) return nothing;
  const stateOf = (list: Ss12000List): ListEnd["state"] => ends[list]?.state ?? "withheld";
  const absent = madeOf[entity].filter((list) => stateOf(list) === "withheld");
  for (const list of absent) if (!core.has(list)) log.add(finding("connectors.list-withheld", entity, { list }));
  if (absent.length === madeOf[entity].length) return nothing;
  const states = madeOf[entity].map(stateOf);
  if (inside.has(entity) && !mapped.met.has(entity) && mapped.entities[entity].length === 0) {
    if (!states.includes("broken")) log.add(finding("connectors.list-withheld", entity, { list: entity }));
    return nothing;
  }
  const granted = listed.filter((field) => !withheld[entity]?.includes(field));
  const never = fieldsNeverMet(mapped.entities, entity).filter((field) => granted.includes(field));
  if (never.length > 0) log.add(finding("connectors.field-withheld", entity, { fields: never.join(", ") }));
  const rejected = mapped.rejected.filter((row) => row.entity === entity).length;
  if (rejected > 0) log.add(finding("connectors.rejected-rows", entity, { entity, count: rejected }));
  return {
    entity,
    complete: delta === undefined && rejected === 0 && states.every((state) => state === "complete"),
    fields: granted.filter((field) => !never.includes(field)),
  };
}
