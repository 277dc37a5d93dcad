import type { Unit } from "@milstolpe/sync";
import { parseSchoolUnitCode } from "@milstolpe/swedish";
import { idOf, type Json, listOf, textOf } from "./row-reader.ts";
import { finding } from "./ss12000-messages.ts";
import type { Ss12000Rows } from "./ss12000-rows.ts";

/** An organisation as a unit. @param usual - what it is when it does not say */
export function unitOf(json: Json, id: string, where: string, rows: Ss12000Rows, usual = "Övrigt"): Unit {
  const bad = (field: string): void => rows.log.add(finding("connectors.bad-value", where, { field }));
  const name = rows.nameIn(json, "displayName", where);
  const kind = rows.open("organisationType", json["organisationType"]) ?? usual;
  const parent = idOf(json["parentOrganisation"]);
  const code = textOf(json["schoolUnitCode"]);
  const isCode = code !== undefined && parseSchoolUnitCode(code).ok;
  if (code !== undefined && !isCode) bad("schoolUnitCode");
  const municipalityCode = municipalityIn(json["municipalityCode"]);
  if (municipalityCode === null) bad("municipalityCode");
  const types = listOf(json["schoolTypes"]).flatMap((type) => rows.open("schoolType", type) ?? []);
  return {
    id,
    name,
    kind,
    ...(parent === undefined ? {} : { parent }),
    ...(isCode ? { schoolUnitCode: code } : {}),
    ...(municipalityCode ? { municipalityCode } : {}),
    ...(types.length > 0 ? { schoolTypes: [...new Set(types)].sort().join(" ") } : {}),
  };
}

/** Four digits; undefined when there are none, null when it is something else. */
function municipalityIn(value: unknown): string | null | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  // Sent as a number by sources that lose the leading zero: 180 is 0180.
  const text = typeof value === "number" ? String(value).padStart(4, "0") : textOf(value);
  return text !== undefined && /^\d{4}$/.test(text) ? text : null;
}
