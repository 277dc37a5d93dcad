import type { RiskRowView, RiskView } from "../../server/status.ts";
import { Empty, Scroll } from "../findings.tsx";
import { useWords } from "../language.ts";

/** The heat map as a table with headings, so that it reads the same without colours, and the register below it. */
export function Risks({ risk }: { risk: RiskView | undefined }) {
  const { t } = useWords();
  return (
    <section id="risk" aria-labelledby="risk-title">
      <h2 id="risk-title">{t("Risker", "Risks")}</h2>
      {risk ? (
        <>
          <HeatMap risk={risk} />
          <RiskTable risks={risk.risks} />
        </>
      ) : (
        <Empty command="npx milstolpe demo" />
      )}
    </section>
  );
}

function HeatMap({ risk }: { risk: RiskView }) {
  const { t, say, count } = useWords();
  const levels = Array.from({ length: risk.scale.levels }, (_, index) => index + 1);
  const at = (probability: number, consequence: number) =>
    risk.risks.filter((row) => row.probabilityLevel === probability && row.consequenceLevel === consequence);
  const unscored = risk.risks.filter((row) => row.score === undefined);
  return (
    <>
      <Scroll label={t("Sannolikhet mot konsekvens", "Probability against consequence")}>
        <table className="heat">
          <caption>
            {t("Sannolikhet mot konsekvens", "Probability against consequence")} ({say(risk.scale.title)})
          </caption>
          <thead>
            <tr>
              <td />
              {levels.map((level) => (
                <th key={level} scope="col">
                  {t("Konsekvens", "Consequence")} {level}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {levels.toReversed().map((probability) => (
              <tr key={probability}>
                <th scope="row">
                  {t("Sannolikhet", "Probability")} {probability}
                </th>
                {levels.map((consequence) => {
                  const rows = at(probability, consequence);
                  return (
                    <td
                      key={consequence}
                      data-heat={Math.ceil((probability * consequence * 5) / risk.scale.levels ** 2)}
                    >
                      {rows.length > 0 && (
                        <abbr title={rows.map((row) => say(row.title)).join("; ")}>
                          {rows.map((row) => row.id).join(", ")}
                        </abbr>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {unscored.length > 0 && (
        <p>
          {count(unscored.length)} {t("risker är inte poängsatta:", "risks are not scored:")}{" "}
          {unscored.map((row) => row.id).join(", ")}.
        </p>
      )}
    </>
  );
}

function RiskTable({ risks }: { risks: readonly RiskRowView[] }) {
  const { t, say } = useWords();
  return (
    <details>
      <summary>
        {t("Alla risker", "All risks")}: {risks.length}
      </summary>
      <Scroll label={t("Alla risker", "All risks")}>
        <table>
          <thead>
            <tr>
              <th scope="col">Id</th>
              <th scope="col">{t("Risk", "Risk")}</th>
              <th scope="col">{t("Kategori", "Category")}</th>
              <th scope="col">{t("Värde", "Score")}</th>
            </tr>
          </thead>
          <tbody>
            {risks.map((row) => (
              <tr key={row.id}>
                <td>
                  <code>{row.id}</code>
                </td>
                <th scope="row">{say(row.title)}</th>
                <td>{say(row.category)}</td>
                <td className="number">
                  {row.score === undefined
                    ? t("ej satt", "not scored")
                    : `${row.score}${row.band ? ` ${say(row.band)}` : ""}`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </details>
  );
}
