import type { Batch } from "./batch.ts";
import type { Situation } from "./match.ts";

/**
 * Lets the crosswalk follow what the source has merged: the row that is left is what the other was, when nobody knew it
 * before. When both are known, two rows of the target are one person: somebody has to put them together. Merges of what
 * was merged are followed to the end. The order of the merges does not matter.
 */
export function followMerges(
  { merged = [] }: Batch,
  entity: Situation["entity"],
  crosswalk: Map<string, string>,
): { readonly contested: ReadonlySet<string>; readonly disputed: readonly string[] } {
  const mergedInto = new Map<string, string[]>();
  for (const { entity: of, from, into } of merged) {
    if (of !== entity) continue;
    const others = mergedInto.get(into);
    if (others) others.push(from);
    else mergedInto.set(into, [from]);
  }
  const contested = new Set<string>();
  const disputed: string[] = [];
  const followed = new Map<string, string>();
  for (const into of mergedInto.keys()) {
    // All that the row has been, however many merges ago: the set grows while it is read.
    const reached = new Set([into]);
    for (const id of reached) for (const from of mergedInto.get(id) ?? []) reached.add(from);
    const known = new Set([...reached].flatMap((id) => crosswalk.get(id) ?? []));
    const [first] = [...known].sort();
    if (first !== undefined) followed.set(into, crosswalk.get(into) ?? first);
    if (known.size < 2) continue;
    contested.add(into);
    disputed.push(...known);
  }
  for (const [into, targetId] of followed) crosswalk.set(into, targetId);
  return { contested, disputed };
}
