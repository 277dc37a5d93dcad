import type { RiskMatrix } from "./risk-matrix.ts";
import { escapeXml, type Table } from "./table.ts";

/** A drawing as SVG, with the table that says the same. */
export interface Figure {
  readonly svg: string;
  readonly table: Table;
}

export interface FigureOptions {
  readonly language: "sv" | "en";
  /** Begins the ids in the drawing; two on one page need two. Default: the figure's name. */
  readonly id?: string;
}

const words = {
  sv: {
    matrix: "Riskmatris",
    probability: "Sannolikhet",
    consequence: "Konsekvens",
    unscored: "Ej bedömda",
    none: "inga",
  },
  en: {
    matrix: "Risk matrix",
    probability: "Probability",
    consequence: "Consequence",
    unscored: "Not scored",
    none: "none",
  },
};

/** From calm to alarming; black text on each has a contrast of at least 7 : 1. */
const fills = ["#d9ead3", "#fff2cc", "#fbd0a4", "#f4a9a0"];
const cell = { width: 120, height: 64 };
const left = 150;
const top = 56;

/**
 * The matrix as a drawing: levels in words, bands by colour and by name, ids of the risks in their cells. Risks that are
 * not scored are named below, and in the table's last row.
 * @example
 * const { svg, table } = heatMap(riskMatrix(register, fiveByFive), { language: "sv" });
 */
export function heatMap(matrix: RiskMatrix, { language, id = "risk-matrix" }: FigureOptions): Figure {
  const say = words[language];
  const { scale, cells, unscored, otherScale } = matrix;
  const outside = [...unscored, ...otherScale];
  const columns = scale.consequence.length;
  const rows = scale.probability.toReversed();
  const width = left + columns * cell.width + 10;
  const height = top + rows.length * cell.height + 40;
  const fillOf = (band: string) =>
    fills[
      Math.round(
        (scale.bands.findIndex((other) => other.id === band) * (fills.length - 1)) /
          Math.max(1, scale.bands.length - 1),
      )
    ] ?? "#fff";
  const drawn = cells.map(({ value, band, risks }, index) => {
    const [x, y] = [left + (index % columns) * cell.width, top + Math.floor(index / columns) * cell.height];
    return [
      `<rect x="${x}" y="${y}" width="${cell.width}" height="${cell.height}" fill="${fillOf(band.id)}" stroke="#fff" stroke-width="2"/>`,
      label(x + 8, y + 18, `${value} ${band.title[language]}`, 12),
      ...lines(risks).map((text, line) => label(x + 8, y + 36 + line * 14, text, 13, "bold")),
    ].join("");
  });
  const table: Table = {
    caption: `${say.matrix}: ${scale.title[language]}`,
    head: [
      `${say.probability} \\ ${say.consequence}`,
      ...scale.consequence.map(({ level, title }) => `${level} ${title[language]}`),
    ],
    rows: [
      ...rows.map(({ level, title }, row) => [
        `${level} ${title[language]}`,
        ...cells
          .slice(row * columns, (row + 1) * columns)
          .map(
            ({ value, band, risks }) =>
              `${value} ${band.title[language]}${risks.length > 0 ? `: ${risks.join(", ")}` : ""}`,
          ),
      ]),
      [say.unscored, outside.join(", ") || say.none, ...scale.consequence.slice(1).map(() => "")],
    ],
  };
  const said = cells
    .filter(({ risks }) => risks.length > 0)
    .map(({ value, band, risks }) => `${value} ${band.title[language]}: ${risks.join(", ")}`);
  const svg = [
    ...open(
      id,
      width,
      height,
      table.caption,
      [...said, `${say.unscored}: ${outside.join(", ") || say.none}`].join(". "),
    ),
    label(left, 20, say.consequence, 13, "bold"),
    ...scale.consequence.map(({ level, title }, column) =>
      label(left + column * cell.width + 8, 44, `${level} ${title[language]}`, 12),
    ),
    label(8, 44, say.probability, 13, "bold"),
    ...rows.map(({ level, title }, row) => label(8, top + row * cell.height + 36, `${level} ${title[language]}`, 12)),
    ...drawn,
    label(8, height - 14, `${say.unscored}: ${outside.join(", ") || say.none}`, 12),
    "</svg>",
  ].join("\n");
  return { svg, table };
}

/** Three ids to a line; where there are more than two lines of them, how many more. */
function lines(ids: readonly string[]): readonly string[] {
  const rows = Array.from({ length: Math.ceil(ids.length / 3) }, (_, row) => ids.slice(row * 3, row * 3 + 3).join(" "));
  return rows.length <= 2 ? rows : [rows[0] ?? "", `+${ids.length - 3}`];
}

/** The beginning of a drawing that says to everybody what it shows. */
export const open = (
  id: string,
  width: number,
  height: number,
  title: string,
  description: string,
  // Several ids may be named at once, with blanks between them: there is none in one.
  name = escapeXml(id).replaceAll(/\s/g, "-"),
): readonly string[] => [
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${name}-title ${name}-desc" font-family="system-ui, sans-serif">`,
  `<title id="${name}-title">${escapeXml(title)}</title>`,
  `<desc id="${name}-desc">${escapeXml(description)}</desc>`,
  `<rect width="${width}" height="${height}" fill="#fff"/>`,
];

/** A line of text. */
export const label = (x: number, y: number, text: string, size: number, weight = "normal"): string =>
  `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="#1a1a1a">${escapeXml(text)}</text>`;
