import { describe, expect, test } from "vitest";
import { commandLine } from "./harness.ts";

const { run } = commandLine();

describe("id check", () => {
  test.each([
    ["19811228-9874", 0],
    ["19811228-9875", 2],
    ["hello", 2],
  ])("%s exits with %d and is never printed", async (number, expected) => {
    const { code, stdout, stderr } = await run("id", "check", number, "--json");
    expect(code).toBe(expected);
    expect(stdout + stderr).not.toContain(number);
    expect(stdout + stderr).not.toContain(number.replace("-", ""));
    expect(JSON.parse(stdout)).toHaveProperty("ok", expected === 0);
  });
});
