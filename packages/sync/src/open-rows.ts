import type { Coverage, Entity } from "./batch.ts";
import { columnsOf } from "./register-tables.ts";
import { references } from "./register.ts";
import type { FieldOwner } from "./reconcile.ts";
import { quoted } from "./sql-engine.ts";
import { isActive, table, text } from "./sql-rows.ts";

export const things = ["units", "persons", "groups"] as const;
export const relations = ["enrolments", "placements", "duties", "memberships", "guardianships"] as const;
type Relation = (typeof relations)[number];

/** Which tables, and what of the batch and the policy decides what differs. */
export interface OpenRowsOptions {
  readonly from: string;
  readonly to: string;
  readonly coverage: readonly Coverage[];
  readonly owners: Readonly<Record<string, FieldOwner>>;
  /** True when a row of the entity that is missing from the batch is gone. */
  readonly speaksForAll: (entity: Entity) => boolean;
  /** True when the batch speaks for the entity at some units: those in `spoken`. */
  readonly speaksForSome: (entity: Entity) => boolean;
}

/**
 * Tables that live as long as the search. `named` is what to look at whatever it is like; `contested` are hashes of ids
 * and numbers that other shards have too; `spoken` are units of the source, by entity.
 */
export const temporaryTables: readonly string[] = Object.entries({
  named: "side, entity, id",
  contested: "hash",
  spoken: "entity, unit",
  made: "entity, id",
  hashed: "hash",
  crosswalk: "entity, s, t",
  thing_s: "entity, id, number",
  thing_t: "entity, id, number, active",
  guard_s: "id",
  guard_t: "id",
  pair: "entity, s, t, number_s, number_t",
  doubtful: "what, entity, value",
  sure: "entity, s, t",
  open_s: "entity, id",
  unsure_t: "entity, id",
  relation_s: "entity, source_key, target_key",
  repeated_key: "entity, source_key",
  candidate: "entity, source_key, t",
  differing: "entity, source_key",
  settled: "entity, source_key, t",
  part_s: "entity, id",
  part_t: "entity, id",
  core_s: "id",
  core_t: "id",
  part_relation_s: "entity, source_key",
  part_relation_t: "entity, id",
}).map(
  ([name, columns]) =>
    `CREATE TEMPORARY TABLE ${name} (${columns
      .split(", ")
      .map((one) => `${one} VARCHAR`)
      .join(", ")})`,
);
/** The tables that are filled by the search itself. */
const searched = temporaryTables.slice(8).map((sql) => /TABLE (\w+)/.exec(sql)?.[1] ?? "");

const number = (entity: Entity, alias: string): string => {
  if (entity === "groups") return "CAST(NULL AS VARCHAR)";
  return `NULLIF(${text(alias, entity === "units" ? "schoolUnitCode" : "identity")}, '')`;
};
/** The same key as `naturalKey` makes. */
const keyFields: Readonly<Record<Relation, readonly string[]>> = {
  enrolments: ["person", "unit", "schoolType"],
  placements: ["person", "unit", "schoolType"],
  duties: ["person", "unit", "role"],
  memberships: ["group", "person", "role"],
  guardianships: ["child", "guardian"],
};
const joined = (parts: readonly string[]): string => parts.map((part) => `COALESCE(${part}, '')`).join(" || '|' || ");
export const keyOf = (entity: Relation, alias: string): string =>
  joined(keyFields[entity].map((field) => text(alias, field)));
const isIn = (set: string, entity: string, value: string): string =>
  `${value} IN (SELECT id FROM ${set} WHERE entity = '${entity}')`;

/**
 * Finds the rows that a plan depends on, and leaves out the settled ones: linked, in use, nothing like them elsewhere, and
 * the same in every field that the source covers and owns. What hangs together comes together, so that a plan for the rows
 * found is the plan for all rows. What may be left out must never be too much; what is found may be.
 */
export function searchStatements(options: OpenRowsOptions): readonly string[] {
  return [
    ...searched.map((name) => `DELETE FROM ${name}`),
    ...contestedRows,
    ...protectedRows(options),
    ...surePairs(),
    ...openThings(options),
    ...openRelations(options),
    ...whatTheyHangOn(options),
  ];
}

/** What both sides have, in short; filled once. */
export const sideStatements = (from: string, to: string): readonly string[] =>
  things.flatMap((entity) => [
    `INSERT INTO thing_s SELECT '${entity}', ${text("r", "id")}, ${number(entity, "r")} FROM ${table(from, entity)} r`,
    `INSERT INTO thing_t SELECT '${entity}', ${text("r", "id")}, ${number(entity, "r")},
      CASE WHEN ${isActive(to, entity, "r")} THEN 'yes' ELSE 'no' END FROM ${table(to, entity)} r`,
  ]);

/** An id or number as databases compare it among them, without giving it away. */
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
const contestedRows = hashes.map(
  ([side, of, id, hashed]) => `INSERT INTO named SELECT '${side}', entity, ${id} FROM ${of}
    WHERE EXISTS (SELECT 1 FROM contested) AND ${hashed} IN (SELECT hash FROM contested)`,
);

/** People with a protected identity, who may be one, and the guardians of such children, on both sides. */
function protectedRows({ from, to }: OpenRowsOptions): readonly string[] {
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

const linked = (side: "s" | "t"): string => `(SELECT entity, ${side} AS id FROM crosswalk) AS linked`;
const named = (side: "s" | "t"): string => `(SELECT entity, id FROM named WHERE side = '${side}') AS named_here`;

/** Rows of which it is certain which row of the target they are: by the crosswalk, and nothing speaks against it. */
function surePairs(): readonly string[] {
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

function openThings(options: OpenRowsOptions): readonly string[] {
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
const spokenUnits = (entity: Entity): string =>
  `(SELECT l.t FROM crosswalk l JOIN spoken u ON l.entity = 'units' AND l.s = u.unit AND u.entity = '${entity}'
    UNION ALL SELECT id FROM unsure_t WHERE entity = 'units')`;

/** True for what the planner would look at: a field that the source covers and may change is not the same. */
function differences(entity: Entity, { coverage, owners }: OpenRowsOptions): string {
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

function openRelations(options: OpenRowsOptions): readonly string[] {
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
function whatTheyHangOn({ from, to }: OpenRowsOptions): readonly string[] {
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
