import type { ColumnProfile, CsvProfile } from "./csv-profile.ts";
import type { Finding } from "./finding.ts";
import type { GuardOutcome } from "./guard-result.ts";
import { finding } from "./table-messages.ts";

/** What one guard says of a file, before it is read as a register. */
export interface CsvGuardResult {
  readonly outcome: Exclude<GuardOutcome, "pass">;
  readonly finding: Finding;
}

/** What is known of the files before this one, and of what must be in it. */
export interface CsvHistory {
  /** Profiles of earlier files, the newest first. */
  readonly earlier?: readonly CsvProfile[];
  /** Columns there must be. */
  readonly required?: readonly string[];
}

/** Rows there may be of what there was, at least and at most. */
const fewest = 0.8;
const most = 1.5;
/** Share by which a column's values must have changed form, or gone, to be another column's. */
const shifted = 0.5;

/**
 * Looks at a file beside the ones before it: the wrong file, yesterday's, a cut one, one that went through a spreadsheet.
 * Pure; nothing is found when all is as it was. Small files (fewer than 20 rows before) are not measured by shares.
 */
export function checkCsv(
  profile: CsvProfile,
  { earlier = [], required = [] }: CsvHistory = {},
): readonly CsvGuardResult[] {
  const [last, ...older] = earlier;
  const results: CsvGuardResult[] = [];
  const say = (outcome: CsvGuardResult["outcome"], found: Finding): void =>
    void results.push({ outcome, finding: found });
  const { rows, columns } = profile;
  const missing = required.filter((name) => !columns.includes(name));
  for (const column of missing) say("reject", finding("sync.column-missing", column, { column }));
  const repeated = new Set(columns).size < columns.length;
  if (repeated) say("reject", finding("sync.duplicate-column", "header", {}));
  if (rows === 0) say("reject", finding("sync.header-only", "file", {}));
  if (profile.lost > 0) say("reject", finding("sync.lost-characters", "file", { rows: profile.lost }));
  if (profile.garbled > 0) say("hold", finding("sync.garbled", "file", { rows: profile.garbled }));
  if (profile.unevenRows > 0) {
    const isMany = profile.unevenRows > Math.max(1, rows * 0.01);
    say(isMany ? "reject" : "hold", finding("sync.uneven-rows", "file", { rows: profile.unevenRows }));
  }
  if (profile.repeatedKeys > rows * 0.01)
    say("reject", finding("sync.duplicate-keys", "file", { rows: profile.repeatedKeys }));
  if (last === undefined) return results;
  if (older.some(({ digest }) => digest === profile.digest) && last.digest !== profile.digest)
    say("reject", finding("sync.replayed-file", "file", {}));
  if (!profile.endsWithNewline && last.endsWithNewline) say("hold", finding("sync.no-final-newline", "file", {}));
  if (profile.delimiter !== last.delimiter) say("warn", finding("sync.other-delimiter", "header", {}));
  if (rows === 0 || last.rows < 20) return results;
  if (rows < last.rows * fewest || rows > last.rows * most)
    say("hold", finding("sync.file-size", "file", { before: last.rows, after: rows }));
  if (last.nordic >= 20 && profile.nordic / rows < last.nordic / last.rows / 4)
    say("hold", finding("sync.no-nordic-letters", "file", { rows }));
  const gone = last.columns.filter((name) => !columns.includes(name) && !missing.includes(name));
  if (gone.length > 0) say("hold", finding("sync.columns-gone", "header", { columns: gone.join(", ") }));
  results.push(...columnsBeside(profile, last));
  return results;
}

/** Columns whose values look otherwise than before. Many at once: the columns have moved under their names. */
function columnsBeside(profile: CsvProfile, last: CsvProfile): readonly CsvGuardResult[] {
  const both = profile.columns.filter((name) => last.byColumn[name] !== undefined);
  const results = both.flatMap((column): readonly CsvGuardResult[] => {
    const [before, after] = [last.byColumn[column], profile.byColumn[column]];
    if (before === undefined || after === undefined) return [];
    const found = changeOf(column, before, after);
    return found === undefined ? [] : [{ outcome: "hold", finding: found }];
  });
  const moved = results.filter(
    ({ finding: { code } }) => code === "sync.column-form" || code === "sync.column-emptied",
  );
  if (moved.length < 3) return results;
  const found = finding("sync.columns-shifted", "header", { columns: moved.length });
  return [{ outcome: "reject", finding: found }, ...results.filter((result) => !moved.includes(result))];
}

function changeOf(column: string, before: ColumnProfile, after: ColumnProfile): Finding | undefined {
  if (before.filled >= 0.2 && after.filled < before.filled * 0.1)
    return finding("sync.column-emptied", column, { column });
  const gained = (form: keyof ColumnProfile["forms"]): number => (after.forms[form] ?? 0) - (before.forms[form] ?? 0);
  if (gained("date") < -shifted && gained("other date") > shifted)
    return finding("sync.dates-rewritten", column, { column });
  if (gained("number") < -shifted && gained("power") > shifted)
    return finding("sync.numbers-rewritten", column, { column });
  if (Object.keys({ ...before.forms, ...after.forms }).some((form) => Math.abs(gained(form as "text")) > shifted))
    return finding("sync.column-form", column, { column });
  // Numbers of one length that have become shorter: a spreadsheet has taken the zeros in front.
  const [length, share] = Object.entries(before.lengths).reduce(
    (most, one) => (one[1] > most[1] ? one : most),
    ["0", 0],
  );
  const shorter = Object.entries(after.lengths).reduce(
    (sum, [one, part]) => (Number(one) < Number(length) ? sum + part : sum),
    0,
  );
  const wasShorter = Object.entries(before.lengths).reduce(
    (sum, [one, part]) => (Number(one) < Number(length) ? sum + part : sum),
    0,
  );
  return share > 0.9 && shorter - wasShorter > 0.02 ? finding("sync.zeros-lost", column, { column }) : undefined;
}
