import { dominoRing } from "./dominoes.ts";
import type { Finding, Text } from "./finding.ts";
import { finding } from "./messages.ts";
import type { Register } from "./register.ts";
import { type Scale, scaleKey, isOnScale } from "./scale.ts";

/**
 * What is wrong with a register (`must`) or should be looked at (`check`). Being incomplete is neither.
 * @param scales - when given, scores on these scales are checked against their levels
 * @example
 * checkRegister(rolloutRisks); // []
 */
export function checkRegister(register: Register, scales: readonly Scale[] = []): readonly Finding[] {
  const { categories, risks, mitigations, dominoes } = register;
  const categoryIds = new Set(categories.map(({ id }) => id));
  const riskIds = new Set(risks.map(({ id }) => id));
  const ring = dominoRing(dominoes.filter(({ raises }) => raises === "probability"));
  return [
    ...twice(risks, "risk"),
    ...twice(mitigations, "mitigation"),
    ...twice(categories, "category"),
    ...risks.flatMap(({ id, category, delays, activities, status, acceptedUntil, score }) => {
      const where = `risk ${id}`;
      const scale = score && scales.find((known) => scaleKey(known) === score.scaleId);
      return [
        ...unknown(category, categoryIds, { sv: "Kategorin", en: "category" }, where),
        ...delays.flatMap((activity) =>
          unknown(
            activity,
            new Set(activities),
            { sv: "Den träffade aktiviteten", en: "activity that is hit," },
            where,
          ),
        ),
        ...(status === "accepted" && acceptedUntil === undefined
          ? [finding("risk.acceptance-without-end", where, {})]
          : []),
        ...(score && scale && !isOnScale(score, scale)
          ? [finding("risk.off-scale", where, { scale: score.scaleId })]
          : []),
      ];
    }),
    ...mitigations.flatMap(({ id, treats }) => {
      const where = `mitigation ${id}`;
      return [
        ...(treats.length === 0 ? [finding("risk.mitigates-nothing", where, {})] : []),
        ...treats.flatMap(({ risk }) => unknown(risk, riskIds, riskText, where)),
      ];
    }),
    ...dominoes.flatMap(({ from, to }) =>
      [from, to].flatMap((id) => unknown(id, riskIds, riskText, `domino ${from} > ${to}`)),
    ),
    ...(ring ? [finding("risk.cyclic-dominoes", "dominoes", { path: ring.join(" > ") })] : []),
  ];
}

const riskText: Text = { sv: "Risken", en: "risk" };

const unknown = (id: string, known: ReadonlySet<string>, what: Text, where: string): readonly Finding[] =>
  known.has(id) ? [] : [finding("risk.unknown-id", where, { id, what })];

function twice(things: readonly { readonly id: string }[], what: string): readonly Finding[] {
  const seen = new Set<string>();
  return things.flatMap(({ id }) => {
    if (seen.has(id)) return [finding("risk.duplicate-id", `${what} ${id}`, { id })];
    seen.add(id);
    return [];
  });
}
