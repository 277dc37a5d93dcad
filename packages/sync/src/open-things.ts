import type { Entity } from "./batch.ts";
import type { OpenRowsOptions } from "./open-rows.ts";
import { columnsOf } from "./register-tables.ts";
import { references } from "./register.ts";
import { quoted } from "./sql-engine.ts";
import { isActive, isIn, linked, named, table, text, things } from "./sql-rows.ts";

const number = (entity: Entity, alias: string): string => {
  if (entity === "groups") return "CAST(NULL AS VARCHAR)";
  return `NULLIF(${text(alias, entity === "units" ? "schoolUnitCode" : "identity")}, '')`;
};
/** What both sides have, in short; filled once. */
export const sideStatements = (from: string, to: string): readonly string[] =>
  things.flatMap((entity) => [
    `INSERT INTO thing_s SELECT '${entity}', ${text("r", "id")}, ${number(entity, "r")} FROM ${table(from, entity)} r`,
    `INSERT INTO thing_t SELECT '${entity}', ${text("r", "id")}, ${number(entity, "r")},
      CASE WHEN ${isActive(to, entity, "r")} THEN 'yes' ELSE 'no' END FROM ${table(to, entity)} r`,
  ]);

/** An id or number in sixteen characters, for databases to compare among them. No secret: a number can be guessed from it. */
const hash = (kind: "id" | "number", value: string): string =>
  `SUBSTR(MD5('${kind} ' || entity || ' ' || ${value}), 1, 16)`;
const hashes = [
  ["s", "thing_s", "id", hash("id", "id")],
  ["s", "thing_s", "id", hash("number", "number")],
  ["s", "crosswalk", "s", hash("id", "s")],
  ["t", "thing_t", "id", hash("id", "id")],
  ["t", "thing_t", "id", hash("number", "number")],
] as const;

export const hashStatements: readonly string[] = hashes.map(
  ([, of, , hashed]) => `INSERT INTO hashed SELECT ${hashed} FROM ${of}`,
);

/** What other databases have too is looked at here as well. */
export const contestedRows = hashes.map(
  ([side, of, id, hashed]) => `INSERT INTO named SELECT '${side}', entity, ${id} FROM ${of}
    WHERE EXISTS (SELECT 1 FROM contested) AND ${hashed} IN (SELECT hash FROM contested)`,
);

/** People with a protected identity, who may be one, and the guardians of such children, on both sides. */
export function protectedRows({ from, to }: OpenRowsOptions): readonly string[] {
  const marked = (schema: string): string =>
    `SELECT ${text("r", "id")} FROM ${table(schema, "persons")} r WHERE ${text("r", "protection")} <> 'Ingen'`;
  const guardians = (schema: string, children: string): string =>
    `SELECT ${text("r", "guardian")} FROM ${table(schema, "guardianships")} r WHERE ${text("r", "child")} IN (SELECT id FROM ${children})`;
  return [
    `INSERT INTO guard_t ${marked(to)}`,
    `INSERT INTO guard_t SELECT id FROM named WHERE side = 't' AND entity = 'persons'`,
    `INSERT INTO guard_s ${marked(from)}`,
    `INSERT INTO guard_s SELECT id FROM named WHERE side = 's' AND entity = 'persons'`,
    `INSERT INTO guard_s SELECT id FROM thing_s WHERE entity = 'persons'
      AND NOT EXISTS (SELECT 1 FROM crosswalk l WHERE l.entity = 'persons' AND l.s = thing_s.id)`,
    `INSERT INTO guard_s SELECT s FROM crosswalk WHERE entity = 'persons' AND t IN (SELECT id FROM guard_t)`,
    `INSERT INTO guard_t SELECT t FROM crosswalk WHERE entity = 'persons' AND s IN (SELECT id FROM guard_s)`,
    `INSERT INTO guard_t SELECT id FROM thing_t WHERE entity = 'persons' AND id IN (SELECT id FROM guard_s)`,
    `INSERT INTO guard_t SELECT id FROM thing_t WHERE entity = 'persons' AND number IN
      (SELECT s.number FROM thing_s s JOIN guard_s g ON g.id = s.id WHERE s.entity = 'persons')`,
    ...[
      ["s", from],
      ["t", to],
    ].flatMap(([side, schema = ""]) => [
      `INSERT INTO named SELECT '${side}', 'persons', g.id FROM (${guardians(schema, `guard_${side}`)}) g (id)`,
      `INSERT INTO named SELECT '${side}', 'persons', id FROM guard_${side}`,
    ]),
  ];
}

