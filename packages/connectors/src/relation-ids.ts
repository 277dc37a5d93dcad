/** A relation before it has an id: what it is between, and its dates. */
interface Dated {
  readonly startDate?: string;
  readonly endDate?: string;
}

/** A relation with the id it would have if it were the only one between the same two. */
export interface Keyed<T> {
  readonly key: string;
  readonly row: T;
  /** The source's own id, when it has one. */
  readonly own?: string;
  /** What else tells two of the same key apart, e.g. the role. */
  readonly kind?: string;
}

const startOf = (row: object): string => (row as Dated).startDate ?? "";

/**
 * Gives every relation an id. SS 12000 has none for enrolments and memberships, and the same two may be related in
 * several periods: the latest period keeps the plain key, an earlier one gets its start date after it. Rows that agree
 * in all of that are one row. Independent of the order in which the source sends them.
 * @returns the rows in the order of their first appearance, and how many were left out as repetitions
 */
export function relationIds<T extends object>(
  relations: readonly Keyed<T>[],
): { readonly rows: (T & { id: string })[]; readonly repeated: number } {
  const latest = new Map<string, string>();
  for (const { key, kind = "", row } of relations) {
    const rank = `${startOf(row)}|${kind}`;
    const best = latest.get(key);
    if (best === undefined || rank > best) latest.set(key, rank);
  }
  const rows = new Map<string, T & { id: string }>();
  for (const { key, kind = "", own, row } of relations) {
    const rank = `${startOf(row)}|${kind}`;
    const id =
      own ?? (rank === latest.get(key) ? key : [key, kind, startOf(row)].filter((part) => part !== "").join("|"));
    const there = rows.get(id);
    // Of two that differ only in their end, the longer one counts: ending a relation early would shut somebody out.
    if (there === undefined || endsLater(row, there)) rows.set(id, { id, ...row });
  }
  return { rows: [...rows.values()], repeated: relations.length - rows.size };
}

function endsLater(one: object, other: object): boolean {
  const [a, b] = [one as Dated, other as Dated];
  if (b.endDate === undefined) return false;
  return a.endDate === undefined || a.endDate > b.endDate;
}
