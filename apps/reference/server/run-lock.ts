import { DatabaseSync } from "node:sqlite";

/**
 * Runs `work` while no other process does the same on this file. The lock is the operating system's (an exclusive
 * transaction on a database of its own), so that it goes when its process does, also by `kill -9`.
 * @returns what `work` returns, or undefined when another process holds the lock
 */
export async function exclusively<T>(file: string, work: () => Promise<T>): Promise<T | undefined> {
  const lock = new DatabaseSync(file);
  try {
    lock.exec("PRAGMA busy_timeout = 0");
    try {
      lock.exec("BEGIN EXCLUSIVE");
    } catch (error) {
      if (error instanceof Error && /locked/.test(error.message)) return undefined;
      throw error;
    }
    return await work();
  } finally {
    lock.close();
  }
}
