import type { Text } from "../server/status.ts";
import { SourceError } from "../server/source-error.ts";
import { UsageError } from "./verb.ts";

/** What the machine or the user did, by the code that Node gives the error. */
const known: Readonly<Record<string, Text>> = {
  ENOENT: { sv: "finns inte", en: "does not exist" },
  EACCES: { sv: "får inte läsas eller skrivas av dig", en: "may not be read or written by you" },
  EPERM: { sv: "får inte läsas eller skrivas av dig", en: "may not be read or written by you" },
  EROFS: { sv: "ligger på en skiva som inte går att skriva på", en: "is on a disk that can't be written to" },
  ENOSPC: { sv: "får inte plats: disken är full", en: "does not fit: the disk is full" },
  EDQUOT: { sv: "får inte plats: din kvot är slut", en: "does not fit: your quota is used up" },
  EFBIG: { sv: "får inte bli så stor här", en: "may not grow that large here" },
  EIO: { sv: "kunde inte läsas eller skrivas: fel på disken", en: "could not be read or written: a fault of the disk" },
  EISDIR: { sv: "är en mapp, inte en fil", en: "is a folder, not a file" },
  ENOTDIR: { sv: "ligger inte i en mapp", en: "does not lie in a folder" },
  EEXIST: { sv: "finns redan, och är inte en mapp", en: "exists already, and is no folder" },
  ENAMETOOLONG: { sv: "har för långt namn", en: "has too long a name" },
  EMFILE: { sv: "kunde inte öppnas: för många öppna filer", en: "could not be opened: too many open files" },
  ERR_FS_FILE_TOO_LARGE: { sv: "är större än 2 GiB", en: "is larger than 2 GiB" },
};

/** What was typed wrong, by the code that the reader of options gives it. */
const typed: Readonly<Record<string, (option: string) => Text>> = {
  ERR_PARSE_ARGS_UNKNOWN_OPTION: (option) => ({
    sv: `Valet ${option} finns inte. Se --help.`,
    en: `There is no option ${option}. See --help.`,
  }),
  ERR_PARSE_ARGS_INVALID_OPTION_VALUE: (option) => ({
    sv: `${option} saknar värde, eller har ett som det inte ska ha. Se --help.`,
    en: `${option} lacks a value, or has one that it does not take. See --help.`,
  }),
};

/** The text for an error that was to be expected of files, options or the machine; undefined for a fault of ours. */
export function foreseen(error: unknown): Text | undefined {
  if (error instanceof UsageError) return error.text;
  if (error instanceof SourceError) return error.text;
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return undefined;
  const { code, message } = error;
  const about = known[code];
  if (about !== undefined) {
    const what = "path" in error && typeof error.path === "string" ? error.path : undefined;
    return {
      sv: `${what ?? "En fil"} ${about.sv} (${code}).`,
      en: `${what ?? "A file"} ${about.en} (${code}).`,
    };
  }
  const explain = typed[code];
  if (explain) return explain(/--?[\w-]+/.exec(message)?.[0] ?? "?");
  if (code === "ERR_SQLITE_ERROR")
    return {
      sv: `Lagret kan inte användas: ${message}. Är disken full, filen låst av ett annat program, eller ingen SQLite-fil?`,
      en: `The store can't be used: ${message}. Is the disk full, the file locked by another program, or no SQLite file?`,
    };
  return code.startsWith("ERR_") ? undefined : { sv: `${message} (${code})`, en: `${message} (${code})` };
}
