import { mockSs12000, type Ss12000Fault } from "@milstolpe/connectors/testing";
import type { Ss12000Dataset } from "@milstolpe/connectors/ss12000";
import { afterEach, describe, expect, test } from "vitest";
import { demoMunicipality } from "../demo/index.ts";
import { readRegister } from "../server/register-store.ts";
import { openStore } from "../server/store.ts";
import { commandLine } from "./harness.ts";

let clock = "2026-06-08T06:00:00Z";
const { on, path } = commandLine({}, () => new Date(clock));
const demo = demoMunicipality(1, { scale: 0.05 });
const own = ["--municipality", demo.code] as const;
const signed = ["--by", "Head of IT", "--reason", "reviewed"];
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

type Deleted = { readonly list: "persons"; readonly id: string; readonly at: string };

/** The register as it is at a time, served; at the address of an earlier one in its place. */
async function serve(
  dataset: Ss12000Dataset,
  at: string,
  {
    deleted = [],
    instead,
    faults = [],
  }: {
    readonly deleted?: readonly Deleted[];
    readonly instead?: string;
    readonly faults?: readonly Ss12000Fault[];
  } = {},
): Promise<string> {
  clock = at;
  if (instead !== undefined) await Promise.all(open.splice(0).map((server) => server.close()));
  const port = Number(instead?.split(":").at(-1) ?? 0);
  const server = await mockSs12000({ dataset, deleted, faults, pageSize: 1000, now: () => Date.parse(at) }).listen({
    port,
  });
  open.push(server);
  return server.baseUrl;
}

interface Planned {
  readonly digest: string;
  readonly operations: Readonly<Record<string, number>>;
  readonly received: Readonly<Record<string, number>>;
}

/** Plans and applies what there is; the plan. */
async function sync(data: string, source: string, ...more: readonly string[]): Promise<Planned> {
  const { stdout } = await on(data, "sync", "plan", "--source", source, ...own, ...more, "--json");
  const planned = JSON.parse(stdout) as Planned;
  const steps = [["approve", planned.digest, ...signed], ["apply"]] as const;
  const isSomething = Object.keys(planned.operations).length > 0;
  for (const step of isSomething ? steps : []) {
    const { code, stderr } = await on(data, "sync", ...step);
    if (code !== 0) throw new Error(`${step[0]}: ${stderr}`);
  }
  return planned;
}

function registerIn(data: string) {
  const store = openStore(path(`${data}/store.sqlite`));
  const register = readRegister(store);
  store.close();
  return register;
}

const [renamed, gone] = demo.ss12000.persons.filter(({ enrolments = [] }) => enrolments.length > 0);
const later = "2026-06-09T04:00:00.000Z";
const changed: Ss12000Dataset = {
  ...demo.ss12000,
  persons: demo.ss12000.persons
    .filter(({ id }) => id !== gone?.id)
    .map((person) =>
      person.id === renamed?.id
        ? { ...person, familyName: "Nygift", meta: { created: later, modified: later } }
        : person,
    ),
};
const deleted = [{ list: "persons" as const, id: gone?.id ?? "", at: later }];

describe("sync plan --changes", () => {
  test("asks for what has changed since the reading that was applied, and leaves the register as a whole reading would", async () => {
    const address = await serve(demo.ss12000, "2026-06-08T06:00:00Z");
    await sync("delta", address);
    await sync("total", address);
    await serve(changed, "2026-06-09T06:00:00Z", { deleted, instead: address });
    const told = await sync("delta", address, "--changes");
    expect(told.received["persons"]).toBeLessThan(5);
    await sync("total", address);
    expect(registerIn("delta")).toEqual(registerIn("total"));
    const { persons } = registerIn("delta");
    expect(persons.some(({ familyName }) => familyName === "Nygift")).toBe(true);
    const verified = await on("delta", "sync", "verify", "--source", address);
    expect(verified.code).toBe(0);
    expect((await sync("delta", address, "--changes")).operations).toEqual({});
  });

  test("before a whole reading has been applied there is nothing to go on from", async () => {
    const address = await serve(demo.ss12000, "2026-06-08T06:00:00Z");
    const refuse = () => on("early", "sync", "plan", "--source", address, ...own, "--changes");
    expect(await refuse()).toMatchObject({ code: 1, stderr: expect.stringContaining("whole reading") as string });
    await on("early", "sync", "plan", "--source", address, ...own);
    expect((await refuse()).code).toBe(1);
    await sync("early", address);
    expect((await refuse()).code).toBe(0);
  });

  test("after an undo, too", async () => {
    const address = await serve(demo.ss12000, "2026-06-08T06:00:00Z");
    await sync("undone", address);
    expect((await on("undone", "sync", "undo", ...signed)).code).toBe(0);
    const { code, stderr } = await on("undone", "sync", "plan", "--source", address, ...own, "--changes");
    expect({ code, said: stderr.includes("whole reading") }).toEqual({ code: 1, said: true });
  });

  test("from another address, or in another dialect, is refused: its changes are not those of what was read", async () => {
    const address = await serve(demo.ss12000, "2026-06-08T06:00:00Z");
    await sync("other", address);
    const elsewhere = await serve(changed, "2026-06-09T06:00:00Z", { deleted });
    for (const source of [
      ["--source", elsewhere],
      ["--source", address, "--source-format", "ss12000-dnp"],
    ]) {
      const { code, stderr } = await on("other", "sync", "plan", ...source, ...own, "--changes");
      expect({ code, said: stderr.includes("read from") }).toEqual({ code: 1, said: true });
    }
  });

  test("what changed in a list while it was withheld is asked for when it is shown again", async () => {
    const address = await serve(demo.ss12000, "2026-06-08T06:00:00Z");
    await sync("withheld", address);
    const [first, ...rest] = demo.ss12000.groups;
    const stamped = { ...first!, displayName: "Omdöpt grupp", meta: { created: later, modified: later } };
    const dataset = { ...demo.ss12000, groups: [stamped, ...rest] };
    const faults = [{ kind: "status", status: 403, on: "groups", times: Infinity }] as const;
    await serve(dataset, "2026-06-10T06:00:00Z", { instead: address, faults });
    await sync("withheld", address);
    await serve(dataset, "2026-06-11T06:00:00Z", { instead: address });
    await sync("withheld", address, "--changes");
    expect(registerIn("withheld").groups.some(({ name }) => name === "Omdöpt grupp")).toBe(true);
  });

  test("a row that was set aside is asked for again, so that nobody is lost between two readings", async () => {
    const address = await serve(demo.ss12000, "2026-06-08T06:00:00Z");
    await sync("aside", address);
    const twin = { ...gone!, id: "1d0b5c3e-0000-4000-8000-000000000001", meta: { created: later, modified: later } };
    const doubled = { ...demo.ss12000, persons: [...demo.ss12000.persons, twin] };
    await serve(doubled, "2026-06-09T06:00:00Z", { instead: address });
    await sync("aside", address);
    const single = { ...doubled, persons: doubled.persons.filter(({ id }) => id !== gone?.id) };
    const at = "2026-06-10T04:00:00.000Z";
    await serve(single, "2026-06-10T06:00:00Z", { instead: address, deleted: [{ ...deleted[0]!, at }] });
    await sync("aside", address, "--changes");
    const { persons, inactive } = registerIn("aside");
    const there = persons.filter(
      ({ id, identity }) => identity === gone?.civicNo?.value && !inactive.includes(`persons/${id}`),
    );
    expect(there).toHaveLength(1);
  });
});
