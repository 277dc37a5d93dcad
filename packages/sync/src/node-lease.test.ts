import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fileLease } from "./node.ts";

let folder = "";
let time = 0;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "milstolpe-lease-"));
  time = 1_000_000;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const take = (owner: string) => fileLease(join(folder, "run"), { owner, milliseconds: 1000, now: () => time });

test("one has it at a time; it can be renewed, and given back", async () => {
  const first = await take("a");
  expect(first?.token).toBe(1);
  expect(await take("b")).toBeNull();
  time += 900;
  expect(await first?.renew()).toBe(true);
  time += 900;
  expect(await take("b")).toBeNull();
  await first?.release();
  expect((await take("b"))?.token).toBe(2);
});

test("who lets its time go by loses it, and finds out; every holder has a larger token", async () => {
  const first = await take("a");
  time += 1001;
  const second = await take("b");
  expect([first?.token, second?.token]).toEqual([1, 2]);
  expect(await first?.renew()).toBe(false);
  await first?.release();
  expect(await second?.renew()).toBe(true);
});

test("of many who try at once, one gets it", async () => {
  for (let round = 1; round <= 10; round += 1) {
    const got = (await Promise.all(Array.from({ length: 8 }, (_, at) => take(`p${at}`)))).filter((one) => one !== null);
    expect(got.map(({ token }) => token)).toEqual([round]);
    time += 1001;
  }
});

test("a holder that died while it wrote its name does not keep others out", async () => {
  writeFileSync(join(folder, "run.7"), '{"owner":"a","exp');
  expect((await take("b"))?.token).toBe(8);
});
