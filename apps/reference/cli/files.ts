import { readFileSync } from "node:fs";
import { UsageError } from "./verb.ts";

/** The bytes of a file that the user named. @throws UsageError when it can't be read */
export function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    const why = error instanceof Error && "code" in error ? String(error.code) : "?";
    throw new UsageError({ sv: `${path} kan inte läsas (${why}).`, en: `${path} can't be read (${why}).` });
  }
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
