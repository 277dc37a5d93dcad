import type { Batch, Coverage, Entities, Entity } from "@milstolpe/sync";
import { tellDangling } from "./dangling.ts";
import { entityNames } from "./entity.ts";
import { finding } from "./messages.ts";
import type { Reading } from "./reading.ts";
import { fieldsNeverMet } from "./withheld-fields.ts";

/** What the files say of one entity. */
export interface Spoken {
  /** Every row that the source has is in the files. */
  readonly whole: boolean;
  readonly fields: readonly string[];
}

export interface FileBatchParts {
  readonly source: string;
  readonly readAt: string;
  readonly kind: Batch["kind"];
  readonly window?: Batch["window"];
  readonly entities: Entities;
  readonly removed?: Batch["removed"];
  /** The register as it was, when a delta refers to it. */
  readonly known?: Entities;
  readonly reading: Reading;
  /** Every file that should be there was read to its end. */
  readonly sound: boolean;
  /** What the files say of an entity; undefined when they say nothing. */
  readonly spoken: (entity: Entity) => Spoken | undefined;
}

/** Puts a reading of files together: what was read, what it speaks for, and whether it may be trusted to be all there is. */
export function fileBatch(parts: FileBatchParts): Batch {
  const { reading, entities } = parts;
  const { log } = reading;
  const coverage = entityNames.map((entity) => coverageOf(entity, parts));
  tellDangling(entities, log, parts.known);
  const garbled = reading.garbled();
  if (garbled > 0) log.add(finding("connectors.garbled-text", "names", { count: garbled }));
  for (const found of reading.values.findings()) log.add(found);
  return {
    source: parts.source,
    readAt: parts.readAt,
    kind: parts.kind,
    ...(parts.window === undefined ? {} : { window: parts.window }),
    ...(parts.removed === undefined ? {} : { removed: parts.removed }),
    coverage,
    health: { complete: parts.sound && garbled === 0, received: reading.received, findings: log.list() },
    rejected: reading.rejected,
    ...entities,
  };
}

function coverageOf(entity: Entity, { spoken, kind, entities, reading, sound }: FileBatchParts): Coverage {
  const said = spoken(entity);
  if (said === undefined) return { entity, complete: false, fields: [] };
  const refused = reading.rejected.filter((row) => row.entity === entity).length;
  if (refused > 0) reading.log.add(finding("connectors.rejected-rows", entity, { entity, count: refused }));
  const never = new Set(fieldsNeverMet(entities, entity));
  return {
    entity,
    complete: kind === "total" && sound && said.whole && refused === 0,
    fields: said.fields.filter((field) => !never.has(field)),
  };
}
