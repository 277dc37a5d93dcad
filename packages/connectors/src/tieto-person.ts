import { parseIdentity } from "@milstolpe/swedish";
import type { Person } from "@milstolpe/sync";
import { readDayText } from "./days.ts";
import { genders, personStatuses } from "./ims-vocabulary.ts";
import type { Reading } from "./reading.ts";
import { childOf, childrenOf, textAt, type XmlNode } from "./xml-records.ts";
import { finding } from "./xml-messages.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** One id that now means what another did. */
export interface Merge {
  readonly from: string;
  readonly to: string;
}

/** The id of a record, and the ids it had. */
export interface RecordIds {
  readonly id: string;
  readonly merges: readonly Merge[];
}

/**
 * The id of a person or group: of several, the one that is not marked as old. Ids padded with blanks are met, and an
 * `Old` or `Duplicate` beside it is a merge.
 */
export function idsOf(record: XmlNode): RecordIds | undefined {
  const ids = childrenOf(record, "sourcedid").flatMap((sourced) => {
    const id = textAt(sourced, "id");
    return id === undefined ? [] : [{ id, type: sourced.attributes["sourcedidtype"] ?? "New" }];
  });
  const current = ids.find(({ type }) => type === "New");
  if (current === undefined) return undefined;
  const others = ids.filter(({ id, type }) => type !== "New" && id !== current.id);
  return { id: current.id, merges: others.map(({ id }) => ({ from: id, to: current.id })) };
}

/** A person record as a row. */
export function tietoPerson(record: XmlNode, id: string, where: string, reading: Reading): Person {
  const person: Mutable<Person> = { id, ...namesOf(record, reading) };
  const number = childrenOf(record, "userid").find((user) => user.attributes["useridtype"] === "PID")?.text ?? "";
  if (number !== "") {
    const parsed = parseIdentity(number);
    if (parsed.ok) person.identity = parsed.value.number;
    else reading.log.add(finding("connectors.invalid-identity", where, { reason: parsed.error }));
  }
  const gender = textAt(record, "demographics", "gender");
  if (gender !== undefined) {
    const known = genders.get(gender);
    if (known === undefined) reading.values.note("gender", gender, new Set());
    person.sex = known ?? gender;
  }
  const birth = textAt(record, "demographics", "bday");
  if (birth !== undefined) {
    const day = readDayText(birth);
    if (day === undefined) reading.log.add(finding("connectors.bad-value", where, { field: "bday" }));
    else person.birthDate = day;
  }
  const email = textAt(record, "emailworkschool") ?? textAt(record, "emailhome");
  if (email !== undefined) person.email = email;
  const phones = childrenOf(record, "tel").filter(({ text }) => text !== "");
  const phone = (phones.find(({ attributes }) => attributes["teltype"] === "Mobile") ?? phones[0])?.text;
  if (phone !== undefined) person.phone = phone;
  const protection = protectionOf(childOf(childOf(record, "extension"), "privacy"), reading);
  if (protection !== undefined) person.protection = protection;
  const status = textAt(record, "extension", "status");
  if (status !== undefined) {
    const known = personStatuses.get(status);
    if (known === undefined) reading.values.note("status", status, new Set());
    person.status = known ?? status;
  }
  return person;
}

/** Given and family name; from the whole name (`middle family, given`) where the parts are missing. */
function namesOf(record: XmlNode, reading: Reading): Pick<Person, "givenName" | "familyName"> {
  const given = textAt(record, "name", "n", "given");
  const family = textAt(record, "name", "n", "family");
  const [whole = "", after = ""] = (textAt(record, "name", "fn") ?? "").split(",", 2);
  return {
    givenName: reading.name(given ?? (family === undefined ? after.trim() : "")),
    familyName: reading.name(family ?? (given === undefined ? whole.trim() : "")),
  };
}

/** Level 2 and 3 are protected registration; a level nobody has explained protects as well. */
function protectionOf(privacy: XmlNode | undefined, reading: Reading): string | undefined {
  if (privacy === undefined || privacy.text === "") return undefined;
  if (/^(false|0)$/i.test(privacy.text)) return "Ingen";
  const level = privacy.attributes["level"] ?? "1";
  if (!/^(true|1)$/i.test(privacy.text) || !/^[123]$/.test(level))
    reading.values.note("securityMarking", `${privacy.text} ${level}`, new Set());
  return level === "2" || level === "3" ? "Skyddad folkbokföring" : "Sekretessmarkering";
}
