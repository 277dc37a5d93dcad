import type { Finding, Text } from "./finding.ts";

interface Params {
  "risk.invalid": { readonly problem: string };
  "risk.duplicate-id": { readonly id: string };
  "risk.unknown-id": { readonly id: string; readonly what: Text };
  "risk.off-scale": { readonly scale: string };
  "risk.mitigates-nothing": object;
  "risk.acceptance-without-end": object;
  "risk.probability": { readonly value: number };
  "risk.not-a-number": { readonly field: string };
  "risk.range-order": { readonly min: number; readonly mode: number; readonly max: number };
  "risk.negative-duration": { readonly value: number };
  "risk.no-values": object;
  "risk.probabilities-sum": { readonly sum: number };
  "risk.negative-factor": { readonly value: number };
  "risk.day-range": { readonly lag: number; readonly maxLag: number };
  "risk.cyclic-links": { readonly path: string };
  "risk.ties-unmet": { readonly iterations: number; readonly of: number };
  "risk.too-long": { readonly days: number; readonly most: number };
  "risk.no-activities": object;
  "risk.drives-nothing": object;
  "risk.correlation-value": { readonly value: number };
  "risk.correlation-of-fixed": { readonly id: string };
  "risk.correlation-self": object;
  "risk.ambiguous-id": { readonly id: string };
  "risk.not-positive-semidefinite": { readonly pairs: string };
  "risk.cyclic-dominoes": { readonly path: string };
  "risk.dominoes-too-entangled": { readonly width: number; readonly most: number };
  "risk.happens-and-prevented": object;
  "risk.not-costed": object;
  "risk.units-differ": { readonly units: string };
  "risk.not-monotone": object;
  "risk.column-missing": { readonly column: string };
  "risk.column-count": { readonly expected: number; readonly found: number };
  "risk.unclosed-quote": object;
  "risk.acceptance-ended": { readonly until: string };
  "risk.acceptance-ends": { readonly until: string };
  "risk.not-analysed": object;
  "risk.no-owner": object;
  "risk.early-warning": {
    readonly title: Text;
    readonly value: number;
    readonly limit: number;
    readonly threatens: string;
  };
  "risk.counted-twice": { readonly a: string; readonly b: string };
}

/** Codes of this package's findings. */
export type RiskCode = keyof Params;
type Message = Text & { readonly severity: "must" | "check"; readonly fix?: Text };
const must = (sv: string, en: string, fix?: Text): Message => ({ severity: "must", sv, en, ...(fix ? { fix } : {}) });
const check = (sv: string, en: string, fix?: Text): Message => ({ severity: "check", sv, en, ...(fix ? { fix } : {}) });

