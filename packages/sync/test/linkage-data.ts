import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { LinkBlock, LinkComparison, LinkRecord } from "../src/link.ts";

const folder = fileURLToPath(new URL("../../../../shared/data/linkage", import.meta.url));
export const hasLinkageData = existsSync(folder);

/** The files have no quotes. */
function readCsv(name: string): readonly Readonly<Record<string, string>>[] {
  const [header = "", ...lines] = readFileSync(`${folder}/${name}`, "utf8").trim().split(/\r?\n/);
  const columns = header.split(",").map((column) => column.trim());
  return lines.map((line) => {
    const values = line.split(",").map((value) => value.trim());
    return Object.fromEntries(columns.map((column, at) => [column, values[at] ?? ""]));
  });
}

/** A public set: records, the pairs that are the same person, and how it is linked. */
export interface LinkageSet {
  readonly records: readonly LinkRecord[];
  readonly isSame: (left: string, right: string) => boolean;
  readonly truePairs: number;
  readonly comparisons: readonly LinkComparison[];
  readonly blocks: readonly LinkBlock[];
}

/** A set of rows, with the cluster of each: the pairs inside one are the same person. */
export function setOf(
  rows: readonly Readonly<Record<string, string>>[],
  id: string,
  clusterOf: (row: Readonly<Record<string, string>>) => string,
  config: Pick<LinkageSet, "comparisons" | "blocks">,
): LinkageSet {
  const clusters = new Map(rows.map((row) => [row[id] ?? "", clusterOf(row)]));
  const sizes = new Map<string, number>();
  for (const cluster of clusters.values()) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
  return {
    records: rows.map((row) => ({ ...row, id: row[id] ?? "" })),
    isSame: (left, right) => clusters.get(left) === clusters.get(right),
    truePairs: [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0),
    ...config,
  };
}

/** How FEBRL is linked. */
export const febrlLinking: Pick<LinkageSet, "comparisons" | "blocks"> = {
  comparisons: [
    { kind: "names", given: "given_name", family: "surname" },
    { kind: "text", field: "street_number" },
    { kind: "text", field: "address_1" },
    { kind: "text", field: "address_2" },
    { kind: "text", field: "suburb" },
    { kind: "text", field: "postcode" },
    { kind: "date", field: "date_of_birth" },
    { kind: "date", field: "soc_sec_id" },
  ],
  blocks: [["given_name"], ["surname"], ["date_of_birth"], ["soc_sec_id"], ["postcode", ["suburb", 3]], ["address_1"]],
};

/** FEBRL 1 and 2 (Christen): the copies of `rec-12-org` are `rec-12-dup-0`, `rec-12-dup-1` … */
export function febrl(number: 1 | 2): LinkageSet {
  return setOf(readCsv(`febrl_dataset${number}.csv`), "rec_id", febrlCluster, febrlLinking);
}
export const febrlCluster = ({ rec_id: id = "" }: Readonly<Record<string, string>>): string => id.split("-")[1] ?? "";

/** splink's fake_1000: one, two or more records of each person, with gaps and faults. */
export function fake1000(): LinkageSet {
  return setOf(readCsv("fake_1000.csv"), "unique_id", ({ cluster = "" }) => cluster, {
    comparisons: [
      { kind: "names", given: "first_name", family: "surname" },
      { kind: "date", field: "dob" },
      { kind: "text", field: "city" },
      { kind: "name", field: "email" },
    ],
    blocks: [["first_name"], ["surname"], ["dob"], ["email"], ["city", ["dob", 4]], [["email", 5]]],
  });
}
