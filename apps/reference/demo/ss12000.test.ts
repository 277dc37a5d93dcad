import { readSs12000Folder, ss12000Lists } from "@milstolpe/connectors/ss12000";
import { type Entity, type Row, targetEntities } from "@milstolpe/sync";
import { expect, test } from "vitest";
import { demoMunicipality } from "./index.ts";

const { ss12000, truth } = demoMunicipality(4, { scale: 0.15 });
const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const batch = await readSs12000Folder({
  files: Object.fromEntries(ss12000Lists.map((list) => [`${list}.json`, encode(ss12000[list])])),
  readAt: "2026-06-08T05:00:00+02:00",
});
const entities = targetEntities.filter((entity): entity is Entity => entity !== "links");
const byId = (rows: readonly Row[]): readonly Row[] => rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));

test.each(entities)("what the interface sends reads back as the register has it: %s", (entity) => {
  expect(byId(batch[entity])).toEqual(byId(truth[entity]));
});

test("the reading is complete, and the values outside the standard are flagged and kept", () => {
  expect(batch.health.complete).toBe(true);
  expect(batch.rejected).toEqual([]);
  expect(batch.health.findings.map(({ code, where }) => [code, where])).toEqual([
    ["connectors.unknown-value", "schoolType"],
    ["connectors.unknown-value", "dutyRole"],
  ]);
  expect(batch.enrolments.some(({ schoolType }) => schoolType === "VUXSFI")).toBe(true);
});

test("a protected person has neither address nor telephone on the wire, and references say so", () => {
  const marked = new Set(truth.persons.flatMap(({ id, protection }) => (protection === "Ingen" ? [] : [id])));
  expect(marked.size).toBeGreaterThan(0);
  const sent = (ss12000.persons ?? []).filter(({ id }) => marked.has(id));
  expect(sent.filter((person) => "addresses" in person || person.phoneNumbers !== undefined)).toEqual([]);
  const references = (ss12000.persons ?? []).flatMap(({ responsibles = [] }) => responsibles);
  const unmarked = references.filter(({ person }) => marked.has(person.id) !== (person.securityMarking !== undefined));
  expect(unmarked).toEqual([]);
});
