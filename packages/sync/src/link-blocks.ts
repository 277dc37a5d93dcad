import type { LinkRecord } from "./link-comparison.ts";

/** Fields that must all be equal for two records to be compared; a number after a field's name takes its first letters. */
export type LinkBlock = readonly (string | readonly [field: string, letters: number])[];

/** Two places: in the one list and in the other. */
export type RecordPair = readonly [number, number];

/** The pairs worth comparing, each once, in the order of the records; and which of them each block has, by place. */
export interface Candidates {
  readonly pairs: readonly RecordPair[];
  readonly blocks: readonly { readonly block: LinkBlock; readonly places: readonly number[] }[];
}

/**
 * The pairs that are equal in all fields of at least one block. A block of more than `largest` records on a side says too
 * little and is passed over. With one list, each pair once, the earlier record first.
 */
export function candidatePairs(
  records: readonly LinkRecord[],
  others: readonly LinkRecord[] | undefined,
  blocks: readonly LinkBlock[],
  largest: number,
): Candidates {
  const width = (others ?? records).length;
  const keysOf = blocks.map((block) => {
    const keys: number[] = [];
    const right = grouped(others ?? records, block);
    const left = others === undefined ? right : grouped(records, block);
    for (const [key, ones] of left) {
      const twos = right.get(key) ?? [];
      if (ones.length > largest || twos.length > largest) continue;
      for (const one of ones)
        for (const two of twos) if (others !== undefined || one < two) keys.push(one * width + two);
    }
    return keys;
  });
  const all = [...new Set(keysOf.flat())].sort((a, b) => a - b);
  const placeOf = new Map(all.map((key, place) => [key, place]));
  return {
    pairs: all.map((key) => [Math.floor(key / width), key % width]),
    blocks: blocks.map((block, at) => ({ block, places: (keysOf[at] ?? []).map((key) => placeOf.get(key) ?? 0) })),
  };
}

/** The fields a block is made of. */
export const fieldsOfBlock = (block: LinkBlock): readonly string[] =>
  block.map((part) => (typeof part === "string" ? part : part[0]));

function grouped(records: readonly LinkRecord[], block: LinkBlock): ReadonlyMap<string, readonly number[]> {
  const groups = new Map<string, number[]>();
  records.forEach((record, index) => {
    const parts = block.map((part) => {
      const [field, letters] = typeof part === "string" ? [part, undefined] : part;
      return (record[field] ?? "").slice(0, letters);
    });
    if (parts.includes("")) return;
    const key = parts.join("\u001f");
    const group = groups.get(key);
    if (group) group.push(index);
    else groups.set(key, [index]);
  });
  return groups;
}
