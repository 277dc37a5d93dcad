import { describe, expect, test } from "vitest";
import { commandLine } from "./harness.ts";

// Files that are not what a verb expects: every verb answers with a finding or in words, and never falls over.

const { run, file, path } = commandLine();

const junk: readonly (readonly [string, string | Uint8Array])[] = [
  ["nothing", ""],
  ["a blank", " \n"],
  ["half a document", '{"data": [{"id"'],
  ["null", "null"],
  ["a number", "1"],
  ["a text", '"hello"'],
  ["an empty list", "[]"],
  ["an empty object", "{}"],
  ["a list of nothing", "[null, 1, []]"],
  [
    "an object of the wrong things",
    '{"network": 1, "days": "x", "sessions": {}, "records": 1, "risks": null, "phases": []}',
  ],
  ["records with a bad header", '{"records": [{"PersonNr": 1}], "header": 1}'],
  ["records with bad rows before", '{"records": [{"PersonNr": 1}], "previous": [1]}'],
  ["a page of the web", "<html><body>log in</body></html>"],
  ["bytes", Uint8Array.from({ length: 600 }, (_, index) => (index * 7919) % 256)],
  ["the beginning of a zip", Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0, 0, 0)],
  ["UTF-16", Uint8Array.of(0xff, 0xfe, 0x41, 0, 0x3b, 0, 0x42, 0)],
  ["a line of a spreadsheet", "a;b;c\n1;2;3\n"],
  ["a deep document, cut", "[".repeat(20_000)],
  ["a deep document", "[".repeat(5000) + "]".repeat(5000)],
];

const verbs: readonly (readonly [
  name: string,
  ending: string,
  args: (junk: string, good: string) => readonly string[],
])[] = [
  ["plan lint", "json", (one) => [one]],
  ["plan verify", "json", (one) => [one]],
  ["plan schedule", "json", (one) => [one, "--start", "2027-03-01"]],
  ["risk simulate", "json", (one) => [one, "--iterations", "10"]],
  ["risk report", "json", (one) => [one, "--iterations", "10"]],
  ["training solve", "json", (one) => [one, "--iterations", "10"]],
  ["training explain", "json", (one) => [one, "--iterations", "10"]],
  ["training check", "json", (one) => [one, one]],
  ["training replan", "json", (one) => [one, one, "--person-left", "p1"]],
  ["training invite", "json", (one) => [one, one, "--out", path("never.ics")]],
  ["connect check", "json", (one) => [one]],
  ["connect check", "zip", (one) => [one, "--source-format", "oneroster"]],
  ["connect check", "csv", (one) => [one, "--source-format", "sds"]],
  ["connect check", "txt", (one) => [one, "--source-format", "import-files"]],
  ["connect check", "xml", (one) => [one, "--source-format", "tieto"]],
  ["connect check", "json", (one) => [".", "--source-format", one]],
  ["connect propose", "csv", (one) => [one]],
  ["sync diff", "csv", (one, good) => [good, one, "--key", "id"]],
  ["sync plan", "json", (one) => ["--source", one, "--municipality", "9901"]],
  ["link", "csv", (one, good) => [good, one]],
  ["scb check", "txt", (one) => [one]],
  ["scb check", "json", (one, good) => [good, "--layout", one]],
  ["scb write", "json", (one) => [one, "--layout", "betyg-ak9-vt2026", "--out", path("never.txt")]],
  ["scb diff", "txt", (one) => [one, one]],
  ["scb sign", "txt", (one) => ["validate", one, "--by", "Registrar"]],
  ["scb layout import", "xlsx", (one) => [one]],
  ["stats check", "px", (one) => [one]],
  ["stats check", "json", (one) => [one]],
  ["stats convert", "px", (one) => [one, "--out", path("never.json")]],
  ["stats protect", "json", (one) => [one, "--out", path("never.px")]],
];

/** With `--json`, stdout is one JSON document on one line. */
const isOneDocument = (stdout: string): boolean => {
  try {
    JSON.parse(stdout);
    return stdout.indexOf("\n") === stdout.length - 1;
  } catch {
    return false;
  }
};

describe.each(verbs.map((verb, index) => [verb[0], index, ...verb] as const))(
  "%s (%d)",
  (_, index, name, ending, args) => {
    test("answers junk with a finding or in words", async () => {
      const good = file("good.csv", "id;name\n1;Ek\n");
      const fallen: string[] = [];
      for (const [what, content] of junk) {
        const one = file(`junk-${index}.${ending}`, content);
        const { code, stdout, stderr } = await run(...name.split(" "), ...args(one, good), "--json");
        const isSaid = code === 1 ? stdout === "" && /^Error: ./m.test(stderr) : isOneDocument(stdout);
        if (code < 0 || code > 3 || !isSaid || /fault|\n {4}at /.test(stderr))
          fallen.push(`${what} (${code}): ${stdout.slice(0, 100)} ${stderr.slice(0, 300)}`);
      }
      expect(fallen).toEqual([]);
    });
  },
);
