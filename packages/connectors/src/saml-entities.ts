import type { FindingLog } from "./finding-log.ts";
import { checkedEntity } from "./saml-entity-checks.ts";
import { entityLabel, samlEntity, type SamlEntity, withoutUnusableRoles } from "./saml-entity.ts";
import type { XmlEvent, XmlTag } from "./saml-events.ts";
import { finding } from "./saml-messages.ts";
import { xmlInstant } from "./saml-time.ts";
import { attributeOf, knownName, nodesAt, samlNode, type SamlNode } from "./saml-tree.ts";

export interface EntityReaderOptions {
  readonly now: number;
  readonly skewMs: number;
  readonly keep: (entity: SamlEntity) => boolean;
  readonly maxEntities: number;
  readonly log: FindingLog;
}

/** Characters of one entity's texts and attributes. */
const maxEntityLength = 4 * 1024 * 1024;
/** What nobody asks for and may be large. */
const skipped = new Set(["mdui:Logo"]);

/** Reads the entities of metadata one by one from its events, and checks each. */
export function entityReader({ now, skewMs, keep, maxEntities, log }: EntityReaderOptions) {
  /** Ends of the nested aggregates around, the root left out: the document's own end is the verifier's matter. */
  const ends: boolean[] = [];
  const open: (SamlNode | undefined)[] = [];
  const seen = new Map<string, SamlEntity | undefined>();
  const roles = { entities: 0, idp: 0, sp: 0 };
  let length = 0;
  let excess: "entities" | "entity" | undefined;
  let publication: { readonly publisher?: string; readonly created?: string } | undefined;

  const hasEnded = (text: string | undefined): boolean =>
    text !== undefined && !((xmlInstant(text) ?? Number.NEGATIVE_INFINITY) + skewMs > now);

  function start(tag: XmlTag): void {
    const name = knownName(tag);
    if (open.length === 0 && name === "md:EntitiesDescriptor") {
      ends.push(ends.length > 0 && hasEnded(attributeOf(samlNode(tag), "validUntil")));
      return;
    }
    const parent = open.at(-1);
    const isSkipped = (open.length > 0 && parent === undefined) || name.startsWith("?:") || skipped.has(name);
    if (isSkipped) return void open.push(undefined);
    const node = samlNode(tag);
    if (parent === undefined) length = 0;
    for (const { value } of tag.attributes) length += value.length;
    if (length > maxEntityLength) excess ??= "entity";
    parent?.children.push(node);
    open.push(node);
  }

  function end(line: number): void {
    if (open.length === 0) return void ends.pop();
    const node = open.pop();
    if (open.length > 0 || node === undefined) return;
    const [published] =
      node.name === "md:Extensions"
        ? nodesAt(node, "mdrpi:PublicationInfo")
        : nodesAt(node, "md:Extensions", "mdrpi:PublicationInfo");
    if (ends.length <= 1 && published !== undefined) {
      const publisher = attributeOf(published, "publisher");
      const created = attributeOf(published, "creationInstant");
      publication ??= {
        ...(publisher === undefined ? {} : { publisher }),
        ...(created === undefined ? {} : { created }),
      };
    }
    if (node.name === "md:EntityDescriptor") take(node, line);
  }

  function take(node: SamlNode, line: number): void {
    roles.entities += 1;
    if (roles.entities > maxEntities) return void (excess ??= "entities");
    const { node: usable, unusable } = withoutUnusableRoles(node, hasEnded);
    const read = samlEntity(usable);
    const { entityID } = read;
    if (entityID === "" || entityID.length > 1024)
      return log.add(finding("connectors.saml-entity-id", `line ${line}`, { line }));
    const where = entityLabel(entityID);
    if (seen.has(entityID)) {
      seen.set(entityID, undefined);
      return log.add(finding("connectors.saml-duplicate-entity", where, {}));
    }
    // A text cut out of the document keeps the piece it was cut from in memory; what stays is written anew.
    const key = anew(entityID);
    seen.set(key, undefined);
    const isRoot = ends.length === 0;
    if (ends.includes(true) || (!isRoot && hasEnded(attributeOf(node, "validUntil"))))
      return log.add(finding("connectors.saml-entity-expired", where, {}));
    for (const { role, reason } of unusable) log.add(finding("connectors.saml-role", where, { role, reason }));
    if (read.roles.includes("idp")) roles.idp += 1;
    if (read.roles.includes("sp")) roles.sp += 1;
    const { entity, findings } = checkedEntity(read, now);
    for (const found of findings) log.add(found);
    if (keep(entity)) seen.set(key, anew(entity));
  }

  return {
    take(event: XmlEvent, line: number): void {
      if (excess !== undefined) return;
      if (event.kind === "open") start(event.tag);
      else if (event.kind === "close") end(line);
      else if (event.kind === "text") {
        const node = open.at(-1);
        if (node === undefined) return;
        length += event.text.length;
        if (length > maxEntityLength) excess = "entity";
        else node.text += event.text;
      }
    },
    kept: (): readonly SamlEntity[] => [...seen.values()].filter((entity) => entity !== undefined),
    counts: () => ({ ...roles }),
    get excess() {
      return excess;
    },
    get publication() {
      return publication;
    },
  };
}

const anew = <T extends string | SamlEntity>(value: T): T => JSON.parse(JSON.stringify(value));
