import type { Entity } from "./batch.ts";
import type { OpenRowsOptions } from "./open-rows.ts";
import { differences, spokenUnits } from "./open-things.ts";
import { references } from "./register.ts";
import {
  isActive,
  isIn,
  joined,
  keyFields,
  keyOf,
  linked,
  named,
  type Relation,
  relations,
  table,
  text,
} from "./sql-rows.ts";

/** The things a relation relates, each joined to its certain row in the target as `e_<field>`. */
const endsOf = (entity: Relation): readonly (readonly [field: string, to: Entity])[] =>
  Object.entries(references[entity]);
const endJoins = (entity: Relation): string =>
  endsOf(entity)
    .map(
      ([field, to]) =>
        `LEFT JOIN sure e_${field} ON e_${field}.entity = '${to}' AND e_${field}.s = ${text("s", field)}`,
    )
    .join(" ");
const isOptional = (entity: Relation, field: string): boolean => entity === "placements" && field === "group";

export function openRelations(options: OpenRowsOptions): readonly string[] {
  const { from, to } = options;
  return [
    ...relations.map((entity) => {
      const areSure = endsOf(entity).map(([field]) =>
        isOptional(entity, field)
          ? `(e_${field}.t IS NOT NULL OR ${text("s", field)} IS NULL)`
          : `e_${field}.t IS NOT NULL`,
      );
      const parts = keyFields[entity].map((field) =>
        references[entity][field] === undefined ? text("s", field) : `e_${field}.t`,
      );
      return `INSERT INTO relation_s SELECT '${entity}', ${keyOf(entity, "s")},
        CASE WHEN ${areSure.join(" AND ")} THEN ${joined(parts)} END
        FROM ${table(from, entity)} s ${endJoins(entity)}`;
    }),
    `INSERT INTO repeated_key SELECT entity, source_key FROM relation_s GROUP BY entity, source_key HAVING count(*) > 1`,
    ...relations.flatMap((entity) => [
      // One row on each side.
      `INSERT INTO candidate SELECT '${entity}', wanted.source_key, found.id FROM
        (SELECT r.target_key, min(r.source_key) AS source_key FROM relation_s r WHERE r.entity = '${entity}' AND r.target_key IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM repeated_key d WHERE d.entity = '${entity}' AND d.source_key = r.source_key)
          GROUP BY r.target_key HAVING count(*) = 1) wanted
        JOIN (SELECT ${keyOf(entity, "t")} AS target_key, min(${text("t", "id")}) AS id FROM ${table(to, entity)} t
          GROUP BY 1 HAVING count(*) = 1) found ON found.target_key = wanted.target_key`,
      `INSERT INTO differing SELECT '${entity}', k.source_key FROM candidate k
        JOIN ${table(from, entity)} s ON ${keyOf(entity, "s")} = k.source_key ${endJoins(entity)}
        JOIN ${table(to, entity)} t ON ${text("t", "id")} = k.t
        WHERE k.entity = '${entity}' AND (${differences(entity, options)})`,
      `INSERT INTO differing SELECT '${entity}', k.source_key FROM candidate k
        JOIN ${table(to, "inactive")} i ON ${text("i", "id")} = k.t
        WHERE k.entity = '${entity}' AND ${text("i", "entity")} = '${entity}'`,
    ]),
    `INSERT INTO settled SELECT entity, source_key, t FROM candidate k WHERE NOT EXISTS
      (SELECT 1 FROM differing d WHERE d.entity = k.entity AND d.source_key = k.source_key)`,
    `INSERT INTO part_relation_s SELECT entity, source_key FROM relation_s r WHERE NOT EXISTS
      (SELECT 1 FROM settled x WHERE x.entity = r.entity AND x.source_key = r.source_key)`,
    ...relations.flatMap((entity) => {
      const wanted = `(SELECT r.target_key FROM relation_s r JOIN part_relation_s p
        ON p.entity = r.entity AND p.source_key = r.source_key WHERE r.entity = '${entity}')`;
      const reasons = [
        `${keyOf(entity, "t")} IN ${wanted}`,
        `${text("t", "id")} IN ${wanted}`,
        isIn(named("t"), entity, text("t", "id")),
        ...endsOf(entity).map(([field, end]) => isIn("unsure_t", end, text("t", field))),
        ...mayBeGone(entity, options),
      ];
      // One by one: a database joins each, and would try all of them row by row together.
      return reasons.map(
        (reason) => `INSERT INTO part_relation_t SELECT '${entity}', ${text("t", "id")} FROM ${table(to, entity)} t
          WHERE NOT EXISTS (SELECT 1 FROM settled x WHERE x.entity = '${entity}' AND x.t = ${text("t", "id")}) AND ${reason}`,
      );
    }),
  ];
}

