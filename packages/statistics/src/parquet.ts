import { parquetWriteBuffer } from "hyparquet-writer";
import { inLanguage, type Table } from "./table.ts";
import { forEachCell } from "./table-cells.ts";

/** How a table is written as Parquet. */
export interface ToParquetOptions {
  /** Language of the labels and of the names of the columns. Default the main one of the table. */
  readonly language?: string;
}

/**
 * A table as a Parquet file: one row a cell, for each dimension a column of codes and one of labels, then `value` and
 * `status`. A cell without a number is null. Needs the package `hyparquet-writer`.
 * @throws RangeError when two columns would have the same name
 * @example
 * await writeFile("grades.parquet", toParquet(table));
 */
export function toParquet(table: Table, { language = table.languages[0] ?? "" }: ToParquetOptions = {}): Uint8Array {
  const codes: string[][] = table.dimensions.map(() => []);
  const labels: string[][] = table.dimensions.map(() => []);
  const names = table.dimensions.map(({ categories }) =>
    categories.map(({ code, label }) => ({ code, label: inLanguage(label, language, table.languages) || code })),
  );
  const status: (string | undefined)[] = [];
  forEachCell(table, (cell, places) => {
    for (const [at, place] of places.entries()) {
      codes[at]?.push(names[at]?.[place]?.code ?? "");
      labels[at]?.push(names[at]?.[place]?.label ?? "");
    }
    status.push(table.status[cell]);
  });
  const columnData = [
    ...table.dimensions.flatMap(({ id }, at) => [
      { name: id, data: codes[at] ?? [], type: "STRING" as const },
      { name: `${id}_label`, data: labels[at] ?? [], type: "STRING" as const },
    ]),
    { name: "value", data: [...table.values], type: "DOUBLE" as const, nullable: true },
    { name: "status", data: status, type: "STRING" as const, nullable: true },
  ];
  if (new Set(columnData.map(({ name }) => name)).size < columnData.length)
    throw new RangeError("dimensions must have ids other than value, status and those with _label");
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}
