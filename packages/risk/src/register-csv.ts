import type { Finding, Result, Text } from "./finding.ts";
import { finding } from "./messages.ts";
import { isDay } from "./review.ts";
import type { Indicator, InferredField, Register, Risk, RiskStatus } from "./register.ts";

const columns = [
  "id",
  "category",
  "status",
  "scale",
  "probability_level",
  "consequence_level",
  "title_sv",
  "title_en",
  "cause_sv",
  "cause_en",
  "event_sv",
  "event_en",
  "consequence_sv",
  "consequence_en",
  "owner",
  "phases",
  "activities",
  "delays",
  "accepted_until",
  "inferred",
  "indicators",
  "remark_sv",
  "remark_en",
] as const;
type Column = (typeof columns)[number];
type Row = Readonly<Record<Column, string>>;

/**
 * The risks of a register as CSV (RFC 4180, commas, CRLF). Whole numbers and ISO days, lists with blanks, indicators as
 * JSON: the same bytes in every country. A text that a spreadsheet would take for a formula begins with an apostrophe.
 * @example
 * registerToCsv(rolloutRisks).split("\r\n").length; // 19: header, 17 risks, and the end
 */
export function registerToCsv({ risks }: Pick<Register, "risks">): string {
  return [
    columns.join(","),
    ...risks.map((risk) => columns.map((column) => quoted(rowOf(risk)[column])).join(",")),
    "",
  ].join("\r\n");
}

function rowOf(risk: Risk): Row {
  const { score, remark } = risk;
  return {
    id: risk.id,
    category: risk.category,
    status: risk.status,
    scale: score?.scaleId ?? "",
    probability_level: score ? String(score.probabilityLevel) : "",
    consequence_level: score ? String(score.consequenceLevel) : "",
    title_sv: risk.title.sv,
    title_en: risk.title.en,
    cause_sv: risk.cause.sv,
    cause_en: risk.cause.en,
    event_sv: risk.event.sv,
    event_en: risk.event.en,
    consequence_sv: risk.consequence.sv,
    consequence_en: risk.consequence.en,
    owner: risk.owner ?? "",
    phases: listed(risk.phases),
    activities: listed(risk.activities),
    delays: listed(risk.delays),
    accepted_until: risk.acceptedUntil ?? "",
    inferred: (risk.inferred ?? []).join(" "),
    indicators: risk.indicators.length > 0 ? JSON.stringify(risk.indicators) : "",
    remark_sv: remark?.sv ?? "",
    remark_en: remark?.en ?? "",
  };
}

