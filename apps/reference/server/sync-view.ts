import { countOperations, type Batch, type Finding, type GuardId, type GuardResult, type Plan } from "@milstolpe/sync";
import type { FindingView, GuardView, SyncView, Text, WaitingView } from "./status.ts";
import { heldOperations, heldUnits, type SyncRun } from "./sync-job.ts";

/** What the page and the terminal show of a sync: counts and unit ids, no person. */
export function syncView(run: SyncRun, batch: Batch): SyncView {
  const { plan, guards, state, approval, applied } = run;
  return {
    source: batch.source,
    readAt: batch.readAt,
    received: { ...batch.health.received },
    findings: batch.health.findings.map(findingView),
    digest: plan.digest,
    state,
    operations: countOperations(plan.operations),
    situations: plan.situations,
    guards: guards.map(guardView),
    ...(approval ? { approval: { by: approval.by, reason: approval.reason, at: approval.at } } : {}),
    ...(applied ? { applied } : {}),
    ...waitingOf(run, batch),
  };
}

/** What waits of a run: held units and rows that are set aside. */
export function waitingOf(run: SyncRun, batch: Batch): { readonly waiting?: WaitingView } {
  const operations = heldOperations(run);
  const names = unitNames(run.plan, batch);
  const units = heldUnits(run)
    .map((unit) => ({
      unit,
      name: names.get(unit) ?? unit,
      operations: operations.filter((operation) => operation.unit === unit).length,
    }))
    .filter((unit) => unit.operations > 0);
  const rows = new Map<string, number>();
  for (const { why } of run.plan.aside) rows.set(why, (rows.get(why) ?? 0) + 1);
  const aside = [...rows].map(([why, count]) => ({ text: { en: why, sv: reasons[why] ?? why }, rows: count }));
  return units.length + aside.length === 0 ? {} : { waiting: { digest: run.plan.digest, units, aside } };
}

/** Names of units by the register's ids: from what is to be taken out of use, and from the source. */
function unitNames({ operations }: Plan, batch: Batch): ReadonlyMap<string, string> {
  const names = new Map<string, string>(batch.units.map(({ id, name }) => [id, name]));
  for (const { entity, id, before, after } of operations) {
    const row = (before ?? after)?.row;
    if (entity === "units" && row && "name" in row) names.set(id, row.name);
  }
  return names;
}

/** Why rows are set aside, in Swedish; the sync says it in English. */
const reasons: Readonly<Record<string, string>> = {
  "the id now means somebody else": "id:t betyder nu någon annan",
  "two rows claim it": "två rader gör anspråk på den",
  "several rows have the number": "flera rader har numret",
  "crosswalk and number disagree": "korsreferensen och numret säger emot varandra",
  "the crosswalk names a row that is not there": "korsreferensen pekar på en rad som inte finns",
  "protected identity": "skyddad identitet",
  duplicateKey: "samma nyckel två gånger i källan",
};

const passed: Readonly<Record<GuardId, Text>> = {
  "source-read": { sv: "Källan lästes till slutet.", en: "The source was read to its end." },
  "source-size": { sv: "Källan har rader av varje slag.", en: "The source has rows of every kind." },
  encoding: { sv: "Bokstäverna är hela.", en: "The letters are whole." },
  keys: { sv: "Ingen nyckel finns två gånger.", en: "No key is there twice." },
  municipality: { sv: "Det är rätt kommun.", en: "It is the right municipality." },
  units: { sv: "Enheterna är kända.", en: "The units are known." },
  protected: { sv: "Ingen skyddad kan tas för någon annan.", en: "Nobody protected can be taken for anybody else." },
  removals: { sv: "Få försvinner av alla.", en: "Few leave of all." },
  "unit-removals": { sv: "Ingen enhet töms.", en: "No unit is emptied." },
  updates: { sv: "Få ändras av alla.", en: "Few change of all." },
  values: { sv: "Värdena har rätt form.", en: "The values have the right form." },
  "relation-removals": { sv: "Få relationer försvinner.", en: "Few relations leave." },
  additions: { sv: "Få kommer till av alla.", en: "Few are new of all." },
  "field-changes": { sv: "Inget fält ändras i stort sett överallt.", en: "No field changes nearly everywhere." },
  delta: { sv: "Läsningen är hel, eller en del som passar.", en: "The reading is total, or a part that fits." },
  history: { sv: "Inget är ovanligt mot tidigare körningar.", en: "Nothing is unusual against earlier runs." },
  leak: { sv: "Ingen enhet töms långsamt.", en: "No unit is slowly emptied." },
  order: { sv: "Läsningen är nyare än den förra.", en: "The reading is newer than the one before." },
};

const guardView = ({ id, outcome, unit, finding }: GuardResult): GuardView => ({
  id,
  outcome,
  text: finding ? { sv: finding.sv, en: finding.en } : passed[id],
  ...(unit === undefined ? {} : { unit }),
});

/** A finding as the page shows it. */
export const findingView = ({ code, severity, where, sv, en, fix }: Finding): FindingView => ({
  code,
  severity,
  where,
  sv,
  en,
  ...(fix ? { fix } : {}),
});
