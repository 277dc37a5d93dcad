import type { Enrolment, Guardianship, Person } from "@milstolpe/sync";
import { parseIdentity } from "@milstolpe/swedish";
import { isFinding } from "./period.ts";
import type { Keyed } from "./relation-ids.ts";
import { idOf, isDay, isObject, type Json, listOf, textOf } from "./row-reader.ts";
import { finding } from "./ss12000-messages.ts";
import type { Ss12000Rows } from "./ss12000-rows.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const emailRank = ["Skola elev", "Skola personal", "Arbete övrigt", "Privat"];
const rankOf = (order: readonly string[], value: unknown): number => {
  const place = order.indexOf(String(value));
  return place < 0 ? order.length : place;
};

/** The first by rank, then by text, so that a source that reorders its list changes nothing. */
function preferred(values: readonly unknown[], rank: (value: Json) => number): string | undefined {
  return values
    .filter(isObject)
    .flatMap((value) => {
      const text = textOf(value["value"]);
      return text === undefined ? [] : [{ text, rank: rank(value) }];
    })
    .sort((a, b) => a.rank - b.rank || (a.text < b.text ? -1 : 1))[0]?.text;
}

/** A person without what hangs on them. */
export function personOf(json: Json, id: string, where: string, rows: Ss12000Rows): Person {
  const row: Mutable<Person> = {
    id,
    givenName: rows.nameIn(json, "givenName", where),
    familyName: rows.nameIn(json, "familyName", where),
  };
  identity(json["civicNo"], row, where, rows);
  const birthDate = textOf(json["birthDate"]);
  if (birthDate !== undefined) {
    if (isDay(birthDate)) row.birthDate = birthDate;
    else rows.log.add(finding("connectors.bad-value", where, { field: "birthDate" }));
  }
  const sex = rows.open("sex", json["sex"]);
  if (sex !== undefined) row.sex = sex;
  const email = preferred(listOf(json["emails"]), (value) => rankOf(emailRank, value["type"]));
  if (email !== undefined) row.email = email;
  const eppns = listOf(json["eduPersonPrincipalNames"]).flatMap((eppn) => textOf(eppn) ?? []);
  const eppn = eppns.sort()[0];
  if (eppn !== undefined) row.eppn = eppn;
  const phone = preferred(listOf(json["phoneNumbers"]), (value) => (value["mobile"] === false ? 1 : 0));
  if (phone !== undefined) row.phone = phone;
  const protection = rows.open("securityMarking", json["securityMarking"]);
  if (protection !== undefined) row.protection = protection;
  const status = rows.open("personStatus", json["personStatus"]);
  if (status !== undefined) row.status = status;
  return row;
}

function identity(civicNo: unknown, row: Mutable<Person>, where: string, rows: Ss12000Rows): void {
  const value = isObject(civicNo) ? textOf(civicNo["value"]) : undefined;
  if (value === undefined || !isObject(civicNo)) return;
  if ((textOf(civicNo["nationality"]) ?? "SE").toUpperCase() !== "SE") return rows.count("connectors.foreign-identity");
  const parsed = parseIdentity(value);
  if (parsed.ok) {
    row.identity = parsed.value.number;
    if (parsed.value.century !== undefined) rows.count("connectors.guessed-century");
  } else rows.log.add(finding("connectors.invalid-identity", where, { reason: parsed.error }));
}

/** An enrolment of a person's own list; undefined when it can't be used or is cancelled. */
export function enrolmentOf(
  json: unknown,
  person: string,
  where: string,
  rows: Ss12000Rows,
): Keyed<Omit<Enrolment, "id">> | undefined {
  rows.receive("enrolments");
  const refuse = (found: ReturnType<typeof finding>): undefined => rows.reject("enrolments", json, found);
  if (!isObject(json)) return refuse(finding("connectors.not-a-row", where, {}));
  const unit = idOf(json["enroledAt"]);
  const schoolType = rows.open("schoolType", json["schoolType"]);
  if (unit === undefined || schoolType === undefined)
    return refuse(
      finding("connectors.missing-field", where, { field: unit === undefined ? "enroledAt" : "schoolType" }),
    );
  const dates = rows.period(json, where);
  if (isFinding(dates)) return refuse(dates);
  if (json["cancelled"] === true) {
    rows.count("connectors.cancelled-enrolment");
    return undefined;
  }
  const row: Mutable<Omit<Enrolment, "id">> = { person, unit, schoolType, ...dates };
  const year = json["schoolYear"];
  if (year !== undefined && year !== null) {
    if (Number.isInteger(year) && Number(year) >= 0 && Number(year) <= 10) row.schoolYear = Number(year);
    else rows.log.add(finding("connectors.bad-value", where, { field: "schoolYear" }));
  }
  const kind = row.schoolYear === undefined ? "" : String(row.schoolYear);
  return { key: `${person}|${unit}|${schoolType}`, kind, row };
}

/** Whoever is responsible for a child, as the child's own list has them; undefined when the row can't be used. */
export function guardianshipOf(
  json: unknown,
  child: string,
  where: string,
  rows: Ss12000Rows,
): Keyed<Omit<Guardianship, "id">> | undefined {
  rows.receive("guardianships");
  const guardian = isObject(json) ? idOf(json["person"]) : undefined;
  const relation = isObject(json) ? rows.open("relationType", json["relationType"]) : undefined;
  if (guardian === undefined || relation === undefined) {
    const field = guardian === undefined ? "person" : "relationType";
    return rows.reject("guardianships", json, finding("connectors.missing-field", where, { field }));
  }
  return { key: `${child}|${guardian}`, kind: relation, row: { child, guardian, relation } };
}
