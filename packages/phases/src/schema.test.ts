import { expect, test } from "vitest";
import { rolloutTemplate } from "./rollout-template.ts";
import { parseTemplate, templateJsonSchema } from "./schema.ts";

const json = (): { phases: { activities: Record<string, unknown>[] }[]; [key: string]: unknown } =>
  JSON.parse(JSON.stringify(rolloutTemplate));

test("the rollout template survives JSON", () => {
  expect(parseTemplate(json())).toEqual({ ok: true, value: rolloutTemplate });
});

test.each<[string, string, (template: ReturnType<typeof json>) => unknown]>([
  ["phases.invalid", "/", () => "no template"],
  ["phases.invalid", "/", () => null],
  ["phases.invalid", "/phases", (template) => ({ ...template, phases: [] })],
  [
    "phases.invalid",
    "/phases/0/activities/0/duration/min",
    (template) => {
      template.phases[0]!.activities[0]!["duration"] = { min: -1, mode: 1, max: 1, basis: "source" };
      return template;
    },
  ],
  [
    "phases.unknown-id",
    "working-groups",
    (template) => {
      template.phases[0]!.activities[0]!["responsible"] = ["nobody"];
      return template;
    },
  ],
  [
    "phases.duplicate-id",
    "staffing",
    (template) => {
      template.phases[0]!.activities[0]!["id"] = "staffing";
      return template;
    },
  ],
  [
    "phases.cyclic-links",
    "m5",
    (template) => ({
      ...template,
      links: [...rolloutTemplate.links, { from: "m5", to: "m1", type: "FS", lag: 0, basis: "source" }],
    }),
  ],
])("%s at %s is returned, not thrown", (code, where, edit) => {
  const parsed = parseTemplate(edit(json()));
  const found = parsed.ok ? [] : parsed.error.map((finding) => `${finding.code} ${finding.where}`);
  expect(found).toContain(`${code} ${where}`);
});

test("the form is there as JSON Schema, with what has to be in a template", () => {
  const schema = JSON.parse(JSON.stringify(templateJsonSchema()));
  expect(schema).toMatchObject({ type: "object", $schema: "https://json-schema.org/draft/2020-12/schema" });
  expect(schema.required).toEqual(expect.arrayContaining(["id", "version", "parties", "phases", "links"]));
  expect(schema.required).not.toContain("remarks");
});

test("a template that is whole but unwise is read, so that it can be verified", () => {
  const template = json();
  const own = { ...rolloutTemplate.phases[0]!.milestone, submitter: "customer" };
  const phases = [{ ...template.phases[0], milestone: own }, ...template.phases.slice(1)];
  expect(parseTemplate({ ...template, phases }).ok).toBe(true);
});
