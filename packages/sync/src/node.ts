import { type FileHandle, open } from "node:fs/promises";
import { dirname } from "node:path";
import type { Journal } from "./journal.ts";

export { fileLease } from "./node-lease.ts";
export type { FileLease, FileLeaseOptions } from "./node-lease.ts";
export { diffCsvFiles } from "./node-csv.ts";
export type { CsvFileDiff, CsvFileDiffOptions } from "./node-csv.ts";

/** A journal in a file. Close it when the run is over. */
export interface FileJournal extends Journal {
  close(): Promise<void>;
}

/**
 * Opens (or makes) a journal in a file. Every append is followed by fdatasync: what was said to be written is written.
 * @throws what the file system throws
 */
export async function fileJournal(path: string): Promise<FileJournal> {
  const file: FileHandle = await open(path, "a+");
  await syncFolder(dirname(path));
  return {
    async read() {
      const { size } = await file.stat();
      const bytes = new Uint8Array(size);
      let at = 0;
      while (at < size) {
        const { bytesRead } = await file.read(bytes, at, size - at, at);
        if (bytesRead === 0) break;
        at += bytesRead;
      }
      return bytes.subarray(0, at);
    },
    async append(bytes) {
      await file.appendFile(bytes);
      await file.datasync();
    },
    async truncate(length) {
      await file.truncate(length);
      await file.datasync();
    },
    close: () => file.close(),
  };
}

/** A new file is only there after a loss of power when its folder has been written too. Windows can't, and needn't. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r").catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}
