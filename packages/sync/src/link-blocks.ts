import type { LinkColumns } from "./link-columns.ts";

/** Fields that must all be equal for two records to be compared; a number after a field's name takes its first letters. */
export type LinkBlock = readonly (string | readonly [field: string, letters: number])[];

/** Two places: in the one list and in the other. */
export type VisitPair = (one: number, other: number) => void;

/** Records that are equal in a block's fields. */
interface Group {
  readonly left: readonly number[];
  readonly right: readonly number[];
}

/** Neighbours on either side, in a group that is too large to compare all of. */
const neighbours = 10;

/** The fields a block is made of. */
export const fieldsOfBlock = (block: LinkBlock): readonly string[] =>
  block.map((part) => (typeof part === "string" ? part : part[0]));

/**
 * The pairs worth comparing: those that are equal in all fields of at least one block. Nothing is kept of a pair, so that
 * memory goes as the records. A group of more than `largest` records on a side says too little for all its pairs: it is put
 * in order by each field of the other blocks, and a record compared with its neighbours. Pairs are at most
 * records × (`largest` + 20 × fields) for each block. With one list, each pair once, the earlier record first.
 */
export class LinkBlocking {
  readonly #columns: LinkColumns;
  readonly #isOneList: boolean;
  readonly #blocks: readonly LinkBlock[];
  readonly #groups: readonly (readonly Group[])[];
  /** By block and record: the group, counted from 1; 0 for none, and for a large one. */
  readonly #groupOf: readonly { readonly left: Int32Array; readonly right: Int32Array }[];
  /** Pairs of neighbours that no block has, as `one × width + other`, in order. */
  readonly #near: readonly number[];
  /** Pairs of all blocks, those that several have counted in each. */
  readonly count: number;

  constructor(columns: LinkColumns, blocks: readonly LinkBlock[], largest: number) {
    this.#columns = columns;
    this.#isOneList = columns.isOneList;
    this.#blocks = blocks;
    const large: (Group & { readonly block: LinkBlock })[] = [];
    const groupOf: { readonly left: Int32Array; readonly right: Int32Array }[] = [];
    this.#groups = blocks.map((block) => {
      const [left, right] = [new Int32Array(columns.leftSize), new Int32Array(columns.rightSize)];
      const small: Group[] = [];
      for (const group of this.#grouped(block)) {
        if (group.left.length > largest || group.right.length > largest) {
          large.push({ ...group, block });
          continue;
        }
        small.push(group);
        for (const at of group.left) left[at] = small.length;
        for (const at of group.right) right[at] = small.length;
      }
      groupOf.push({ left, right });
      return small;
    });
    this.#groupOf = groupOf;
    this.#near = this.#neighbours(large);
    this.count = blocks.reduce((sum, _, block) => sum + this.countOf(block), this.#near.length);
  }

  /** How many pairs a block has. */
  countOf(block: number): number {
    return (this.#groups[block] ?? []).reduce(
      (sum, { left, right }) =>
        sum + (this.#isOneList ? (left.length * (left.length - 1)) / 2 : left.length * right.length),
      0,
    );
  }

  /** The pairs of one block, also those that another has. */
  pairsOf(block: number, visit: VisitPair): void {
    for (const { left, right } of this.#groups[block] ?? [])
      for (const one of left) for (const other of right) if (!this.#isOneList || one < other) visit(one, other);
  }

  /** Every pair once, block after block, then the neighbours of large groups. */
  pairs(visit: VisitPair): void {
    for (let block = 0; block < this.#blocks.length; block += 1)
      this.pairsOf(block, (one, other) => {
        if (!this.#isInBefore(block, one, other)) visit(one, other);
      });
    const width = this.#columns.rightSize;
    for (const key of this.#near) visit(Math.floor(key / width), key % width);
  }

  #isInBefore(block: number, one: number, other: number): boolean {
    for (let at = 0; at < block; at += 1) {
      const { left, right } = this.#groupOf[at] ?? {};
      const group = left?.[one] ?? 0;
      if (group !== 0 && group === right?.[other]) return true;
    }
    return false;
  }

  #grouped(block: LinkBlock): Iterable<Group> {
    const groups = new Map<string, { left: number[]; right: number[] }>();
    const parts = block.map((part): readonly [string, number | undefined] =>
      typeof part === "string" ? [part, undefined] : part,
    );
    const put = (side: "left" | "right", size: number): void => {
      const columns = parts.map(([field, letters]) => [this.#columns.values(field)[side], letters] as const);
      for (let at = 0; at < size; at += 1) {
        const values = columns.map(([values_, letters]) => (values_[at] ?? "").slice(0, letters));
        if (values.includes("")) continue;
        const key = values.join("\u001f");
        const group = groups.get(key);
        if (group) group[side].push(at);
        else groups.set(key, { left: side === "left" ? [at] : [], right: side === "right" ? [at] : [] });
      }
    };
    put("left", this.#columns.leftSize);
    if (!this.#isOneList) put("right", this.#columns.rightSize);
    else for (const group of groups.values()) group.right = group.left;
    return groups.values();
  }

  #neighbours(large: readonly (Group & { readonly block: LinkBlock })[]): readonly number[] {
    const width = this.#columns.rightSize;
    const keys = new Set<number>();
    const fields = [...new Set(this.#blocks.flatMap((block) => fieldsOfBlock(block)))];
    const add = (one: number, other: number): void => {
      const [first, second] = this.#isOneList && one > other ? [other, one] : [one, other];
      if (!this.#isInBefore(this.#blocks.length, first, second)) keys.add(first * width + second);
    };
    for (const { left, right, block } of large) {
      const own = new Set(fieldsOfBlock(block));
      for (const field of fields) {
        if (own.has(field)) continue;
        const values = this.#columns.values(field);
        const members = [
          ...left.map((at) => ({ at, isLeft: true, value: values.left[at] ?? "" })),
          ...(this.#isOneList ? [] : right.map((at) => ({ at, isLeft: false, value: values.right[at] ?? "" }))),
        ].filter(({ value }) => value !== "");
        members.sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : a.at - b.at));
        members.forEach((member, place) => {
          for (const near of members.slice(place + 1, place + 1 + neighbours)) {
            if (this.#isOneList) add(member.at, near.at);
            else if (member.isLeft !== near.isLeft)
              add(member.isLeft ? member.at : near.at, member.isLeft ? near.at : member.at);
          }
        });
      }
    }
    return [...keys].sort((a, b) => a - b);
  }
}
