import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openStore } from "./store.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "milstolpe-store-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("what was kept is there after the store is opened again", () => {
  const file = join(folder, "store.sqlite");
  const first = openStore(file);
  first.set("plan", { digest: "abc" }, "2027-03-01T08:00:00Z");
  first.close();
  const second = openStore(file);
  expect(second.get("plan")).toEqual({ digest: "abc" });
  second.close();
});

test("a transaction that fails leaves the store as it was", () => {
  const store = openStore(join(folder, "store.sqlite"));
  store.set("plan", 1, "2027-03-01T08:00:00Z");
  expect(() =>
    store.transaction(() => {
      store.set("plan", 2, "2027-03-01T09:00:00Z");
      throw new RangeError("stop");
    }),
  ).toThrow("stop");
  expect(store.get("plan")).toBe(1);
  store.close();
});

test("a store of a newer version is refused", () => {
  const file = join(folder, "store.sqlite");
  const store = openStore(file);
  store.db.exec("PRAGMA user_version = 99");
  store.close();
  expect(() => openStore(file)).toThrow(expect.objectContaining({ code: "store.newer-version" }));
});

test("the store is for its user alone", () => {
  const file = join(folder, "store.sqlite");
  const store = openStore(file);
  store.set("plan", 1, "2027-03-01T08:00:00Z");
  for (const name of ["store.sqlite", "store.sqlite-wal"]) expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
  store.close();
});

test("every commit is written through to the disk", () => {
  const store = openStore(join(folder, "store.sqlite"));
  expect(store.db.prepare("PRAGMA synchronous").get()).toEqual({ synchronous: 2 });
  expect(store.db.prepare("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
  store.close();
});
