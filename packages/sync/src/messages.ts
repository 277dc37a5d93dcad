import type { Finding, Text } from "./finding.ts";
import { again, check, either, type Messages, must, review, unopened } from "./message.ts";
import type { TableCode } from "./table-messages.ts";

interface FieldStorm {
  readonly entity: string;
  readonly field: string;
  readonly rows: number;
  readonly percent: number;
}

interface Params {
  "sync.garbled": { readonly rows: number };
  "sync.lost-characters": { readonly rows: number };
  "sync.no-nordic-letters": { readonly rows: number };
  "sync.duplicate-keys": { readonly rows: number };
  "sync.source-incomplete": object;
  "sync.source-findings": { readonly codes: string };
  "sync.source-empty": object;
  "sync.entity-empty": { readonly entity: string; readonly before: number };
  "sync.replaced-characters": { readonly rows: number };
  "sync.malformed": { readonly field: string; readonly rows: number };
  "sync.many-disputed": { readonly rows: number };
  "sync.relation-removals": {
    readonly entity: string;
    readonly removals: number;
    readonly of: number;
    readonly percent: number;
  };
  "sync.additions": { readonly additions: number; readonly of: number; readonly percent: number };
  "sync.field-changes": FieldStorm;
  "sync.field-emptied": FieldStorm;
  "sync.delta-first": object;
  "sync.delta-window": object;
  "sync.delta-gap": { readonly applied: string; readonly from: string };
  "sync.disputed": { readonly rows: number };
  "sync.rejected-rows": { readonly rows: number };
  "sync.wrong-municipality": { readonly expected: string; readonly found: string };
  "sync.unknown-units": { readonly known: number; readonly all: number };
  "sync.protected-forgotten": object;
  "sync.deletions": { readonly deletions: number };
  "sync.removals": { readonly removals: number; readonly of: number; readonly percent: number };
  "sync.updates": { readonly updates: number; readonly of: number; readonly percent: number };
  "sync.unit-removals": { readonly unit: string; readonly removals: number; readonly of: number };
  "sync.unlike-before": {
    readonly what: string;
    readonly count: number;
    readonly usual: number;
    readonly limit: number;
    readonly runs: number;
  };
  "sync.slow-leak": { readonly what: string; readonly lost: number; readonly of: number; readonly since: string };
  "sync.older-reading": { readonly applied: string };
  "sync.fewer-rows": { readonly entity: string; readonly before: number; readonly after: number };
}

/** Codes of what is found in readings and plans. */
type PlanCode = keyof Params;
/** Every code of this package. */
export type SyncCode = PlanCode | TableCode;

const total: Text = { sv: "Läs hela registret.", en: "Read the whole register." };

const doneWordsSv: Readonly<Record<string, string>> = {
  removed: "tagna ur bruk",
  added: "tillagda",
  updated: "ändrade",
  changed: "värden ändrade",
  emptied: "värden tömda",
};
/** `removed enrolments` as a person says it after a number: `enrolments tagna ur bruk`. */
function doneSv(what: string): string {
  const [done = "", ...of] = what.split(" ");
  return `${of.join(" ").replaceAll(" and ", " och ")} ${doneWordsSv[done] ?? done}`;
}
function doneEn(what: string): string {
  const [done = "", ...of] = what.split(" ");
  return `${of.join(" ")} ${done === "removed" ? "taken out of use" : done}`;
}

const rowsOf = ({ entity, rows, percent }: Omit<FieldStorm, "field">): readonly [string, string] =>
  entity === "persons"
    ? [`för ${rows} personer (${percent} %)`, `for ${rows} people (${percent} %)`]
    : [`i ${rows} rader av ${entity} (${percent} %)`, `in ${rows} rows of ${entity} (${percent} %)`];

