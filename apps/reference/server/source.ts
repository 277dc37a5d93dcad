import { createReadStream, readFileSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { clientCredentials, type Fetch } from "@milstolpe/connectors/ss12000";
import type { Batch } from "@milstolpe/sync";
import { certificateFetch } from "./client-certificate.ts";
import { type DemoMunicipality, demoMunicipality, serveDemo } from "../demo/index.ts";
import type { Known } from "./source-known.ts";
import { defaultFormat, formatNamed, profileFormat, sourceFormats, type SourceFormat } from "./source-format.ts";
import { SourceError } from "./source-error.ts";
import type { Text } from "./status.ts";

/** Where a batch comes from: the demo municipality, an address, or files (a folder, a zip or one file) in a format. */
export type Source =
  | { readonly kind: "demo" }
  | { readonly kind: "url"; readonly baseUrl: string; readonly format?: string }
  | { readonly kind: "folder"; readonly path: string; readonly format?: string };

export interface ReadOptions {
  readonly now: () => Date;
  readonly signal: AbortSignal;
  /** Rows so far, of all lists. */
  readonly onProgress: (rows: number) => void;
  /**
   * Secrets come from the environment, never from arguments: `MILSTOLPE_CLIENT_ID`, `…_SECRET`, `…_TOKEN_URL`, and the
   * client certificate's files. `MILSTOLPE_SCOPE` for other scopes than the format's own.
   */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What the register holds of the source already: files that tell of changes are understood by it. */
  readonly known?: Known;
  /** True to ask an address for what has changed since then, and not for everything. Needs `known`. */
  readonly changesOnly?: boolean;
}

/** `demo`, an http(s) address, or a path; the format is SS 12000 unless another is named. */
export function parseSource(text: string, format?: string): Source {
  if (text === "demo") return { kind: "demo" };
  const given = format === undefined ? {} : { format };
  return /^https?:\/\//.test(text)
    ? { kind: "url", baseUrl: text, ...given }
    : { kind: "folder", path: text, ...given };
}

/** What tells one address from another: where, and in which dialect. Undefined for files. */
export const addressOf = (source: Source): string | undefined =>
  source.kind === "url" ? `${source.baseUrl} ${source.format ?? defaultFormat}` : undefined;

/** The format a source is read in: one by its id, or a mapping profile in a JSON file. @throws SourceError */
export function formatOf(source: Source): SourceFormat {
  const id = source.kind === "demo" ? defaultFormat : (source.format ?? defaultFormat);
  if (id.toLowerCase().endsWith(".json")) return formatInFile(id);
  const found = formatNamed(id);
  if (found) return found;
  const ids = sourceFormats.map((one) => one.id).join(", ");
  throw new SourceError("source.no-such-format", {
    sv: `Källformatet ${id} finns inte. Kända: ${ids}, eller en profil (FIL.json).`,
    en: `There is no source format ${id}. Known: ${ids}, or a profile (FILE.json).`,
  });
}

function formatInFile(path: string): SourceFormat {
  const refuse = ({ sv, en }: Text): never => {
    throw new SourceError("source.bad-profile", { sv: `${path}: ${sv}`, en: `${path}: ${en}` });
  };
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return refuse({ sv: "kan inte läsas som JSON.", en: "can't be read as JSON." });
  }
  const format = profileFormat(json);
  if (format.ok) return format.value;
  const [first] = format.error;
  return refuse({ sv: `${first?.where}: ${first?.sv}`, en: `${first?.where}: ${first?.en}` });
}

/** Reads a whole register. What the source does wrong is in the batch's health, never an exception. */
export async function readSource(source: Source, options: ReadOptions): Promise<Batch> {
  if (source.kind === "demo") return readDemo(demoMunicipality(), options);
  const format = formatOf(source);
  if (source.kind === "folder") return readFiles(source.path, format, options);
  if (!format.overHttp)
    throw new SourceError("source.only-files", {
      sv: `${format.id} läses från filer, inte från en adress.`,
      en: `${format.id} is read from files, not from an address.`,
    });
  const {
    MILSTOLPE_CLIENT_ID: clientId,
    MILSTOLPE_CLIENT_SECRET: clientSecret,
    MILSTOLPE_TOKEN_URL: tokenUrl,
    MILSTOLPE_SCOPE: scope = format.scope,
  } = options.environment;
  const token =
    clientId && clientSecret && tokenUrl
      ? { tokenUrl, clientId, clientSecret, ...(scope ? { scope } : {}) }
      : undefined;
  const fetch = source.baseUrl.startsWith("https:") ? certificateFetch(options.environment, options.now()) : undefined;
  return readOverHttp(
    { baseUrl: source.baseUrl, ...(token ? { token } : {}), ...(fetch ? { fetch } : {}) },
    options,
    format.overHttp,
  );
}

/** Serves the demo municipality as its register would be served, with a token and pages, and reads it over HTTP. */
export async function readDemo(demo: DemoMunicipality, options: ReadOptions): Promise<Batch> {
  const server = await serveDemo(demo);
  try {
    const token = { tokenUrl: server.tokenUrl, ...server.credentials };
    const { overHttp } = formatOf({ kind: "demo" });
    if (!overHttp) throw new Error("the demo is read over HTTP");
    return await readOverHttp({ baseUrl: server.baseUrl, token }, options, overHttp);
  } finally {
    await server.close();
  }
}

interface Address {
  readonly baseUrl: string;
  readonly token?: Omit<Parameters<typeof clientCredentials>[0], "fetch">;
  readonly fetch?: Fetch;
}

function readOverHttp(
  { baseUrl, token, fetch }: Address,
  { now, signal, onProgress, known, changesOnly }: ReadOptions,
  read: NonNullable<SourceFormat["overHttp"]>,
): Promise<Batch> {
  const rows = new Map<string, number>();
  return read({
    baseUrl,
    now: () => now().getTime(),
    signal,
    onProgress(progress) {
      rows.set(progress.list, progress.rows);
      onProgress([...rows.values()].reduce((sum, count) => sum + count, 0));
    },
    ...(fetch ? { fetch } : {}),
    ...(token ? { token: clientCredentials({ ...token, ...(fetch ? { fetch } : {}) }) } : {}),
    ...(known && changesOnly === true ? { changes: { since: known.to, known: known.rows } } : {}),
  });
}

/** Reads a folder's files of the format, or the one file that is named. */
async function readFiles(path: string, format: SourceFormat, { now, known }: ReadOptions): Promise<Batch> {
  const found = await stat(path).catch(() => undefined);
  if (!found)
    throw new SourceError("source.not-found", {
      sv: `${path} är ingen fil, ingen mapp och ingen http-adress.`,
      en: `${path} is no file, no folder and no http address.`,
    });
  const names = found.isDirectory() ? (await readdir(path)).toSorted() : [basename(path)];
  const folder = found.isDirectory() ? path : dirname(path);
  const files = await Promise.all(
    names
      .filter((name) => !found.isDirectory() || format.extensions.some((end) => name.toLowerCase().endsWith(end)))
      .map(async (name) => ({ name, bytes: await readBytes(join(folder, name)) })),
  );
  return format.read(files, now().toISOString(), known?.rows);
}

async function readBytes(path: string): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream(path)) chunks.push(chunk as Buffer);
  return new Uint8Array(Buffer.concat(chunks));
}
