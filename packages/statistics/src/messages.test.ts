import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { jsonStatMessages } from "./messages-json-stat.ts";
import { protectMessages } from "./messages-protect.ts";
import { pxMessages } from "./messages-px.ts";
import { sdmxMessages } from "./messages-sdmx.ts";

const all = { ...pxMessages, ...jsonStatMessages, ...protectMessages, ...sdmxMessages };
describe("findings", () => {
  test("every code has one sentence in each language, and they differ", () => {
    const params = {
      keyword: "K",
      kind: "text",
      scale: "A1",
      encoding: "utf-8",
      expected: 1,
      found: 2,
      isEssential: true,
    };
    for (const say of Object.values(all) as ((given: object) => { sv: string; en: string; severity: string })[]) {
      const { sv, en, severity } = say(params);
      expect(sv).toMatch(/\S\.$/);
      expect(en).toMatch(/\S\.$/);
      expect(sv).not.toBe(en);
      expect(["must", "check"]).toContain(severity);
    }
  });
  test("no code belongs to two formats", () => {
    const codes = [pxMessages, jsonStatMessages, protectMessages, sdmxMessages].flatMap((one) => Object.keys(one));
    expect(new Set(codes).size).toBe(codes.length);
  });
  const guide = new URL("../../../docs/statistics.md", import.meta.url);
  test.skipIf(!existsSync(guide))("the guide lists every rule on PX", () => {
    const text = readFileSync(guide, "utf8");
    for (const code of Object.keys(pxMessages)) expect(text).toContain(`| \`${code}\``);
    expect(text).toContain(`${Object.keys(pxMessages).length} codes.`);
  });
});