const messages: Messages<Params> = {
  ...either,
  "sync.source-incomplete": () =>
    must("Källan kunde inte läsas till slutet.", "The source could not be read to its end.", again),
  "sync.source-findings": ({ codes }) =>
    must(
      `Läsningen gav fel som måste åtgärdas: ${codes}.`,
      `Reading gave errors that must be dealt with: ${codes}.`,
      again,
    ),
  "sync.source-empty": () => must("Källan har inga personer.", "The source has no people.", again),
  "sync.entity-empty": ({ entity, before }) =>
    must(
      `Källan har inga ${entity}; registret har ${before}.`,
      `The source has no ${entity}; the register has ${before}.`,
      again,
    ),
  "sync.replaced-characters": ({ rows }) =>
    must(
      `Frågetecken står i stället för bokstäver på ${rows} rader.`,
      `Question marks stand for letters in ${rows} rows.`,
      again,
    ),
  "sync.malformed": ({ field, rows }) =>
    must(
      `${rows} värden i ${field} har inte fältets form: nollor kan ha fallit bort, datum skrivits om eller kolumner förskjutits.`,
      `${rows} values of ${field} don't have the form of the field: zeros may be lost, dates rewritten or columns shifted.`,
      unopened,
    ),
  "sync.many-disputed": ({ rows }) =>
    must(
      `${rows} rader är tvistiga: id:n kan ha återanvänts eller förskjutits.`,
      `${rows} rows are disputed: ids may have been re-used or shifted.`,
      review,
    ),
  "sync.relation-removals": ({ entity, removals, of, percent }) =>
    must(
      `${removals} av ${of} ${entity} skulle tas ur bruk (${percent} %).`,
      `${removals} of ${of} ${entity} would be taken out of use (${percent} %).`,
      review,
    ),
  "sync.additions": ({ additions, of, percent }) =>
    must(
      `${additions} personer skulle läggas till i ett register med ${of} (${percent} %): id eller nummer kan ha bytts.`,
      `${additions} people would be added to a register of ${of} (${percent} %): ids or numbers may be of another kind.`,
      review,
    ),
  "sync.field-changes": ({ field, ...storm }) => {
    const [sv, en] = rowsOf(storm);
    return must(`${field} skulle ändras ${sv}.`, `${field} would be changed ${en}.`, review);
  },
  "sync.field-emptied": ({ field, ...storm }) => {
    const [sv, en] = rowsOf(storm);
    return must(`${field} skulle tömmas ${sv}.`, `${field} would be emptied ${en}.`, review);
  },
  "sync.delta-first": () =>
    must("En ändringsfil kan inte vara det första som läses.", "A file of changes can't be the first reading.", total),
  "sync.delta-window": () =>
    check(
      "Ändringsfilen säger inte vilken tid den gäller: om något fattas före den syns inte.",
      "The file of changes does not say which time it tells of: whether something before it is missing can't be seen.",
      total,
    ),
  "sync.delta-gap": ({ applied, from }) =>
    must(
      `Ändringsfilen börjar ${from}, men registret är infört till ${applied}: däremellan saknas något.`,
      `The file of changes begins ${from}, but the register is applied to ${applied}: something in between is missing.`,
      total,
    ),
  "sync.disputed": ({ rows }) =>
    check(`${rows} rader är tvistiga och är ställda åt sidan.`, `${rows} rows are disputed and set aside.`),
  "sync.rejected-rows": ({ rows }) =>
    check(
      `${rows} rader kunde inte användas och är ställda åt sidan.`,
      `${rows} rows could not be used and are set aside.`,
    ),
  "sync.wrong-municipality": ({ expected, found }) =>
    must(
      `Enheterna hör till kommun ${found}, inte ${expected}.`,
      `The units belong to municipality ${found}, not ${expected}.`,
      { sv: "Kontrollera att det är rätt fil eller adress.", en: "See that it is the right file or address." },
    ),
  "sync.unknown-units": ({ known, all }) =>
    must(
      `Registret känner ${known} av ${all} skolenhetskoder: det kan vara fel fil eller miljö.`,
      `The register knows ${known} of ${all} school unit codes: it may be the wrong file or environment.`,
      review,
    ),
  "sync.protected-forgotten": () =>
    must(
      "Läsningen säger inte om alla vem som har skyddad identitet, och inget minns vilka som tidigare hållits utanför.",
      "The reading does not say of everybody who has a protected identity, and nothing remembers who was kept out before.",
      {
        sv: "Ge planeringen det som tidigare läsningar sett (`sightings`), eller läs hela registret.",
        en: "Give planning what earlier readings have seen (`sightings`), or read the whole register.",
      },
    ),
  "sync.deletions": ({ deletions }) =>
    must(
      `${deletions} rader skulle raderas för gott. Det kräver ett eget godkännande.`,
      `${deletions} rows would be deleted for good. That takes an approval of its own.`,
      review,
    ),
  "sync.removals": ({ removals, of, percent }) =>
    must(
      `${removals} av ${of} personer skulle tas ur bruk (${percent} %).`,
      `${removals} of ${of} people would be taken out of use (${percent} %).`,
      review,
    ),
  "sync.updates": ({ updates, of, percent }) =>
    must(
      `${updates} av ${of} personer skulle ändras (${percent} %).`,
      `${updates} of ${of} people would be changed (${percent} %).`,
      review,
    ),
  "sync.unit-removals": ({ unit, removals, of }) =>
    must(
      `Enheten ${unit} skulle förlora ${removals} av ${of} barn och elever. Den hålls; de andra går vidare.`,
      `Unit ${unit} would lose ${removals} of ${of} children and pupils. It is held; the others go on.`,
      review,
    ),
  "sync.unlike-before": ({ what, count, usual, limit, runs }) =>
    must(
      `${count} ${doneSv(what)}: i ${runs} jämförbara körningar var det vanliga ${usual}, och gränsen är ${limit}.`,
      `${count} ${doneEn(what)}: in ${runs} comparable runs ${usual} was usual, and the limit is ${limit}.`,
      review,
    ),
  "sync.slow-leak": ({ what, lost, of, since }) =>
    must(
      `${lost} av ${of} ${doneSv(what)} sedan ${since}, några i taget, utan att lika många kommit till.`,
      `${lost} of ${of} ${doneEn(what)} since ${since}, a few at a time, without as many coming.`,
      review,
    ),
  "sync.older-reading": ({ applied }) =>
    must(
      `Läsningen är äldre än den som redan är genomförd (${applied}).`,
      `The reading is older than the one already applied (${applied}).`,
      again,
    ),
  "sync.fewer-rows": ({ entity, before, after }) =>
    check(
      `Källan har ${after} ${entity}, förra gången ${before}.`,
      `The source has ${after} ${entity}, last time ${before}.`,
    ),
};

/** A finding about a reading or a plan, with its text in both languages. */
export function finding<Code extends PlanCode>(code: Code, where: string, params: Params[Code]): Finding {
  return { code, where, ...messages[code](params) };
}