const messages: { readonly [Code in RiskCode]: (params: Params[Code]) => Message } = {
  "risk.invalid": ({ problem }) => must(`Fel form: ${problem}.`, `Wrong form: ${problem}.`),
  "risk.duplicate-id": ({ id }) => must(`”${id}” finns två gånger.`, `"${id}" is there twice.`),
  "risk.unknown-id": ({ id, what }) => must(`${what.sv} ”${id}” finns inte.`, `There is no ${what.en} "${id}".`),
  "risk.off-scale": ({ scale }) =>
    must(`Poängen ligger utanför skalan ${scale}.`, `The score lies outside the scale ${scale}.`),
  "risk.mitigates-nothing": () => must("Åtgärden gäller ingen risk.", "The mitigation is for no risk."),
  "risk.acceptance-without-end": () =>
    check("Risken är accepterad utan slutdag.", "The risk is accepted without a last day.", {
      sv: "Sätt en dag då den ska prövas igen.",
      en: "Set a day on which it is to be looked at again.",
    }),
  "risk.probability": ({ value }) =>
    must(`Sannolikheten ska vara 0 till 1, är ${value}.`, `The probability is 0 to 1, found ${value}.`),
  "risk.not-a-number": ({ field }) => must(`${field} är inget tal.`, `${field} is no number.`),
  "risk.range-order": ({ min, mode, max }) =>
    must(
      `Spannet ska vara minst ≤ troligast ≤ mest, är ${min}, ${mode}, ${max}.`,
      `The range is min ≤ mode ≤ max, found ${min}, ${mode}, ${max}.`,
    ),
  "risk.negative-duration": ({ value }) =>
    must(`Tiden kan inte vara negativ: ${value}.`, `A duration can't be negative: ${value}.`),
  "risk.no-values": () => must("Fördelningen har inga värden.", "The distribution has no values."),
  "risk.probabilities-sum": ({ sum }) =>
    must(`Sannolikheterna ska bli 1, blir ${sum}.`, `The probabilities sum to 1, found ${sum}.`),
  "risk.negative-factor": ({ value }) =>
    must(`Faktorn kan inte vara negativ: ${value}.`, `A factor can't be negative: ${value}.`),
  "risk.day-range": ({ lag, maxLag }) =>
    must(`Minsta avstånd ${lag} är större än största ${maxLag}.`, `Least lag ${lag} is above the greatest, ${maxLag}.`),
  "risk.cyclic-links": ({ path }) =>
    must(`Ordningen går i ring och kan inte hållas: ${path}.`, `The order goes in a ring that can't be met: ${path}.`),
  "risk.ties-unmet": ({ iterations, of }) =>
    must(
      `I ${iterations} av ${of} körningar kan största avstånden inte hållas.`,
      `In ${iterations} of ${of} runs the greatest lags can't be kept.`,
      { sv: "Lätta på ett största avstånd.", en: "Loosen a greatest lag." },
    ),
  "risk.too-long": ({ days, most }) =>
    must(
      `Planen kan ta ${days} dagar; högst ${most} kan räknas.`,
      `The plan may take ${days} days; at most ${most} can be computed.`,
    ),
  "risk.no-activities": () => must("Nätet har inga aktiviteter.", "The network has no activities."),
  "risk.drives-nothing": () => check("Risken träffar ingen aktivitet.", "The risk hits no activity."),
  "risk.correlation-value": ({ value }) =>
    must(`Korrelationen ska vara −1 till 1, är ${value}.`, `A correlation is −1 to 1, found ${value}.`),
  "risk.correlation-of-fixed": ({ id }) =>
    must(
      `”${id}” är varken en risk med sannolikhet eller en aktivitet med spann: inget att korrelera.`,
      `"${id}" is neither a risk with a probability nor an activity with a range: nothing to correlate.`,
    ),
  "risk.correlation-self": () => must("Paret är en och samma.", "The pair is one and the same."),
  "risk.ambiguous-id": ({ id }) =>
    must(`”${id}” är både en risk och en aktivitet.`, `"${id}" is both a risk and an activity.`),
  "risk.not-positive-semidefinite": ({ pairs }) =>
    must(
      "Korrelationerna motsäger varandra: ingen fördelning har dem alla.",
      "The correlations contradict each other: no distribution has them all.",
      { sv: `Närmast möjliga: ${pairs}.`, en: `Nearest possible: ${pairs}.` },
    ),
  "risk.cyclic-dominoes": ({ path }) =>
    must(`Dominobrickorna går i ring: ${path}.`, `The dominoes go in a ring: ${path}.`),
  "risk.dominoes-too-entangled": ({ width, most }) =>
    must(
      `${width} risker hänger ihop på en gång; högst ${most} kan räknas exakt.`,
      `${width} risks hang together at once; at most ${most} can be computed exactly.`,
    ),
  "risk.happens-and-prevented": () =>
    must("Risken kan inte både inträffa och hindras.", "The risk can't both happen and be prevented."),
  "risk.not-costed": () =>
    must("Åtgärden saknar kostnad eller bedömd effekt.", "The mitigation has no cost, or no judged effect."),
  "risk.units-differ": ({ units }) =>
    must(`Kostnaderna har olika enheter: ${units}.`, `The costs have different units: ${units}.`),
  "risk.not-monotone": () =>
    must(
      "Här kan mer åtgärd ge senare slut: det bästa valet kan inte bevisas.",
      "Here doing more may end later: the best choice can't be proved.",
      { sv: "Jämför åtgärderna en och en.", en: "Compare the mitigations one by one." },
    ),
  "risk.column-missing": ({ column }) => must(`Kolumnen ${column} saknas.`, `The column ${column} is missing.`),
  "risk.column-count": ({ expected, found }) =>
    must(`Raden har ${found} kolumner, väntat ${expected}.`, `The row has ${found} columns, expected ${expected}.`),
  "risk.unclosed-quote": () =>
    must(
      "Ett citattecken avslutas aldrig: filen är avkortad.",
      "A quotation mark is never closed: the file is cut off.",
    ),
  "risk.acceptance-ended": ({ until }) => must(`Acceptansen gick ut ${until}.`, `The acceptance ended on ${until}.`),
  "risk.acceptance-ends": ({ until }) =>
    check(`Acceptansen går ut ${until}, före nästa möte.`, `The acceptance ends on ${until}, before the next meeting.`),
  "risk.not-analysed": () => check("Risken är inte analyserad.", "The risk has not been analysed."),
  "risk.no-owner": () => check("Ingen äger risken.", "Nobody owns the risk."),
  "risk.early-warning": ({ title, value, limit, threatens }) =>
    check(
      `${title.sv}: ${value}, gräns ${limit}.${threatens && ` Hotar ${threatens}.`}`,
      `${title.en}: ${value}, limit ${limit}.${threatens && ` Threatens ${threatens}.`}`,
    ),
  "risk.counted-twice": ({ a, b }) =>
    check(
      `${a} och ${b} har både korrelation och domino: samma orsak kan räknas två gånger.`,
      `${a} and ${b} have both a correlation and a domino: one cause may be counted twice.`,
    ),
};

/** A finding of this package, with its text in both languages. */
export function finding<Code extends RiskCode>(code: Code, where: string, params: Params[Code]): Finding {
  return { code, where, ...messages[code](params) };
}
