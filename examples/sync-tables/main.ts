// A file goes into DuckDB without passing through this program; DuckDB finds what differs from the register; the plan is the
// one that the same rows in memory give.
import { fileURLToPath } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";
import { check, emptyRegister, reconcile } from "@milstolpe/sync";
import { createTables, duckdbPort, fillTables, reconcileTables } from "@milstolpe/sync/duckdb";

const connection = await (await DuckDBInstance.create(":memory:")).connect();
const engine = duckdbPort(connection);
for (const schema of ["incoming", "register"]) await createTables(engine, schema);

const columns = `id, identity, "givenName", "familyName"`;
await connection.run(
  `INSERT INTO incoming.persons (${columns}) SELECT ${columns} FROM read_csv($1, all_varchar = true)`,
  [fileURLToPath(new URL("./people.csv", import.meta.url))],
);
const known = { id: "r1", identity: "20130101TF10", givenName: "Asa", familyName: "Ek" };
await fillTables(engine, "register", { persons: [known] });

const batch = {
  source: "school",
  readAt: "2027-03-01T05:00:00Z",
  kind: "total",
  coverage: [{ entity: "persons", complete: true, fields: ["identity", "givenName", "familyName"] }],
  health: { complete: true, received: { persons: 3 }, findings: [] },
  rejected: [],
} as const;
const plan = await reconcileTables(engine, { batch, source: "incoming", target: "register" });
for (const { kind, entity, id, changes } of plan.operations)
  console.log(kind, entity, id, changes.map(({ field }) => field).join(", "));
console.log(check(plan).filter(({ outcome }) => outcome !== "pass"));

const { links: _, inactive: __, ...noRows } = emptyRegister;
const persons = [
  { id: "1", identity: "20130101TF10", givenName: "Åsa", familyName: "Ek" },
  { id: "2", identity: "20130202TF20", givenName: "Bo", familyName: "Al, von" },
  { id: "3", identity: "20140303TF30", givenName: "Cesar", familyName: "Öberg" },
];
const inMemory = reconcile({
  source: { ...batch, ...noRows, persons },
  target: { ...emptyRegister, persons: [known] },
});
console.log("the same plan as from memory:", plan.digest === inMemory.digest);
