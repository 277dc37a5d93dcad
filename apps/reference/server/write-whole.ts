import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/** Writes a file beside its place, through to the disk, and moves it there: a reader sees the old file or the new one. */
export function writeWhole(file: string, bytes: Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.part`;
  const handle = openSync(temporary, "w", 0o600);
  try {
    let at = 0;
    while (at < bytes.length) at += writeSync(handle, bytes, at);
    fsyncSync(handle);
    closeSync(handle);
  } catch (error) {
    closeSync(handle);
    rmSync(temporary, { force: true });
    throw error;
  }
  renameSync(temporary, file);
}
