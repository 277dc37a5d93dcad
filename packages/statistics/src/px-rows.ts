import type { Finding } from "./finding.ts";
import { finding } from "./messages.ts";
import type { PxIndex } from "./px-file.ts";
import { strides } from "./table.ts";

/** Follows DATA where every row begins with its keys (KEYS): rows that hold nothing but zeros may be left out. */
export interface RowPlaces {
  readonly findings: readonly Finding[];
  /** True when what comes next is a key. */
  needsKey(): boolean;
  /** Takes a key. Returns the cell the row begins at, or -1 until the row is known, and for a row that is not. */
  key(text: string): number;
  /** Takes a cell. */
  took(): void;
  end(): readonly Finding[];
}

const mostFindings = 20;

/** How the rows of the file are named, or `undefined` when every row is there in order. */
export function rowPlaces(index: PxIndex, sizes: readonly number[]): RowPlaces | undefined {
  const stub = index.texts("STUB");
  if (stub.length === 0 || index.all("KEYS").length === 0) return undefined;
  const findings: Finding[] = [];
  // The keys of a row stand in the order of the KEYS statements, which need not be that of the variables.
  const stated = index.all("KEYS").map(({ keys }) => stub.indexOf(keys[0] ?? ""));
  const order = [...new Set(stated)].filter((at) => at >= 0);
  if (order.length < stub.length || stated.includes(-1)) findings.push(finding("px.keys-variables", "KEYS", {}));
  const steps = strides(sizes);
  const places = order.map((variable) => {
    const name = stub[variable] ?? "";
    const kind = index.text("KEYS", [name])?.toUpperCase();
    if (kind !== "CODES" && kind !== "VALUES") findings.push(finding("px.keys-form", "KEYS", {}));
    const codes = index.texts("CODES", [name]);
    const names = kind === "CODES" && codes.length > 0 ? codes : index.texts("VALUES", [name]);
    return new Map(names.map((code, place) => [code, place]));
  });
  const rowLength = sizes.slice(stub.length).reduce((product, size) => product * size, 1);
  const seen = new Set<number>();
  const report = (found: Finding): void => {
    if (findings.length < mostFindings) findings.push(found);
  };
  let row = 0;
  let rowNumber = 1;
  let keysTaken = 0;
  let isKnown = true;
  let cellsTaken = 0;
  const faults: readonly Finding[] = findings.splice(0);
  return {
    findings: faults,
    needsKey: () => keysTaken < places.length,
    key: (text) => {
      const place = places[keysTaken]?.get(text);
      if (place === undefined) {
        isKnown = false;
        report(finding("px.data-row-key", `DATA, row ${rowNumber}`, {}));
      }
      row += (place ?? 0) * (steps[order[keysTaken] ?? 0] ?? 1);
      keysTaken += 1;
      if (keysTaken < places.length || !isKnown) return -1;
      if (seen.has(row)) report(finding("px.data-row-twice", `DATA, row ${rowNumber}`, {}));
      seen.add(row);
      return row;
    },
    took: () => {
      cellsTaken += 1;
      if (cellsTaken < rowLength) return;
      row = 0;
      rowNumber += 1;
      keysTaken = 0;
      cellsTaken = 0;
      isKnown = true;
    },
    end: () => {
      if (keysTaken > 0 || cellsTaken > 0)
        report(finding("px.data-count", `DATA, row ${rowNumber}`, { expected: rowLength, found: cellsTaken }));
      return findings;
    },
  };
}
