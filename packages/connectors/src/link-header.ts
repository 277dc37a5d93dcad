/** The addresses of a Link header by their relations, lower case; of two for one relation the first. @see RFC 8288, 3 */
export function linksIn(header: string): ReadonlyMap<string, string> {
  const links = new Map<string, string>();
  let address: string | undefined;
  let isRelated = true;
  for (const [, target, name = "", double, single, bare = ""] of header.matchAll(part)) {
    if (target !== undefined) {
      address = target;
      isRelated = false;
      continue;
    }
    // A second rel of the same link is to be ignored.
    if (address === undefined || isRelated || name.toLowerCase() !== "rel") continue;
    isRelated = true;
    for (const relation of (double ?? single ?? bare).toLowerCase().split(/\s+/))
      if (relation !== "" && !links.has(relation)) links.set(relation, address);
  }
  return links;
}

/** An address, or a parameter with its value: in quotes of either kind (some services take the wrong one), or bare. */
const part = /<([^<>]*)>|;\s*([\w*-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s;,"']+)))?/g;
