/** Finds the first row that had a key. */
export interface KeyIndex {
  /** The index at which the key was seen before; undefined, and remembered, when it is new. */
  readonly firstOf: (key: string, index: number) => number | undefined;
}

/**
 * A memory of keys that holds a million identity numbers in 24 MB: numbers of twelve digits, and TF numbers, are kept as
 * numbers in an open-addressing table. Any other text is kept as it is.
 */
export function createKeyIndex(): KeyIndex {
  const others = new Map<string, number>();
  let capacity = 1024;
  let keys = new Float64Array(capacity);
  let rows = new Uint32Array(capacity);
  let size = 0;

  const slotOf = (key: number): number => {
    const mask = capacity - 1;
    let slot = hash(key) & mask;
    while (keys[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  };
  const grow = (): void => {
    const [oldKeys, oldRows] = [keys, rows];
    capacity *= 2;
    keys = new Float64Array(capacity);
    rows = new Uint32Array(capacity);
    for (let i = 0; i < oldKeys.length; i += 1) {
      const key = oldKeys[i] ?? 0;
      if (key === 0) continue;
      const slot = slotOf(key);
      keys[slot] = key;
      rows[slot] = oldRows[i] ?? 0;
    }
  };
  return {
    firstOf(text, index) {
      const key = numberOf(text);
      if (key === undefined) {
        const first = others.get(text);
        if (first === undefined) others.set(text, index);
        return first;
      }
      const slot = slotOf(key);
      if (keys[slot] === key) return rows[slot];
      keys[slot] = key;
      rows[slot] = index;
      size += 1;
      if (size * 2 > capacity) grow();
      return undefined;
    },
  };
}

/** A number of its own for twelve digits and for eight digits, `TF` and two digits. Never 0. */
function numberOf(text: string): number | undefined {
  if (/^\d{12}$/.test(text)) return Number(text) + 1;
  if (/^\d{8}TF\d{2}$/.test(text)) return 1e12 + 1 + Number(text.slice(0, 8) + text.slice(10));
  return undefined;
}

/** Spreads both halves of the number over 32 bits. */
function hash(key: number): number {
  const high = Math.floor(key / 0x1_0000_0000);
  const mixed = Math.imul((key >>> 0) ^ Math.imul(high, 0x85eb_ca6b), 0x9e37_79b1);
  return mixed ^ (mixed >>> 15);
}