/** Rows of which it is certain which row of the target they are: by the crosswalk, and nothing speaks against it. */
export function surePairs(): readonly string[] {
  const repeated = (of: string, what: string): string =>
    `SELECT entity, ${what} FROM ${of} WHERE ${what} IS NOT NULL GROUP BY entity, ${what} HAVING count(*) > 1`;
  const lone = (side: "s" | "t", other: "s" | "t"): string =>
    `SELECT p.entity, p.s FROM pair p JOIN thing_${other} x ON x.entity = p.entity AND x.number = p.number_${side}
      WHERE p.number_${other} IS NULL`;
  return [
    `INSERT INTO pair SELECT s.entity, s.id, t.id, s.number, t.number
      FROM thing_s s JOIN crosswalk l ON l.entity = s.entity AND l.s = s.id
      JOIN thing_t t ON t.entity = l.entity AND t.id = l.t`,
    `INSERT INTO doubtful SELECT 's', entity, id FROM ${named("s")} UNION ALL SELECT 't', entity, id FROM ${named("t")}`,
    ...[
      ["s", repeated("thing_s", "id")],
      ["s", repeated("crosswalk", "s")],
      ["s", `SELECT entity, s FROM pair WHERE number_s <> number_t`],
      // A number that one of the two does not have, and a third does.
      ["s", lone("s", "t")],
      ["s", lone("t", "s")],
      ["t", repeated("thing_t", "id")],
      ["t", repeated("pair", "t")],
      [
        "t",
        `SELECT s.entity, s.id FROM thing_s s WHERE NOT EXISTS
          (SELECT 1 FROM crosswalk l WHERE l.entity = s.entity AND l.s = s.id)`,
      ],
      ["number", repeated("thing_s", "number")],
      ["number", repeated("thing_t", "number")],
    ].map(([what, rows]) => `INSERT INTO doubtful SELECT '${what}', d.* FROM (${rows}) d`),
    `INSERT INTO sure SELECT entity, s, t FROM pair p WHERE ${[
      ["s", "s"],
      ["t", "t"],
      ["number", "number_s"],
      ["number", "number_t"],
    ]
      .map(
        ([what, column]) =>
          `NOT EXISTS (SELECT 1 FROM doubtful d WHERE d.what = '${what}' AND d.entity = p.entity AND d.value = p.${column})`,
      )
      .join(" AND ")}`,
  ];
}