/** Relations in use, where the batch speaks, of people this source once vouched for. */
function mayBeGone(entity: Relation, options: OpenRowsOptions): readonly string[] {
  const isAll = options.speaksForAll(entity);
  if (!isAll && !options.speaksForSome(entity)) return [];
  const whose = text("t", entity === "guardianships" ? "child" : "person");
  const isHere = isAll ? [] : [isAtSpokenUnit(entity, options.to)];
  return [isIn(linked("t"), "persons", whose), `${whose} IS NULL`].map((isOurs) =>
    [isActive(options.to, entity, "t"), isOurs, ...isHere].join(" AND "),
  );
}

function isAtSpokenUnit(entity: Relation, to: string): string {
  const units = spokenUnits(entity);
  const atUnit = `${text("t", "unit")} IN ${units}`;
  if (entity === "enrolments" || entity === "duties" || entity === "placements") return atUnit;
  if (entity === "guardianships") return "FALSE";
  return `${text("t", "group")} IN (SELECT ${text("g", "id")} FROM ${table(to, "groups")} g WHERE ${text("g", "unit")} IN ${units})`;
}

/** What the rows found refer to, and what says at which unit their people are. */
export function whatTheyHangOn({ from, to }: OpenRowsOptions): readonly string[] {
  const sides = [
    ["s", from],
    ["t", to],
  ] as const;
  const isPart = (side: "s" | "t", entity: Relation): string =>
    side === "s"
      ? `${keyOf(entity, "r")} IN (SELECT source_key FROM part_relation_s WHERE entity = '${entity}')`
      : `${text("r", "id")} IN (SELECT id FROM part_relation_t WHERE entity = '${entity}')`;
  const ends = (side: "s" | "t", schema: string, only: readonly Entity[]): readonly string[] =>
    relations.flatMap((entity) =>
      endsOf(entity)
        .filter(([, end]) => only.includes(end))
        .map(
          ([field, end]) =>
            `INSERT INTO part_${side} SELECT '${end}', ${text("r", field)} FROM ${table(schema, entity)} r
              WHERE ${text("r", field)} IS NOT NULL AND ${isPart(side, entity)}`,
        ),
    );
  const inPairs = [
    // By the crosswalk, for a batch that does not speak for all need not have who its rows refer to.
    `INSERT INTO part_t SELECT c.entity, c.t FROM crosswalk c
      WHERE EXISTS (SELECT 1 FROM part_s x WHERE x.entity = c.entity AND x.id = c.s)`,
    `INSERT INTO part_s SELECT p.entity, p.s FROM sure p WHERE EXISTS (SELECT 1 FROM part_t x WHERE x.entity = p.entity AND x.id = p.t)`,
  ];
  const relationsOf = (side: "s" | "t", schema: string, entity: Relation, field: string, people: string): string => {
    const key = side === "s" ? keyOf(entity, "r") : text("r", "id");
    return `INSERT INTO part_relation_${side} SELECT '${entity}', ${key} FROM ${table(schema, entity)} r WHERE ${text("r", field)} IN ${people}`;
  };
  return [
    ...sides.flatMap(([side, schema]) => ends(side, schema, ["persons", "groups"])),
    ...inPairs,
    ...sides.map(([side]) => `INSERT INTO core_${side} SELECT DISTINCT id FROM part_${side} WHERE entity = 'persons'`),
    ...sides.flatMap(([side, schema]) => [
      relationsOf(side, schema, "guardianships", "guardian", `(SELECT id FROM core_${side})`),
      `INSERT INTO part_${side} SELECT 'persons', ${text("r", "child")} FROM ${table(schema, "guardianships")} r
        WHERE ${text("r", "guardian")} IN (SELECT id FROM core_${side})`,
    ]),
    ...inPairs,
    ...sides.flatMap(([side, schema]) =>
      (["enrolments", "placements", "duties"] as const).map((entity) =>
        relationsOf(side, schema, entity, "person", `(SELECT id FROM part_${side} WHERE entity = 'persons')`),
      ),
    ),
    ...sides.flatMap(([side, schema]) => ends(side, schema, ["groups"])),
    ...inPairs,
  ];
}
