import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { sourceFormats } from "../server/source-format.ts";
import { commandLine } from "./harness.ts";
import { verbs } from "./verbs.ts";

const { run } = commandLine();

describe("help", () => {
  test.each(verbs.map(({ name }) => [name]))("%s has an example, and speaks both languages", async (name) => {
    const words = name.split(" ");
    const [en, sv] = await Promise.all([run(...words, "--help"), run(...words, "--help", "--lang", "sv")]);
    expect(en.code).toBe(0);
    expect(en.stdout).toContain(`milstolpe ${name}`);
    expect(en.stdout).toMatch(/Example:\n {2}milstolpe \S+/);
    expect(sv.stdout).toMatch(/Exempel:\n {2}milstolpe \S+/);
    expect(sv.stdout).not.toBe(en.stdout);
  });

  test("every option is in the usage", () => {
    for (const { name, usage, options = {} } of verbs)
      for (const option of Object.keys(options)) expect(`${name}: ${usage}`).toContain(`--${option}`);
  });

  test("every verb and every source format is in the guide", () => {
    const guide = readFileSync(new URL("../../../docs/reference-app.md", import.meta.url), "utf8");
    const last = (name: string) => name.replace(/^sync (?=approve|apply|verify|undo)/, "");
    expect(verbs.filter(({ name }) => !guide.includes(`\`${last(name)}\``)).map(({ name }) => name)).toEqual([]);
    expect(sourceFormats.filter(({ id }) => !guide.includes(`\`${id}\``)).map(({ id }) => id)).toEqual([]);
  });

  test("the overview names every verb once, under its noun", async () => {
    const { code, stdout } = await run("--help");
    expect(code).toBe(0);
    for (const { name } of verbs) expect(stdout.match(new RegExp(`^ {2}${name} {2}`, "gm")) ?? []).toHaveLength(1);
    expect(stdout.indexOf("Begin here")).toBeLessThan(stdout.indexOf("The rollout"));
  });

  test("common options may stand before the verb", async () => {
    const [before, after] = await Promise.all([
      run("--lang", "sv", "--json", "plan", "lint"),
      run("plan", "lint", "--json", "--lang", "sv"),
    ]);
    expect(before).toEqual(after);
    expect((await run("--lang", "sv", "--help")).stdout).toContain("Användning");
  });

  test("a noun shows how its verbs are called", async () => {
    const { code, stdout } = await run("sync", "--help");
    expect(code).toBe(0);
    expect(stdout).toContain("milstolpe sync approve DIGEST");
    expect(stdout).not.toContain("scb check");
  });

  test.each([[[]], [["fly"]], [["sync"]]])("%j is answered with the verbs there are, and exit code 1", async (args) => {
    const { code, stderr, stdout } = await run(...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("sync plan");
  });
});

describe("what is typed wrong is named, without a stack", () => {
  test.each([
    ["an unknown option", ["plan", "lint", "--fast"], "--fast"],
    ["a value where none belongs", ["stats", "check", "a.px", "--advice=yes"], "--advice"],
    ["an option without its value", ["plan", "schedule", "--start"], "--start"],
    ["one argument too many", ["plan", "lint", "a.json", "b.json"], "b.json"],
    ["a missing argument", ["scb", "check"], "FILE"],
    ["an unknown language", ["plan", "lint", "--lang", "de"], "--lang"],
    ["a missing file", ["scb", "check", "no-such-file.txt"], "no-such-file.txt"],
    ["a folder in place of a file", ["scb", "check", "."], "folder"],
  ])("%s", async (_, args, said) => {
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(said);
    expect(stderr).not.toMatch(/\n {4}at /);
  });
});
