import { describe, expect, test } from "vitest";
import { foreseen } from "./errors.ts";
import { UsageError } from "./verb.ts";

const failure = (code: string, more: object = {}) => Object.assign(new Error("failed"), { code, ...more });

describe("what goes wrong outside us is said in words", () => {
  test.each([
    ["ENOENT", "does not exist"],
    ["EACCES", "may not be read or written"],
    ["ENOSPC", "does not fit: the disk is full"],
    ["EISDIR", "is a folder"],
    ["EROFS", "is on a disk that can't be written to"],
  ])("%s of a file", (code, said) => {
    const text = foreseen(failure(code, { path: "grades.txt" }));
    expect(text?.en).toContain(`grades.txt ${said}`);
    expect(text?.sv).toContain("grades.txt");
    expect(text?.sv).not.toBe(text?.en);
  });

  test("a store that can't be used", () => {
    expect(foreseen(failure("ERR_SQLITE_ERROR"))?.en).toContain("The store can't be used");
  });

  test("an error with a code of ours keeps it", () => {
    expect(foreseen(failure("store.newer-version"))?.en).toBe("failed (store.newer-version)");
  });

  test("what the verb says is said as it is", () => {
    expect(foreseen(new UsageError({ sv: "Nej.", en: "No." }))).toEqual({ sv: "Nej.", en: "No." });
  });
});

test.each([new TypeError("x is undefined"), failure("ERR_INVALID_ARG_TYPE"), "text", undefined])(
  "%s is a fault of ours, and is shown whole",
  (error) => expect(foreseen(error)).toBeUndefined(),
);
