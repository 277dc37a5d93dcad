import { mockOneRoster, oneRosterLists, type OneRosterServer } from "@milstolpe/connectors/testing";
import { afterAll, describe, expect, test } from "vitest";
import { demoMunicipality } from "../demo/index.ts";
import { readRegister } from "../server/register-store.ts";
import { openStore } from "../server/store.ts";
import { commandLine } from "./harness.ts";

let clock = "2026-06-08T06:00:00Z";
const demo = demoMunicipality(1, { scale: 0.05 });
const schoolYear = { start: "2025-08-18", end: "2026-06-12" };
const token = { clientId: "milstolpe", clientSecret: "demo" };

/** The demo municipality as a OneRoster service, and a command line that may ask it. */
async function served(version: "1.1" | "1.2") {
  const lists = oneRosterLists({ entities: demo.truth, schoolYear, version });
  const mock: OneRosterServer = mockOneRoster({ version, lists, pageSize: 500, token, now: () => Date.parse(clock) });
  const server = await mock.listen();
  afterAll(() => server.close());
  const secrets = {
    MILSTOLPE_CLIENT_ID: token.clientId,
    MILSTOLPE_CLIENT_SECRET: token.clientSecret,
    MILSTOLPE_TOKEN_URL: server.tokenUrl,
  };
  const line = commandLine(secrets, () => new Date(clock));
  const from = ["--source", server.baseUrl, "--source-format", `oneroster-${version}`, "--municipality", demo.code];
  return { ...line, mock, server, lists, from };
}

describe.each(["1.1", "1.2"] as const)("a OneRoster %s service", async (version) => {
  const { run, on, path, mock, server, lists, from } = await served(version);

  test("is checked: what it delivers and that it was read to its end", async () => {
    const { code, stdout } = await run(
      "connect",
      "check",
      server.baseUrl,
      "--source-format",
      `oneroster-${version}`,
      "--json",
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      format: `oneroster-${version}`,
      complete: true,
      kind: "total",
      findings: [],
    });
  });

  test("becomes the register, and its changes after that, by the filter of the service", async () => {
    clock = "2026-06-08T06:00:00Z";
    const planned = await on("store", "sync", "plan", ...from, "--json");
    const { digest } = JSON.parse(planned.stdout) as { digest: string };
    for (const step of [["approve", digest, "--by", "Head of IT", "--reason", "reviewed"], ["apply"]])
      expect(await on("store", "sync", ...step)).toMatchObject({ code: 0 });

    clock = "2026-06-09T06:00:00Z";
    const [pupil] = lists.users?.filter(({ grades }) => (grades as string[]).length > 0) ?? [];
    mock.put("users", { ...pupil, familyName: "Nytt", dateLastModified: "2026-06-09T05:00:00.000Z" });
    const changes = await on("store", "sync", "plan", ...from, "--changes", "--json");
    const { operations, received } = JSON.parse(changes.stdout) as Record<string, Record<string, number>>;
    expect(operations).toEqual({ update: 1 });
    expect(received?.["persons"]).toBe(1);
    const store = openStore(path("store/store.sqlite"));
    expect(readRegister(store).persons.length).toBeGreaterThan(100);
    store.close();
  });
});
