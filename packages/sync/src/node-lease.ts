import { open, readdir, readFile, rename, unlink } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { Lease } from "./target-port.ts";

export interface FileLeaseOptions {
  /** Who holds it, for a person who looks: a host and a process. */
  readonly owner: string;
  /** How long it is held without being renewed. Default a minute. */
  readonly milliseconds?: number;
  /** Epoch milliseconds. The holders' clocks must agree to within a small part of `milliseconds`. */
  readonly now: () => number;
}

/** A lease in a folder that all runs see. */
export interface FileLease extends Lease {
  /** Gives it back. */
  release(): Promise<void>;
}

interface Held {
  readonly owner: string;
  readonly expires: number;
}

/**
 * Takes the right to apply, or says null when another has it. A holder is a file `path.N`; N is the token. Whoever makes
 * the next file has the lease, and a file can be made by one alone. A holder that was slow finds the next file there when
 * it renews; what it writes before that carries the lower token.
 * @throws what the file system throws
 */
export async function fileLease(path: string, options: FileLeaseOptions): Promise<FileLease | null> {
  const { owner, milliseconds = 60_000, now } = options;
  const newest = await newestToken(path);
  if (newest > 0) {
    const held = await readHeld(`${path}.${newest}`);
    if (held !== undefined && held.expires > now()) return null;
  }
  const token = newest + 1;
  const mine = `${path}.${token}`;
  const text = (expires: number): string => JSON.stringify({ owner, expires } satisfies Held);
  if (!(await makeFile(mine, text(now() + milliseconds)))) return null;
  for (let old = newest; old > 0 && old > newest - 3; old -= 1) await unlink(`${path}.${old}`).catch(() => undefined);
  const isMine = async (): Promise<boolean> => (await newestToken(path)) === token;
  const write = async (expires: number): Promise<void> => {
    await unlink(`${mine}.new`).catch(() => undefined);
    await makeFile(`${mine}.new`, text(expires));
    await rename(`${mine}.new`, mine);
  };
  return {
    token,
    async renew() {
      if (!(await isMine())) return false;
      await write(now() + milliseconds);
      return isMine();
    },
    async release() {
      // The file stays, so that the next token is larger; its time is over.
      if (await isMine()) await write(0);
    },
  };
}

async function newestToken(path: string): Promise<number> {
  const prefix = `${basename(path)}.`;
  const names = await readdir(dirname(path));
  const tokens = names.flatMap((name) => {
    const rest = name.startsWith(prefix) ? name.slice(prefix.length) : "";
    return /^\d+$/.test(rest) ? [Number(rest)] : [];
  });
  return Math.max(0, ...tokens);
}

/** What a holder says; undefined when it is gone or half written, as by one that died. */
async function readHeld(path: string): Promise<Held | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as Held;
  } catch {
    return undefined;
  }
}

/** Makes a file that must not be there yet; false when it is. */
async function makeFile(path: string, text: string): Promise<boolean> {
  const file = await open(path, "wx").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "EEXIST") return undefined;
    throw error;
  });
  if (file === undefined) return false;
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  return true;
}
