import * as z from "zod";
import type { Finding, Result } from "./finding.ts";
import type { Layout } from "./layout.ts";
import { sheetFinding } from "./sheet-messages.ts";

const text = z.object({ sv: z.string(), en: z.string() });
const name = z.string().min(1);
const names = z.array(name);
const count = z.int().min(0);

const fieldSchema = z.object({
  position: z.int().min(1),
  name,
  label: text,
  kind: z.enum(["date", "identity", "school-unit", "name", "grade", "language", "code", "points", "percent", "text"]),
  charClass: z.enum(["A", "B", "BS", "S", "S-"]),
  maxLength: z.int().min(1),
  minLength: count.optional(),
  required: z.boolean(),
  codes: z.array(z.string()).optional(),
  range: z.tuple([count, count]).optional(),
  meanings: z.record(z.string(), z.string()).optional(),
  note: z.string().optional(),
  sameAs: z.string().optional(),
  unstated: z.array(z.enum(["charClass", "maxLength"])).optional(),
});

const testSchema = z.object({
  subject: name,
  fields: names,
  parts: names,
  grade: name.optional(),
  pairs: z.array(z.tuple([name, name])),
});

const layoutSchema = z.object({
  id: name,
  title: text,
  term: z.string(),
  status: z.enum(["verified", "secondary", "draft"]),
  source: z.object({ title: z.string(), date: z.string(), sha256: z.string().optional() }),
  measuredOn: z.iso.date().optional(),
  deadline: z.iso.date().optional(),
  key: names.min(1).optional(),
  carrier: z.object({
    delimiter: z.literal(";"),
    header: z.boolean(),
    newline: z.enum(["\r\n", "\n"]),
    encoding: z.enum(["windows-1252", "utf-8"]),
    unstated: z.array(z.enum(["header", "newline", "encoding"])),
  }),
  fields: z.array(fieldSchema).min(1),
  rules: z.object({
    swedish: z.tuple([name, name]).optional(),
    blocks: z.array(z.object({ block: name, subjects: names })).optional(),
    languages: z.array(z.object({ language: name, grade: name })).optional(),
    dance: name.optional(),
    tests: z.array(testSchema).optional(),
    teaching: z.object({ teaches: name, shares: names }).optional(),
  }),
  errata: z.array(z.object({ field: name, sv: z.string(), en: z.string() })).optional(),
  variants: z.array(z.object({ lacks: names, sv: z.string(), en: z.string() })).optional(),
});

/**
 * Reads a layout that was kept as JSON, such as an imported one. Fields have to stand in order, and a rule to name fields
 * that exist.
 * @param json - the parsed document, not its text
 * @example
 * const parsed = parseLayout(JSON.parse(await readFile("betyg-ak9-vt2027.json", "utf8")));
 * if (parsed.ok) prepareReport({ layout: parsed.value, records });
 */
export function parseLayout(json: unknown): Result<Layout, readonly Finding[]> {
  const parsed = layoutSchema.safeParse(json);
  if (!parsed.success) {
    const places = parsed.error.issues.map(({ path }) => path.join("/") || "layout");
    return { ok: false, error: places.map((where) => sheetFinding("scb.layout-form", where, {})) };
  }
  const layout = withoutUndefined(parsed.data) as Layout;
  const findings = [...misplaced(layout), ...misnamed(layout)];
  return findings.length > 0 ? { ok: false, error: findings } : { ok: true, value: layout };
}

/** zod types an absent property as `undefined`; JSON has none, and neither has a layout. */
const withoutUndefined = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

function misplaced({ fields }: Layout): readonly Finding[] {
  const seen = new Set<string>();
  return fields.flatMap((field, index) => {
    const isWrong = field.position !== index + 1 || seen.has(field.name);
    seen.add(field.name);
    return isWrong ? [sheetFinding("scb.layout-order", `fields/${index}`, {})] : [];
  });
}

function misnamed({ fields, rules, key = [], variants = [] }: Layout): readonly Finding[] {
  const known = new Set(fields.map((field) => field.name));
  const named = {
    key,
    "rules/swedish": rules.swedish ?? [],
    "rules/blocks": (rules.blocks ?? []).flatMap(({ block, subjects }) => [block, ...subjects]),
    "rules/languages": (rules.languages ?? []).flatMap(({ language, grade }) => [language, grade]),
    "rules/dance": rules.dance === undefined ? [] : [rules.dance],
    "rules/tests": (rules.tests ?? []).flatMap((one) => [...one.fields, ...one.parts, ...one.pairs.flat()]),
    "rules/teaching": rules.teaching ? [rules.teaching.teaches, ...rules.teaching.shares] : [],
    variants: variants.flatMap(({ lacks }) => lacks),
  };
  return Object.entries(named)
    .filter(([, list]) => list.some((one) => !known.has(one)))
    .map(([where]) => sheetFinding("scb.layout-name", where, {}));
}
