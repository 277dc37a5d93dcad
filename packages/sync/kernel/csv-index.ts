// AssemblyScript. Rows of the earlier file, and a table of them by the hash of their key.

/** Slots of hash and row + 1; 0: free. */
export let table: u32 = 0;
export let mask: u32 = 0;
/** Of each row: start and end, how it stands, and, in a partition, its place in the file. */
export let bounds: u32 = 0;
export let states: u32 = 0;
export let numbers: u32 = 0;
export let count: u32 = 0;

/** Gives the index room; what it held is put into the new table. */
export function setIndex(tableAt: u32, slots: u32, boundsAt: u32, statesAt: u32, numbersAt: u32): void {
  const old = table;
  const oldEnd = table + (mask + 1) * 8;
  table = tableAt;
  mask = slots - 1;
  bounds = boundsAt;
  states = statesAt;
  numbers = numbersAt;
  if (old === 0) return;
  for (let at = old; at < oldEnd; at += 8) {
    const row = load<u32>(at, 4);
    if (row === 0) continue;
    let slot = load<u32>(at) & mask;
    while (load<u32>(table + slot * 8, 4) !== 0) slot = (slot + 1) & mask;
    setSlot(slot, load<u32>(at), row);
  }
}

export function setSlot(slot: u32, hash: u32, row: u32): void {
  store<u32>(table + slot * 8, hash);
  store<u32>(table + slot * 8, row, 4);
}

/** The first slot from `slot` on that is free or has this hash. */
export function slotFrom(slot: u32, hash: u32): u32 {
  let at = slot & mask;
  while (load<u32>(table + at * 8, 4) !== 0 && load<u32>(table + at * 8) !== hash) at = (at + 1) & mask;
  return at;
}

/** Counts a row; returns its number, from 0. */
export function addRow(start: u32, end: u32): u32 {
  store<u32>(bounds + count * 8, start);
  store<u32>(bounds + count * 8, end, 4);
  count++;
  return count - 1;
}
