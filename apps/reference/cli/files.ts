import {
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { writeWhole } from "../server/write-whole.ts";
import { openStore, type Store } from "../server/store.ts";
import { foreseen } from "./errors.ts";
import { UsageError, type Call } from "./verb.ts";

/** The bytes of a file that the user named. @throws UsageError when it can't be read */
export function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    // Reading a folder fails without saying which.
    if (error instanceof Error && !("path" in error)) Object.assign(error, { path });
    const text = foreseen(error);
    throw text ? new UsageError(text) : error;
  }
}

/** @throws UsageError when what is to be written is one of the files that are read: it would be lost */
export function refuseInput(out: string, inputs: readonly string[]): void {
  if (!inputs.some((input) => samePlace(input, out))) return;
  throw new UsageError({
    sv: `--out är samma fil som läses: ${out}. Ange en annan.`,
    en: `--out is a file that is read: ${out}. Give another.`,
  });
}

/** The same file by whatever path, links included. */
function samePlace(one: string, other: string): boolean {
  try {
    return realpathSync(one) === realpathSync(other);
  } catch {
    return false;
  }
}

/** Writes text to a file that the user named, whole or not at all. */
export function writeText(path: string, text: string): void {
  writeBytes(path, new TextEncoder().encode(text));
}

/** Writes bytes to a file that the user named, whole or not at all. */
export function writeBytes(path: string, bytes: Uint8Array): void {
  writeWhole(resolve(path), bytes);
}

/** The store in the user's data folder, made when it is not there. */
export function storeOf({ folder }: Call): Store {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return openStore(join(folder, "store.sqlite"));
}

/** A JSON file that the user named. @throws UsageError when it can't be read, or is no JSON */
export function readJson(path: string): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(readBytes(path)));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError({
      sv: `${path} är inte JSON i UTF-8: filen är avbruten eller i ett annat format.`,
      en: `${path} is not JSON in UTF-8: the file is cut, or in another format.`,
    });
  }
}

/** The path of a file that the user named, after a look whether it can be read. @throws UsageError when it can't */
export function readable(path: string): string {
  let handle: number | undefined;
  try {
    handle = openSync(path, "r");
    if (fstatSync(handle).isDirectory()) throw Object.assign(new Error("is a folder"), { code: "EISDIR", path });
    return path;
  } catch (error) {
    const text = foreseen(error);
    throw text ? new UsageError(text) : error;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/** A file of JSON lines in the making: there whole after `keep`, or not at all. */
export interface LineFile {
  write(value: unknown): void;
  keep(): void;
  /** Ends the writing; what was not kept is gone. */
  close(): void;
}

const piece = 1 << 20;

/** Begins a file of JSON lines that only the user may read. */
export function lineFile(path: string): LineFile {
  const file = resolve(path);
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.part`;
  const handle = openSync(temporary, "w", 0o600);
  let waiting = "";
  let isOpen = true;
  const flush = (): void => {
    const bytes = Buffer.from(waiting);
    waiting = "";
    for (let at = 0; at < bytes.length;) at += writeSync(handle, bytes, at);
  };
  return {
    write(value) {
      waiting += `${JSON.stringify(value)}\n`;
      if (waiting.length > piece) flush();
    },
    keep() {
      flush();
      fsyncSync(handle);
      closeSync(handle);
      isOpen = false;
      renameSync(temporary, file);
    },
    close() {
      if (!isOpen) return;
      isOpen = false;
      closeSync(handle);
      rmSync(temporary, { force: true });
    },
  };
}
