import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { clientCredentials, readSs12000, readSs12000Folder } from "@milstolpe/connectors/ss12000";
import type { Batch } from "@milstolpe/sync";
import { type DemoMunicipality, demoMunicipality, serveDemo } from "../demo/index.ts";

/** Where a batch comes from: the demo municipality, an SS 12000 address, or a folder of JSON files. */
export type Source =
  | { readonly kind: "demo" }
  | { readonly kind: "url"; readonly baseUrl: string }
  | { readonly kind: "folder"; readonly path: string };

export interface ReadOptions {
  readonly now: () => Date;
  readonly signal: AbortSignal;
  /** Rows so far, of all lists. */
  readonly onProgress: (rows: number) => void;
  /** Secrets come from the environment, never from arguments: `MILSTOLPE_CLIENT_ID`, `…_SECRET`, `…_TOKEN_URL`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The source was not found. */
class SourceError extends Error {
  readonly code = "source.not-found";
}

/** `demo`, an http(s) address, or a path. */
export function parseSource(text: string): Source {
  if (text === "demo") return { kind: "demo" };
  return /^https?:\/\//.test(text) ? { kind: "url", baseUrl: text } : { kind: "folder", path: text };
}

/** Reads a whole register. What the source does wrong is in the batch's health, never an exception. */
export async function readSource(source: Source, options: ReadOptions): Promise<Batch> {
  if (source.kind === "demo") return readDemo(demoMunicipality(), options);
  if (source.kind === "folder") return readFolder(source.path, options);
  const {
    MILSTOLPE_CLIENT_ID: clientId,
    MILSTOLPE_CLIENT_SECRET: clientSecret,
    MILSTOLPE_TOKEN_URL: tokenUrl,
  } = options.environment;
  const token = clientId && clientSecret && tokenUrl ? { tokenUrl, clientId, clientSecret } : undefined;
  return readOverHttp(source.baseUrl, token, options);
}

/** Serves the demo municipality as its register would be served, with a token and pages, and reads it over HTTP. */
export async function readDemo(demo: DemoMunicipality, options: ReadOptions): Promise<Batch> {
  const server = await serveDemo(demo);
  try {
    return await readOverHttp(server.baseUrl, { tokenUrl: server.tokenUrl, ...server.credentials }, options);
  } finally {
    await server.close();
  }
}

function readOverHttp(
  baseUrl: string,
  token: { readonly tokenUrl: string; readonly clientId: string; readonly clientSecret: string } | undefined,
  { now, signal, onProgress }: ReadOptions,
): Promise<Batch> {
  const rows = new Map<string, number>();
  return readSs12000({
    baseUrl,
    now: () => now().getTime(),
    signal,
    onProgress(progress) {
      rows.set(progress.list, progress.rows);
      onProgress([...rows.values()].reduce((sum, count) => sum + count, 0));
    },
    ...(token ? { token: clientCredentials(token) } : {}),
  });
}

async function readFolder(path: string, { now }: ReadOptions): Promise<Batch> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isDirectory()) throw new SourceError(`${path} is no folder and no http address`);
  const names = (await readdir(path)).filter((name) => name.endsWith(".json")).sort();
  const files = await Promise.all(
    names.map(async (name) => {
      const chunks: Buffer[] = [];
      for await (const chunk of createReadStream(join(path, name))) chunks.push(chunk as Buffer);
      return [name, new Uint8Array(Buffer.concat(chunks))] as const;
    }),
  );
  return readSs12000Folder({ files: Object.fromEntries(files), readAt: now().toISOString() });
}
