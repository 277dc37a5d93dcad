import { type Figure, type FigureOptions, label, open } from "./heat-map.ts";
import type { Register } from "./register.ts";
import type { Table } from "./table.ts";

const words = {
  sv: {
    bowTie: "Fluga",
    cause: "Orsak",
    sets: "Utlöses av",
    event: "Händelse",
    before: "Förebygger",
    after: "Dämpar",
    leads: "Utlöser",
    consequence: "Följd",
  },
  en: {
    bowTie: "Bow-tie",
    cause: "Cause",
    sets: "Set off by",
    event: "Event",
    before: "Prevents",
    after: "Dampens",
    leads: "Sets off",
    consequence: "Consequence",
  },
};
const box = { width: 230, gap: 26 };

/**
 * One risk as a bow-tie: what may cause it and what prevents that on the left, the event in the knot, what dampens it and
 * what it leads to on the right. Dominoes are causes and consequences too.
 * @throws RangeError when the risk is not in the register
 * @example
 * bowTie(rolloutRisks, "R03", { language: "en" }).table;
 */
export function bowTie(
  register: Register,
  riskId: string,
  { language, id = `bow-tie-${riskId}` }: FigureOptions,
): Figure {
  const risk = register.risks.find((other) => other.id === riskId);
  if (!risk) throw new RangeError(`riskId must be the id of a risk in the register, got ${riskId}`);
  const say = words[language];
  const nameOf = (other: string) =>
    `${other} ${register.risks.find((known) => known.id === other)?.title[language] ?? ""}`.trim();
  const treating = (kind: "preventive" | "contingent") =>
    register.mitigations
      .filter(
        (mitigation) => mitigation.kind === kind && mitigation.treats.some(({ risk: treated }) => treated === riskId),
      )
      .map(({ title }) => title[language]);
  const columns: readonly (readonly [title: string, texts: readonly string[]])[] = [
    [
      say.cause,
      [
        risk.cause[language],
        ...register.dominoes.filter(({ to }) => to === riskId).map(({ from }) => `${say.sets} ${nameOf(from)}`),
      ],
    ],
    [say.before, treating("preventive")],
    [say.event, [risk.event[language]]],
    [say.after, treating("contingent")],
    [
      say.consequence,
      [
        risk.consequence[language],
        ...register.dominoes.filter(({ from }) => from === riskId).map(({ to }) => `${say.leads} ${nameOf(to)}`),
      ],
    ],
  ];
  const wrapped = columns.map(([, texts]) => texts.map((text) => wrap(text, 28)));
  const heightOf = (texts: readonly (readonly string[])[]) =>
    texts.reduce((sum, lines) => sum + lines.length * 16 + 30, -14);
  const inner = Math.max(...wrapped.map(heightOf), 80);
  const width = columns.length * (box.width + box.gap) + box.gap;
  const middle = 50 + inner / 2;
  const centres: number[][] = [];
  const boxes = wrapped.flatMap((texts, column) => {
    const x = box.gap + column * (box.width + box.gap);
    let y = middle - heightOf(texts) / 2;
    const own: number[] = [];
    centres.push(own);
    return texts.map((lines) => {
      const height = lines.length * 16 + 16;
      own.push(y + height / 2);
      const drawn = [
        `<rect x="${x}" y="${y}" width="${box.width}" height="${height}" rx="4" fill="${column === 2 ? "#fbd0a4" : "#eef3f8"}" stroke="#44546a"/>`,
        ...lines.map((text, line) => label(x + 10, y + 20 + line * 16, text, 13)),
      ].join("");
      y += height + 14;
      return drawn;
    });
  });
  // A column without boxes is passed through at the height of the knot.
  const ends = centres.map((own) => (own.length > 0 ? own : [middle]));
  const wires = ends.slice(1).flatMap((to, column) => {
    const x = box.gap + (column + 1) * (box.width + box.gap);
    const from = ends[column] ?? [];
    return from.flatMap((a) =>
      to.map((b) => `<line x1="${x - box.gap}" y1="${a}" x2="${x}" y2="${b}" stroke="#44546a"/>`),
    );
  });
  const passed = centres.flatMap((own, column) => {
    const x = box.gap + column * (box.width + box.gap);
    return own.length > 0
      ? []
      : [`<line x1="${x}" y1="${middle}" x2="${x + box.width}" y2="${middle}" stroke="#44546a"/>`];
  });
  const caption = `${say.bowTie}: ${risk.id} ${risk.title[language]}`;
  const most = Math.max(...columns.map(([, texts]) => texts.length));
  const table: Table = {
    caption,
    head: columns.map(([title]) => title),
    rows: Array.from({ length: most }, (_, row) => columns.map(([, texts]) => texts[row] ?? "")),
  };
  const said = columns.filter(([, texts]) => texts.length > 0).map(([title, texts]) => `${title}: ${texts.join("; ")}`);
  const svg = [
    ...open(id, width, inner + 100, caption, said.join(". ")),
    ...columns.map(([title], column) => label(box.gap + column * (box.width + box.gap), 30, title, 14, "bold")),
    ...wires,
    ...passed,
    ...boxes,
    "</svg>",
  ].join("\n");
  return { svg, table };
}

/** Words in lines of at most about so many letters. */
function wrap(text: string, most: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
