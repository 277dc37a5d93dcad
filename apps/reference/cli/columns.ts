import { csvByteReader } from "@milstolpe/connectors/import-files";
import { proposeProfile, type ColumnKind } from "@milstolpe/connectors/mapping";
import type { LinkRecord } from "@milstolpe/sync/link";
import { basename } from "node:path";
import { readBytes } from "./files.ts";
import { UsageError } from "./verb.ts";

/** What the columns of a file of people are called in a linking. */
const fieldOf: Readonly<Partial<Record<ColumnKind, string>>> = {
  "given-name": "given",
  "family-name": "family",
  "birth-date": "birthDate",
  "unit-code": "unit",
  "unit-name": "unit",
  email: "email",
};

/** A file of people as records, and which column each field was read from. */
export interface PeopleFile {
  readonly records: readonly LinkRecord[];
  readonly columns: Readonly<Record<string, string>>;
}

/**
 * Reads a delimited file with a header. The column of each field is the one that the user named, else the one that is
 * taken for it by its name and values; every other column keeps its own name.
 * @param named - field → column
 * @throws UsageError when the file can't be read, or lacks a column that was named
 */
export function readPeople(
  path: string,
  { id, named }: { readonly id?: string; readonly named: Readonly<Record<string, string>> },
): PeopleFile {
  const bytes = readBytes(path);
  const proposed = proposeProfile({ name: basename(path), bytes });
  if (!proposed.ok) throw new UsageError({ sv: `${path}: ${proposed.error.sv}`, en: `${path}: ${proposed.error.en}` });
  const { encoding, delimiter, columns } = proposed.value;
  if (delimiter === "")
    throw new UsageError({
      sv: `${path} är en Excel-fil; spara den som CSV (UTF-8).`,
      en: `${path} is an Excel file; save it as CSV (UTF-8).`,
    });
  const rows: (readonly string[])[] = [];
  const reader = csvByteReader({ encoding, delimiter, onRow: (row) => rows.push(row) });
  reader.push(bytes);
  reader.end();
  const header = (rows.shift() ?? []).map((name) => name.trim());
  const placeOf = (column: string): number => {
    const place = header.indexOf(column);
    if (place >= 0) return place;
    throw new UsageError({
      sv: `${path} har ingen kolumn ${column}; den har ${header.join(", ")}.`,
      en: `${path} has no column ${column}; it has ${header.join(", ")}.`,
    });
  };
  const guessed = Object.fromEntries(
    columns.flatMap(({ column, kind, confidence }) => {
      const field = kind === undefined ? undefined : fieldOf[kind];
      return field !== undefined && typeof column === "string" && confidence >= 0.5 ? [[field, column]] : [];
    }),
  );
  const chosen: Readonly<Record<string, string>> = { ...guessed, ...named };
  const places = [
    ...header.map((name, place) => [name, place] as const),
    ...Object.entries(chosen).map(([field, column]) => [field, placeOf(column)] as const),
  ];
  const idPlace = id === undefined ? 0 : placeOf(id);
  const records = rows.map((row): LinkRecord => ({
    ...Object.fromEntries(places.map(([field, place]) => [field, row[place]?.trim() ?? ""])),
    id: row[idPlace]?.trim() ?? "",
  }));
  return { records, columns: chosen };
}
