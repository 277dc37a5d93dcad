import type { Batch, Entity } from "@milstolpe/sync";
import type { Finding } from "./finding.ts";
import { findingLog } from "./finding-log.ts";
import { jsonOf } from "./json-bytes.ts";
import { finding } from "./ss12000-messages.ts";
import { collectFiles, type NamedFiles } from "./named-files.ts";
import { assembleBatch } from "./ss12000-batch.ts";
import { listNamed } from "./ss12000-deleted.ts";
import { type Dialect, standardDialect } from "./ss12000-dialect.ts";
import { ss12000Mapper } from "./ss12000-map.ts";
import { type Ss12000List, ss12000Lists } from "./ss12000-model.ts";
import type { ListEnd } from "./list-end.ts";
import { openPage } from "./ss12000-pages.ts";

export interface ReadSs12000FolderOptions {
  /** `persons.json`, or pages: `persons-1.json`, `persons-2.json`. Names without path. */
  readonly files: NamedFiles;
  /** When the files were written: ISO 8601 instant with offset. */
  readonly readAt: string;
  /** Default `standardDialect`. */
  readonly dialect?: Dialect;
  readonly withheld?: Readonly<Partial<Record<Entity, readonly string[]>>>;
  /** Name of the source in the batch. Default `ss12000-folder`. */
  readonly source?: string;
}

/** The list a file is for, by its name: `persons.json`, `Persons_02.json`, `persons.page3.json`. */
function listOfFile(name: string): Ss12000List | undefined {
  const stem = /^([a-z]+)(?:[-_. ]?(?:page)?[-_ ]?\d+)?\.json$/i.exec(name)?.[1];
  return stem === undefined ? undefined : listNamed(stem);
}

/**
 * Reads the same lists as {@link readSs12000} from files: each a page (`{ data, pageToken }`), an array, or an object
 * with the list under its name. A file that is empty, cut, not JSON or not UTF-8 is a finding and the batch is not
 * complete; a list without a file is not spoken for. Never rejects for what is in the files.
 * @throws TypeError when `readAt` is not an instant
 * @example
 * const files = { "organisations.json": bytes1, "persons-1.json": bytes2, "persons-2.json": bytes3 };
 * const batch = await readSs12000Folder({ files, readAt: "2026-08-10T05:00:00+02:00" });
 */
export async function readSs12000Folder(options: ReadSs12000FolderOptions): Promise<Batch> {
  const { dialect = standardDialect, withheld = {}, source = "ss12000-folder", readAt } = options;
  if (Number.isNaN(Date.parse(readAt))) throw new TypeError("readAt must be an ISO 8601 instant");
  const log = findingLog();
  const mapper = ss12000Mapper(dialect, log);
  const read: Partial<Record<Ss12000List, { pages: number; last: boolean; fault?: Finding }>> = {};
  const files = await collectFiles(options.files);
  if (files.length === 0) log.add(finding("connectors.no-files", "", {}));
  for (const { name } of files)
    if (listOfFile(name) === undefined) log.add(finding("connectors.unknown-file", name, {}));
  const listed = ss12000Lists.flatMap((list) =>
    files.filter(({ name }) => listOfFile(name) === list).map(({ name, bytes }) => ({ list, name, bytes })),
  );
  for (const { list, name, bytes } of listed) {
    const state = (read[list] ??= { pages: 0, last: false });
    state.pages += 1;
    const json = jsonOf(bytes, name);
    const page = json.ok ? openPage(json.value, list) : undefined;
    if (page === undefined) {
      const fault = json.ok ? finding("connectors.unexpected-shape", name, { list }) : json.error;
      // The first fault ends the list; the others are told of as well.
      if (state.fault === undefined) state.fault = fault;
      else log.add(fault);
      continue;
    }
    state.last ||= page.next === undefined;
    for (const [index, row] of page.rows.entries()) mapper.add(list, row, `${name}, row ${index + 1}`);
  }
  const ends: Partial<Record<Ss12000List, ListEnd>> = {};
  for (const list of ss12000Lists) {
    const state = read[list];
    if (state === undefined) continue;
    const { pages, last, fault } = state;
    const missing = last ? undefined : finding("connectors.pages-missing", list, {});
    const broken = fault ?? missing;
    ends[list] = broken === undefined ? { state: "complete", pages } : { state: "broken", finding: broken };
  }
  return assembleBatch({
    source,
    readAt,
    dialect,
    withheld,
    ends,
    mapped: mapper.finish(),
    undisturbed: true,
    log,
  });
}
