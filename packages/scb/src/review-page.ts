import type { SubmissionDiff } from "./diff-submissions.ts";
import type { Finding, Text } from "./finding.ts";
import type { Layout } from "./layout.ts";
import type { Manifest } from "./manifest.ts";
import { type YearChange, yearNumber } from "./year-summary.ts";

/** What a review page shows. */
export interface ReviewPageOptions {
  readonly layout: Layout;
  readonly manifest: Manifest;
  readonly findings: readonly Finding[];
  readonly language: "sv" | "en";
  /** Against the submission that this one replaces. */
  readonly diff?: SubmissionDiff;
  /** Against last year. */
  readonly years?: readonly YearChange[];
}

const words = {
  title: { sv: "Granskning före sändning till SCB", en: "Review before sending to SCB" },
  file: { sv: "Fil", en: "File" },
  rows: { sv: "Rader", en: "Rows" },
  held: { sv: "Rader som hålls tillbaka", en: "Rows held aside" },
  fingerprint: { sv: "Fingeravtryck (SHA-256)", en: "Fingerprint (SHA-256)" },
  layout: { sv: "Postbeskrivning", en: "Record layout" },
  maySend: { sv: "Får sändas", en: "May be sent" },
  mayNot: { sv: "Får inte sändas", en: "May not be sent" },
  protectedRows: { sv: "Rader med skyddad identitet", en: "Rows with a protected identity" },
  findings: { sv: "Anmärkningar", en: "Findings" },
  none: { sv: "Inga.", en: "None." },
  must: { sv: "Måste rättas", en: "Must be dealt with" },
  check: { sv: "Kontrollera", en: "Look at" },
  severity: { sv: "Vikt", en: "Severity" },
  facts: { sv: "Om filen", en: "About the file" },
  what: { sv: "Vad", en: "What" },
  count: { sv: "Antal", en: "Count" },
  where: { sv: "Var", en: "Where" },
  units: { sv: "Skolenheter", en: "School units" },
  unit: { sv: "Skolenhet", en: "School unit" },
  before: { sv: "Förra filen", en: "Previous file" },
  now: { sv: "Denna fil", en: "This file" },
  gone: { sv: "Försvinner", en: "Gone" },
  added: { sv: "Nya", en: "New" },
  years: { sv: "Jämfört med förra året", en: "Compared with last year" },
  number: { sv: "Uppgift", en: "Number" },
  lastYear: { sv: "Förra året", en: "Last year" },
  thisYear: { sv: "I år", en: "This year" },
  marked: { sv: "Kräver kommentar", en: "Needs a comment" },
  yes: { sv: "Ja", en: "Yes" },
  no: { sv: "Nej", en: "No" },
  decisions: { sv: "Beslut och kommentarer", en: "Decisions and comments" },
  about: { sv: "Om", en: "About" },
  reason: { sv: "Skäl", en: "Reason" },
  by: { sv: "Av", en: "By" },
  sign: { sv: "Godkännande", en: "Approval" },
  signature: { sv: "Namn och datum", en: "Name and date" },
  more: { sv: "och fler", en: "and more" },
  names: { sv: "skyddade namn", en: "protected names" },
} as const satisfies Readonly<Record<string, Text>>;

