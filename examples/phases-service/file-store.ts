import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Entry, EventStore } from "@milstolpe/phases/store";

/** Logs as files of JSON lines in a folder, one process at a time. What is appended is on disk before it is answered. */
export function fileStore(folder: string): EventStore {
  const pathOf = (stream: string) => join(folder, `${encodeURIComponent(stream)}.jsonl`);
  const readAll = (stream: string): readonly Entry[] => {
    const path = pathOf(stream);
    if (!existsSync(path)) return [];
    const text = readFileSync(path, "utf8");
    // A last line without an end is one that a crash cut off: it was never answered.
    const lines = text.slice(0, text.lastIndexOf("\n") + 1).split("\n");
    return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Entry);
  };
  return {
    async append(stream, expected, entries) {
      const found = readAll(stream).length;
      if (found !== expected) return { ok: false, error: { code: "phases.conflict", expected, found } };
      const file = openSync(pathOf(stream), "a");
      try {
        writeSync(file, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      return { ok: true, value: expected + entries.length };
    },
    read: async (stream, after = 0) => readAll(stream).slice(after),
  };
}
