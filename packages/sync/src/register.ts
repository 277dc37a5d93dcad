import type { Entities, Entity, Row } from "./batch.ts";

/** That a row of the target is a row of a source: the crosswalk. Kept in the target, so that it survives with it. */
export interface Link extends Row {
  /** `source|entity|sourceId`. */
  readonly id: string;
  readonly source: string;
  readonly entity: Entity;
  readonly sourceId: string;
  readonly targetId: string;
}

/** What a target holds: rows of every entity, and the crosswalk as one more. */
export type TargetEntity = Entity | "links";

/** Every entity in the order in which it must be written: a relation after what it relates, the crosswalk last. */
export const targetEntities: readonly TargetEntity[] = [
  "units",
  "persons",
  "groups",
  "enrolments",
  "placements",
  "duties",
  "memberships",
  "guardianships",
  "links",
];

/** The target's rows, in its own ids. */
export interface Register extends Entities {
  readonly links: readonly Link[];
  /** Rows that are deactivated: kept, but not in use. `entity/id`. */
  readonly inactive: readonly string[];
}

/** A register without rows. */
export const emptyRegister: Register = {
  units: [],
  persons: [],
  groups: [],
  enrolments: [],
  placements: [],
  duties: [],
  memberships: [],
  guardianships: [],
  links: [],
  inactive: [],
};

export type RowOf<E extends TargetEntity> = Register[E][number];
export type TargetRow = RowOf<TargetEntity>;

/** A row as the target holds it. */
export interface Stored {
  readonly row: TargetRow;
  readonly isActive: boolean;
}

export const rowKey = (entity: TargetEntity, id: string): string => `${entity}/${id}`;
export const linkId = (source: string, entity: Entity, sourceId: string): string => `${source}|${entity}|${sourceId}`;

/** The fields by which rows refer to others, and to which entity. */
export const references: { readonly [E in Entity]: Readonly<Record<string, Entity>> } = {
  units: { parent: "units" },
  persons: {},
  groups: { unit: "units" },
  enrolments: { person: "persons", unit: "units" },
  placements: { person: "persons", unit: "units", group: "groups" },
  duties: { person: "persons", unit: "units" },
  memberships: { group: "groups", person: "persons" },
  guardianships: { child: "persons", guardian: "persons" },
};

/** A row's fields by name, for code that treats all entities alike. */
export type Fields = Readonly<Record<string, string | number | boolean | undefined>>;
export const fieldsOf = (row: Row): Fields => row as unknown as Fields;

/** What makes a relation the same relation in two systems with ids of their own; undefined for rows with an identity. */
export function naturalKey(entity: TargetEntity, row: Row): string | undefined {
  const fields = fieldsOf(row);
  switch (entity) {
    case "enrolments":
    case "placements":
      return `${fields["person"] ?? ""}|${fields["unit"] ?? ""}|${fields["schoolType"] ?? ""}`;
    case "duties":
      return `${fields["person"] ?? ""}|${fields["unit"] ?? ""}|${fields["role"] ?? ""}`;
    case "memberships":
      return `${fields["group"] ?? ""}|${fields["person"] ?? ""}|${fields["role"] ?? ""}`;
    case "guardianships":
      return `${fields["child"] ?? ""}|${fields["guardian"] ?? ""}`;
    default:
      return undefined;
  }
}
