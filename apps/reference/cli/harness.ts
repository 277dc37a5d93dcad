import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";
import { run } from "./run.ts";

// What the tests of the command line share: a folder of their own, and runs in it.

export interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandLine {
  readonly folder: string;
  /** A path in the folder. */
  readonly path: (name: string) => string;
  /** Writes a file in the folder and returns its path. */
  readonly file: (name: string, content: string | Uint8Array) => string;
  /** Runs a verb with the store in the folder `data`. */
  readonly on: (data: string, ...args: readonly string[]) => Promise<Answer>;
  /** Runs a verb. */
  readonly run: (...args: readonly string[]) => Promise<Answer>;
}

/** A command line in a folder that is gone after the tests. What a real process adds is tested in `main.test.ts`. */
export function commandLine(
  environment: Readonly<Record<string, string>> = {},
  now: () => Date = () => new Date(),
): CommandLine {
  const folder = mkdtempSync(join(tmpdir(), "milstolpe-cli-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const path = (name: string) => join(folder, name);
  const on = async (data: string, ...args: readonly string[]): Promise<Answer> => {
    let [stdout, stderr] = ["", ""];
    const code = await run(args, {
      stdout: { write: (text) => (stdout += text) },
      stderr: { write: (text) => (stderr += text) },
      environment: { ...environment, MILSTOLPE_DATA: path(data) },
      folder: path("data"),
      now,
      signal: new AbortController().signal,
    });
    return { code, stdout, stderr };
  };
  return {
    folder,
    path,
    on,
    run: (...args) => on("data", ...args),
    file(name, content) {
      mkdirSync(dirname(path(name)), { recursive: true });
      writeFileSync(path(name), content);
      return path(name);
    },
  };
}

/** Findings of a run with `--json`. */
export const findingsOf = ({ stdout }: Answer): readonly { readonly code: string; readonly severity: string }[] =>
  (JSON.parse(stdout) as { findings: readonly { code: string; severity: string }[] }).findings;
