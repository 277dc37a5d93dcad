import type { SubmissionDiff } from "./diff-submissions.ts";
import type { Finding } from "./finding.ts";
import type { Layout } from "./layout.ts";
import type { Manifest } from "./manifest.ts";
import { words } from "./review-words.ts";
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

/** Places shown of each finding; the rest is a count. */
const mostPlaces = 20;

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}
table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}caption{text-align:left}h2{font-size:1.25rem;margin:1rem 0 .25rem}tbody th{font-weight:400}
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
    [say("layout"), `${layout.title[language]} (${layout.id}, ${say(layout.status)}, ${layout.source.date})`],
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
    `<table><caption><h2>${escape(say("facts"))}</h2></caption><tbody>${facts
      .map(([name, value]) => `<tr><th scope="row">${escape(name)}</th><td><code>${escape(value)}</code></td></tr>`)
      .join("")}</tbody></table>`,
    findingsTable(findings, language),
    unitsTable(manifest, diff, language),
    ...(years ? [yearsTable(years, layout, language)] : []),
    ...(decided.length > 0 ? [table(say("decisions"), [say("about"), say("reason"), say("by")], decided)] : []),
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
  const { findings: title, none, severity: severityWord, what, count, where } = words;
  if (findings.length === 0) return `<h2>${escape(title[language])}</h2><p>${escape(none[language])}</p>`;
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
      const places = group.slice(0, mostPlaces).map((one) => placeInWords(one.where, language));
      const rest = group.length > mostPlaces ? `; ${group.length - mostPlaces} ${words.more[language]}` : "";
      const fix = first?.fix ? ` ${first.fix[language]}` : "";
      const severity = words[first?.severity ?? "check"][language];
      return [severity, `${first?.[language] ?? ""}${fix}`, String(group.length), places.join("; ") + rest];
    });
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

function yearsTable(years: readonly YearChange[], { fields }: Layout, language: "sv" | "en"): string {
  const say = (word: keyof typeof words): string => words[word][language];
  const labelOf = (name: string): string => fields.find((field) => field.name === name)?.label[language] ?? name;
  const inWords = (about: string): string => {
    const [what = "", ...rest] = about.split(" ");
    const of = rest.join(" ");
    if (what === "passed") return `${say("passed")}: ${labelOf(of)}`;
    return of === "" ? say("rows") : `${say("rows")}, ${say("unit").toLowerCase()} ${of}`;
  };
  const rows = years.map(({ about, before, after, isMarked }) => [
    inWords(about),
    yearNumber(about, before, language),
    yearNumber(about, after, language),
    say(isMarked ? "yes" : "no"),
  ]);
  return table(say("years"), [say("number"), say("lastYear"), say("thisYear"), say("marked")], rows);
}

/** Places are written in English in findings, as codes are; a reader of Swedish gets them in Swedish. */
function placeInWords(where: string, language: "sv" | "en"): string {
  if (language === "en") return where;
  return where
    .replace(/^school unit /, "skolenhet ")
    .replace(/^rows?\b/, (word) => (word === "row" ? "rad" : "rader"))
    .replace(/, column (?=\d)/, ", kolumn ")
    .replace(/^file$/, "filen")
    .replace(/^passed /, "godkända i ");
}

function table(caption: string, headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const heading = headings.map((text) => `<th scope="col">${escape(text)}</th>`).join("");
  const cell = (text: string, column: number): string => {
    if (column === 0) return `<th scope="row">${escape(text)}</th>`;
    return `<td${/^[\d.,]+(?: %)?$/.test(text) ? ' class="number"' : ""}>${escape(text)}</td>`;
  };
  const body = rows.map((row) => `<tr>${row.map(cell).join("")}</tr>`).join("");
  return `<table><caption><h2>${escape(caption)}</h2></caption><thead><tr>${heading}</tr></thead><tbody>${body}</tbody></table>`;
}

const escape = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
