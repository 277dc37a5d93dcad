import type { Entity } from "./batch.ts";
import type { Register } from "./register.ts";

/** Entities whose rows have an identity of their own. */
export const things = ["units", "persons", "groups"] as const;
export type Thing = (typeof things)[number];
export const isThing = (entity: Entity): entity is Thing =>
  entity === "units" || entity === "persons" || entity === "groups";

/** What the crosswalk says of a source: source id → target id. */
export function linkedIds(source: string, { links }: Register): Readonly<Record<Thing, Map<string, string>>> {
  const ids = {
    units: new Map<string, string>(),
    persons: new Map<string, string>(),
    groups: new Map<string, string>(),
  };
  for (const link of links)
    if (link.source === source && isThing(link.entity)) ids[link.entity].set(link.sourceId, link.targetId);
  return ids;
}