/** Ids with blanks between; as JSON where one has a blank of its own, or looks like JSON. */
const listed = (ids: readonly string[]): string =>
  ids.some((id) => /\s|^\[|^$/.test(id)) ? JSON.stringify(ids) : ids.join(" ");

const formula = /^[=+\-@\t\r']/;
function quoted(cell: string): string {
  const safe = formula.test(cell) ? `'${cell}` : cell;
  return /[",;\r\n\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * Puts the risks of a CSV in the register's place, as {@link registerToCsv} wrote it or as a spreadsheet in any country has
 * saved it since: commas, semicolons or tabs, with or without a byte order mark, columns in any order.
 * @returns findings with the row for what is no risk. What the ids refer to is for `checkRegister` to say
 */
export function registerFromCsv(text: string, register: Register): Result<Register, readonly Finding[]> {
  const { rows: lines, isCut } = parseCsv(text.replace(/^\uFEFF/, ""));
  if (isCut) return { ok: false, error: [finding("risk.unclosed-quote", `row ${lines.length}`, {})] };
  const [head = [], ...rows] = lines;
  const missing = columns.filter((column) => !head.includes(column));
  if (missing.length > 0)
    return { ok: false, error: missing.map((column) => finding("risk.column-missing", "row 1", { column })) };
  const findings: Finding[] = [];
  const risks = rows.flatMap((cells, index): readonly Risk[] => {
    const where = `row ${index + 2}`;
    if (cells.length !== head.length) {
      findings.push(finding("risk.column-count", where, { expected: head.length, found: cells.length }));
      return [];
    }
    const row = Object.fromEntries(
      columns.map((column) => [column, (cells[head.indexOf(column)] ?? "").replace(/^'(?=[=+\-@\t\r'])/, "")]),
    ) as Row;
    const risk = riskOf(row);
    if (typeof risk !== "string") return [risk];
    findings.push(finding("risk.invalid", where, { problem: risk }));
    return [];
  });
  return findings.length > 0 ? { ok: false, error: findings } : { ok: true, value: { ...register, risks } };
}

const statuses: readonly string[] = ["identified", "analysed", "treated", "accepted", "closed"] satisfies RiskStatus[];
function listOf(cell: string): readonly string[] | undefined {
  if (!cell.startsWith("[")) return cell.split(" ").filter(Boolean);
  const value = jsonOf(cell);
  return Array.isArray(value) && value.every((id) => typeof id === "string") ? value : undefined;
}

/** A risk, or the name of the column that is wrong. */
function riskOf(row: Row): Risk | Column {
  const level = (cell: string) => (/^[1-9]\d*$/.test(cell) ? Number(cell) : undefined);
  const [probabilityLevel, consequenceLevel] = [level(row.probability_level), level(row.consequence_level)];
  const isScored = row.scale !== "" || row.probability_level !== "" || row.consequence_level !== "";
  const indicators = indicatorsOf(row.indicators);
  const [phases, activities, delays] = [listOf(row.phases), listOf(row.activities), listOf(row.delays)];
  if (row.id === "") return "id";
  if (!statuses.includes(row.status)) return "status";
  if (isScored && row.scale === "") return "scale";
  if (isScored && probabilityLevel === undefined) return "probability_level";
  if (isScored && consequenceLevel === undefined) return "consequence_level";
  if (row.accepted_until !== "" && !isDay(row.accepted_until)) return "accepted_until";
  if (!indicators) return "indicators";
  if (!phases) return "phases";
  if (!activities) return "activities";
  if (!delays) return "delays";
  const text = (sv: string, en: string): Text => ({ sv, en });
  return {
    id: row.id,
    category: row.category,
    title: text(row.title_sv, row.title_en),
    cause: text(row.cause_sv, row.cause_en),
    event: text(row.event_sv, row.event_en),
    consequence: text(row.consequence_sv, row.consequence_en),
    ...(row.owner === "" ? {} : { owner: row.owner }),
    phases,
    activities,
    delays,
    indicators,
    status: row.status as RiskStatus,
    ...(row.accepted_until === "" ? {} : { acceptedUntil: row.accepted_until }),
    ...(isScored && probabilityLevel !== undefined && consequenceLevel !== undefined
      ? { score: { scaleId: row.scale, probabilityLevel, consequenceLevel } }
      : {}),
    ...(row.inferred === "" ? {} : { inferred: (listOf(row.inferred) ?? []) as readonly InferredField[] }),
    ...(row.remark_sv === "" && row.remark_en === "" ? {} : { remark: text(row.remark_sv, row.remark_en) }),
  };
}

function indicatorsOf(cell: string): readonly Indicator[] | undefined {
  if (cell === "") return [];
  const value = jsonOf(cell);
  return Array.isArray(value) && value.every(isIndicator) ? value : undefined;
}

function jsonOf(cell: string): unknown {
  try {
    return JSON.parse(cell);
  } catch {
    return undefined;
  }
}

function isIndicator(value: unknown): value is Indicator {
  if (typeof value !== "object" || value === null) return false;
  const { id, measure, title, unit, warn } = value as Partial<Record<keyof Indicator, unknown>>;
  const { sv, en } = (title ?? {}) as Partial<Record<keyof Text, unknown>>;
  // One limit: below or above.
  const limits = typeof warn === "object" && warn !== null ? Object.entries(warn) : [];
  const isWarn =
    warn === undefined ||
    (limits.length === 1 && limits.every(([side, limit]) => /^(below|above)$/.test(side) && Number.isFinite(limit)));
  return (
    [id, measure, sv, en].every((text) => typeof text === "string" && text !== "") &&
    ["share", "count", "days", "per-1000"].includes(unit as string) &&
    isWarn
  );
}

/** Rows of cells; cut where a quotation mark is never closed. The delimiter is the one of comma, semicolon and tab that the first line has most of. */
function parseCsv(text: string): { readonly rows: readonly (readonly string[])[]; readonly isCut: boolean } {
  const first = text.slice(0, Math.max(0, text.search(/[\r\n]|$/)));
  const delimiter = [",", ";", "\t"].reduce((best, sign) =>
    first.split(sign).length > first.split(best).length ? sign : best,
  );
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? "";
    if (isQuoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else isQuoted = false;
    } else if (sign === '"' && cell === "") isQuoted = true;
    else if (sign === delimiter) {
      row.push(cell);
      cell = "";
    } else if (sign === "\n" || sign === "\r") {
      if (sign === "\r" && text[at + 1] === "\n") at += 1;
      rows.push([...row, cell]);
      row = [];
      cell = "";
    } else cell += sign;
  }
  if (cell !== "" || row.length > 0) rows.push([...row, cell]);
  return { rows: rows.filter((cells) => cells.length > 1 || cells[0] !== ""), isCut: isQuoted };
}
