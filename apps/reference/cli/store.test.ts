import { existsSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { demoMunicipality } from "../demo/index.ts";
import { countRegister } from "../server/register-store.ts";
import { openStore } from "../server/store.ts";
import { commandLine } from "./harness.ts";

let clock = "2026-06-08T06:00:00Z";
const { on, file, path } = commandLine({}, () => new Date(clock));
const small = demoMunicipality(1, { scale: 0.02 });
for (const [list, rows] of Object.entries(small.ss12000))
  file(`register/${list}.json`, JSON.stringify({ data: rows, pageToken: null }));

interface Copies {
  readonly open: readonly { readonly place: string; readonly kind: string }[];
  readonly overdue: readonly { readonly place: string }[];
  readonly purged: readonly { readonly place: string; readonly purged: { readonly by: string } }[];
}
const copiesIn = async (data: string): Promise<Copies> =>
  JSON.parse((await on(data, "store", "copies", "--json")).stdout) as Copies;
const sync = (data: string, verb: string, ...args: readonly string[]) => on(data, "sync", verb, ...args, "--json");

/** Plans, approves and applies the first filling. */
async function filled(data: string): Promise<void> {
  clock = "2026-06-08T06:00:00Z";
  const plan = ["--source", path("register"), "--municipality", small.code];
  const { digest } = JSON.parse((await sync(data, "plan", ...plan)).stdout) as { digest: string };
  await sync(data, "approve", digest, "--by", "Head of IT", "--reason", "first filling");
  expect((await sync(data, "apply")).code).toBe(0);
}

test("plans, journals and the source's ids are on the list, and gone after their days; the register stays", async () => {
  await filled("kept");
  const { open, overdue } = await copiesIn("kept");
  expect(open.map(({ kind }) => kind).toSorted()).toEqual(["journal", "plan", "source ids"]);
  expect(overdue).toEqual([]);
  expect((await on("kept", "store", "purge")).code).toBe(1);

  clock = "2026-09-07T06:00:00Z";
  expect((await on("kept", "store", "copies")).code).toBe(2);
  expect((await on("kept", "store", "purge", "--by", "Head of IT")).code).toBe(0);
  const after = await copiesIn("kept");
  expect(after.open).toEqual([]);
  expect(after.purged.map(({ purged }) => purged.by)).toContain("Head of IT");
  expect(readdirSync(path("kept/journals")).filter((name) => name.endsWith(".journal"))).toEqual([]);
  const store = openStore(path("kept/store.sqlite"));
  const kept = store.db
    .prepare("SELECT key FROM document")
    .all()
    .map(({ key }) => String(key));
  expect(kept.filter((key) => key.startsWith("sync.run.") || key === "sync.known")).toEqual([]);
  expect(countRegister(store)).toBeGreaterThan(100);
  store.close();
  const undo = await sync("kept", "undo", "--by", "Head of IT", "--reason", "late");
  expect({ code: undo.code, said: undo.stderr.includes("no applied plan") }).toEqual({ code: 1, said: true });
});

test("the days of a plan are counted from when it was applied: so long it can be undone", async () => {
  clock = "2026-06-08T06:00:00Z";
  await sync("late", "plan", "--source", path("register"), "--municipality", small.code);
  const { open } = await copiesIn("late");
  clock = "2026-08-29T06:00:00Z";
  const digest =
    open
      .find(({ kind }) => kind === "plan")
      ?.place.split(".")
      .at(-1) ?? "";
  await sync("late", "approve", digest, "--by", "Head of IT", "--reason", "late");
  expect((await sync("late", "apply")).code).toBe(0);
  clock = "2026-09-09T06:00:00Z";
  await on("late", "store", "purge", "--by", "Head of IT");
  expect((await sync("late", "undo", "--by", "Head of IT", "--reason", "wrong file")).code).toBe(0);
});

test("a plan that is replaced before it was approved is gone at once", async () => {
  await sync("replaced", "plan", "--source", path("register"), "--municipality", small.code);
  clock = "2026-06-09T06:00:00Z";
  await sync("replaced", "plan");
  const { open, purged } = await copiesIn("replaced");
  expect(open.filter(({ kind }) => kind === "plan")).toHaveLength(1);
  expect(purged.some(({ place }) => place.startsWith("store/sync.run."))).toBe(true);
});

test("every file and document that holds people is on the list", async () => {
  await filled("listed");
  const { open } = await copiesIn("listed");
  const places = open.map(({ place }) => place);
  for (const name of readdirSync(path("listed/journals")).filter((one) => one.endsWith(".journal")))
    expect(places).toContain(`journals/${name}`);
  const store = openStore(path("listed/store.sqlite"));
  const some = small.truth.persons.slice(0, 50);
  const holds = store.db
    .prepare("SELECT key, value FROM document")
    .all()
    .filter(({ value }) =>
      some.some(({ id, familyName }) => [id, familyName].some((text) => String(value).includes(text))),
    )
    .map(({ key }) => `store/${String(key)}`);
  store.close();
  expect(holds.length).toBeGreaterThan(0);
  expect(holds.filter((place) => !places.includes(place))).toEqual([]);
  expect(existsSync(path("listed/scb"))).toBe(false);
});