/** Places shown of each finding; the rest is a count. */
const mostPlaces = 20;

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}
table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}caption{text-align:left;font-weight:600;padding:.25rem 0}
th,td{border:1px solid #767676;padding:.3rem .6rem;text-align:left;vertical-align:top}td.number{text-align:right}
code{overflow-wrap:anywhere}.line{border-bottom:1px solid #111;height:3rem;max-width:30rem}
@media print{body{margin:0;max-width:none}h2,caption{break-after:avoid}tr{break-inside:avoid}}`;

/**
 * A page for the person who approves a report: one HTML document without scripts or outside resources, to read, print and
 * sign. Says where findings are and never whom they are about. Tables have captions and headings; nothing rests on colour.
 * @example
 * await writeFile("review.html", reviewPage({ layout, manifest, findings, language: "sv" }));
 */
export function reviewPage(options: ReviewPageOptions): string {
  const { layout, manifest, findings, language, diff, years } = options;
  const say = (word: keyof typeof words): string => words[word][language];
  const verdict = manifest.isComplete ? say("maySend") : say("mayNot");
  const facts: readonly (readonly [string, string])[] = [
    [say("layout"), `${layout.title[language]} (${layout.id}, ${layout.status}, ${layout.source.date})`],
    [say("file"), `${manifest.file.name}, ${manifest.file.bytes} byte`],
    [say("fingerprint"), manifest.file.sha256],
    [say("rows"), String(manifest.rows)],
    [say("held"), String(manifest.held)],
    [say("protectedRows"), String(manifest.protectedIdentity?.rows ?? 0)],
  ];
  const decided = [
    ...manifest.decisions.map(({ schoolUnit, reason, by, at }) => [schoolUnit, reason, `${by}, ${at}`]),
    ...manifest.comments.map(({ about, text, by, at }) => [about, text, `${by}, ${at}`]),
    ...[manifest.protectedIdentity?.decision ?? []]
      .flat()
      .map((one) => [say("names"), one.reason, `${one.by}, ${one.at}`]),
  ];
  const sections = [
    `<h1>${escape(say("title"))}</h1>`,
    `<p><strong>${escape(verdict)}</strong></p>`,
    `<table><caption>${escape(say("facts"))}</caption><tbody>${facts
      .map(([name, value]) => `<tr><th scope="row">${escape(name)}</th><td><code>${escape(value)}</code></td></tr>`)
      .join("")}</tbody></table>`,
    `<h2>${escape(say("findings"))}</h2>`,
    findingsTable(findings, language),
    `<h2>${escape(say("units"))}</h2>`,
    unitsTable(manifest, diff, language),
    ...(years ? [`<h2>${escape(say("years"))}</h2>`, yearsTable(years, language)] : []),
    ...(decided.length > 0
      ? [
          `<h2>${escape(say("decisions"))}</h2>`,
          table(say("decisions"), [say("about"), say("reason"), say("by")], decided),
        ]
      : []),
    `<h2>${escape(say("sign"))}</h2><p>${escape(say("signature"))}</p><div class="line"></div>`,
  ];
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escape(`${say("title")}: ${layout.id}`)}</title><style>${style}</style></head>
<body><main>
${sections.join("\n")}
</main></body></html>
`;
}

/** One line per code: its sentence, how many, and the first places. */
function findingsTable(findings: readonly Finding[], language: "sv" | "en"): string {
  if (findings.length === 0) return `<p>${escape(words.none[language])}</p>`;
  const groups = new Map<string, Finding[]>();
  for (const one of findings) {
    const key = `${one.severity === "must" ? 0 : 1} ${one.code} ${one[language]}`;
    const group = groups.get(key) ?? [];
    group.push(one);
    groups.set(key, group);
  }
  const rows = [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => {
      const [first] = group;
      const places = group.slice(0, mostPlaces).map(({ where }) => where);
      const rest = group.length > mostPlaces ? ` ${words.more[language]} ${group.length - mostPlaces}` : "";
      const fix = first?.fix ? ` ${first.fix[language]}` : "";
      const severity = words[first?.severity ?? "check"][language];
      return [severity, `${first?.[language] ?? ""}${fix}`, String(group.length), places.join("; ") + rest];
    });
  const { findings: title, severity: severityWord, what, count, where } = words;
  return table(title[language], [severityWord[language], what[language], count[language], where[language]], rows);
}

function unitsTable({ rowsByUnit }: Manifest, diff: SubmissionDiff | undefined, language: "sv" | "en"): string {
  const say = (word: keyof typeof words): string => words[word][language];
  if (!diff) {
    const rows = Object.entries(rowsByUnit).map(([unit, count]) => [unit, String(count)]);
    return table(say("units"), [say("unit"), say("now")], rows);
  }
  const rows = diff.units.map((one) => [one.schoolUnit, one.before, one.after, one.gone, one.added].map(String));
  return table(say("units"), [say("unit"), say("before"), say("now"), say("gone"), say("added")], rows);
}

function yearsTable(years: readonly YearChange[], language: "sv" | "en"): string {
  const say = (word: keyof typeof words): string => words[word][language];
  const rows = years.map(({ about, before, after, isMarked }) => [
    about,
    yearNumber(about, before),
    yearNumber(about, after),
    say(isMarked ? "yes" : "no"),
  ]);
  return table(say("years"), [say("number"), say("lastYear"), say("thisYear"), say("marked")], rows);
}

function table(caption: string, headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const heading = headings.map((text) => `<th scope="col">${escape(text)}</th>`).join("");
  const cell = (text: string): string => `<td${/^\d+$/.test(text) ? ' class="number"' : ""}>${escape(text)}</td>`;
  const body = rows.map((row) => `<tr>${row.map(cell).join("")}</tr>`).join("");
  return `<table><caption>${escape(caption)}</caption><thead><tr>${heading}</tr></thead><tbody>${body}</tbody></table>`;
}

const escape = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