export function openThings(options: OpenRowsOptions): readonly string[] {
  const { from, to } = options;
  const atUnits = `${text("r", "unit")} IN ${spokenUnits("groups")}`;
  return [
    `INSERT INTO open_s SELECT entity, id FROM thing_s s WHERE NOT EXISTS
      (SELECT 1 FROM sure p WHERE p.entity = s.entity AND p.s = s.id)`,
    // Whatever of the target one of them may be.
    `INSERT INTO unsure_t SELECT entity, id FROM ${named("t")}`,
    `INSERT INTO unsure_t SELECT l.entity, l.t FROM crosswalk l JOIN
      (SELECT entity, id FROM open_s UNION SELECT entity, id FROM ${named("s")}) o ON o.entity = l.entity AND o.id = l.s`,
    `INSERT INTO unsure_t SELECT t.entity, t.id FROM thing_t t WHERE EXISTS
      (SELECT 1 FROM open_s o WHERE o.entity = t.entity AND o.id = t.id)`,
    `INSERT INTO unsure_t SELECT t.entity, t.id FROM thing_t t JOIN thing_s s ON s.entity = t.entity AND s.number = t.number
      JOIN open_s o ON o.entity = s.entity AND o.id = s.id`,
    // What is gone from the source.
    ...things.flatMap((entity) =>
      options.speaksForAll(entity)
        ? [
            `INSERT INTO unsure_t SELECT entity, id FROM thing_t t WHERE entity = '${entity}' AND active = 'yes'
              AND ${isIn(linked("t"), entity, "id")}
              AND NOT EXISTS (SELECT 1 FROM sure p WHERE p.entity = t.entity AND p.t = t.id)`,
          ]
        : [],
    ),
    ...(options.speaksForSome("groups")
      ? [
          `INSERT INTO unsure_t SELECT 'groups', ${text("r", "id")} FROM ${table(to, "groups")} r WHERE ${atUnits}
            AND NOT EXISTS (SELECT 1 FROM sure p WHERE p.entity = 'groups' AND p.t = ${text("r", "id")})`,
        ]
      : []),
    // Changed ones keep their pair.
    `INSERT INTO part_s SELECT entity, id FROM open_s`,
    `INSERT INTO part_t SELECT entity, id FROM unsure_t`,
    `INSERT INTO part_s SELECT p.entity, p.s FROM sure p JOIN thing_t t ON t.entity = p.entity AND t.id = p.t WHERE t.active = 'no'`,
    `INSERT INTO part_s SELECT 'persons', p.s FROM sure p JOIN ${table(from, "persons")} s ON ${text("s", "id")} = p.s
      JOIN ${table(to, "persons")} t ON ${text("t", "id")} = p.t
      WHERE p.entity = 'persons' AND (${differences("persons", options)})`,
    `INSERT INTO part_s SELECT 'groups', p.s FROM sure p JOIN ${table(from, "groups")} s ON ${text("s", "id")} = p.s
      JOIN ${table(to, "groups")} t ON ${text("t", "id")} = p.t
      LEFT JOIN sure e_unit ON e_unit.entity = 'units' AND e_unit.s = ${text("s", "unit")}
      WHERE p.entity = 'groups' AND ((${text("s", "unit")} IS NOT NULL AND e_unit.t IS NULL) OR ${differences("groups", options)})`,
    // There are few units, and everything hangs on them.
    `INSERT INTO part_s SELECT entity, id FROM thing_s WHERE entity = 'units'`,
    `INSERT INTO part_t SELECT entity, id FROM thing_t WHERE entity = 'units'`,
  ];
}

/** Units of the target for which the batch speaks, and those of which it is not certain. */
export const spokenUnits = (entity: Entity): string =>
  `(SELECT l.t FROM crosswalk l JOIN spoken u ON l.entity = 'units' AND l.s = u.unit AND u.entity = '${entity}'
    UNION ALL SELECT id FROM unsure_t WHERE entity = 'units')`;

/** True for what the planner would look at: a field that the source covers and may change is not the same. */
export function differences(entity: Entity, { coverage, owners }: OpenRowsOptions): string {
  const covered = new Set(coverage.flatMap((one) => (one.entity === entity ? one.fields : [])));
  const conditions = columnsOf(entity).flatMap(({ name, type }): readonly string[] => {
    const owner = owners[`${entity}.${name}`] ?? "source";
    if (!covered.has(name) || owner === "target") return [];
    const refers = references[entity][name] !== undefined;
    if (type === "number") return [`s.${quoted(name)} IS DISTINCT FROM t.${quoted(name)}`];
    const [wanted, found] = [refers ? `e_${name}.t` : text("s", name), text("t", name)];
    const differs = `COALESCE(${wanted}, '') <> COALESCE(${found}, '')`;
    return [owner === "target-if-empty" ? `(${differs} AND COALESCE(${found}, '') = '')` : differs];
  });
  return conditions.join(" OR ") || "FALSE";
}
