import { resolve } from "node:path";
import type { Batch } from "@milstolpe/sync";
import { parseSource, readSource, type ReadOptions, type Source } from "../server/source.ts";
import { sourceFormats } from "../server/source-format.ts";
import type { Text } from "../server/status.ts";
import { textOption, type Call } from "./verb.ts";

export const formatOption = { "source-format": { type: "string" } } as const;

/** The formats as details of a verb's help, a line each. */
export const formatDetails: readonly Text[] = [
  { sv: "Format (--source-format), SS 12000 om inget anges:", en: "Formats (--source-format), SS 12000 by default:" },
  ...sourceFormats.map(({ id, title }) => ({
    sv: `  ${id.padEnd(16)} ${title.sv}`,
    en: `  ${id.padEnd(16)} ${title.en}`,
  })),
  {
    sv: "  FIL.json         egna filer efter en profil; ”connect propose” föreslår en",
    en: "  FILE.json        files of your own by a profile; “connect propose” proposes one",
  },
  {
    sv: "Hemligheter till en adress: MILSTOLPE_CLIENT_ID, MILSTOLPE_CLIENT_SECRET, MILSTOLPE_TOKEN_URL i miljön.",
    en: "Secrets for an address: MILSTOLPE_CLIENT_ID, MILSTOLPE_CLIENT_SECRET, MILSTOLPE_TOKEN_URL in the environment.",
  },
  {
    sv: "Andra behörigheter (scope) än formatets egna: MILSTOLPE_SCOPE.",
    en: "Other scopes than the format's own: MILSTOLPE_SCOPE.",
  },
  {
    sv: "Klientcertifikat (mTLS), filer i PEM: MILSTOLPE_CLIENT_CERTIFICATE, MILSTOLPE_CLIENT_KEY, MILSTOLPE_CLIENT_CA.",
    en: "Client certificate (mTLS), files in PEM: MILSTOLPE_CLIENT_CERTIFICATE, MILSTOLPE_CLIENT_KEY, MILSTOLPE_CLIENT_CA.",
  },
];

/** The source that the user named, in the format that goes with it. Files are remembered by their whole path. */
export function sourceOf(call: Call, given: string): Source {
  const format = textOption(call, "source-format");
  const source = parseSource(given, format?.toLowerCase().endsWith(".json") ? resolve(format) : format);
  return source.kind === "folder" ? { ...source, path: resolve(source.path) } : source;
}

/** Reads a source, with how far it has come on stderr. */
export async function readWithProgress(
  { terminal, now, signal, environment }: Call,
  source: Source,
  from: Pick<ReadOptions, "known" | "changesOnly"> = {},
): Promise<Batch> {
  const title = { sv: "Läser registret", en: "Reading the register" };
  const onProgress = (rows: number): void =>
    terminal.step({ id: "read", title, state: "running", detail: { sv: `${rows} rader`, en: `${rows} rows` } });
  const batch = await readSource(source, { now, signal, environment, onProgress, ...from });
  terminal.step({ id: "read", title, state: "done" });
  return batch;
}
