import type { TrainingView } from "../../server/status.ts";
import { Empty, Scroll } from "../findings.tsx";
import { useWords } from "../language.ts";

/** Who is trained when, per unit. */
export function Training({ training }: { training: TrainingView | undefined }) {
  const { t, day, count } = useWords();
  return (
    <section id="training" aria-labelledby="training-title">
      <h2 id="training-title">{t("Utbildning", "Training")}</h2>
      {training ? (
        <>
          <p>
            {count(training.placed)} {t("av", "of")} {count(training.people)}{" "}
            {t("personer har en plats i", "people have a place in")} {count(training.sessions)}{" "}
            {t("tillfällen", "sessions")}. {t("Tidigast", "Not before")} {day(training.accessFrom)}
            {training.trainedBy && `, ${t("alla klara", "all trained by")} ${day(training.trainedBy)}`}.{" "}
            {t("Brott mot hårda regler", "Hard violations")}: {count(training.hardViolations)}.
          </p>
          <details>
            <summary>{t("Täckning per enhet", "Coverage per unit")}</summary>
            <Scroll label={t("Täckning per enhet", "Coverage per unit")}>
              <table>
                <thead>
                  <tr>
                    <th scope="col">{t("Enhet", "Unit")}</th>
                    <th scope="col">{t("Personer", "People")}</th>
                    <th scope="col">{t("Har plats", "Placed")}</th>
                    <th scope="col">{t("Nyckelpersoner", "Key persons")}</th>
                    <th scope="col">{t("Utbildade senast", "Trained by")}</th>
                  </tr>
                </thead>
                <tbody>
                  {training.units.map((unit) => (
                    <tr key={unit.unit}>
                      <th scope="row">{unit.name}</th>
                      <td className="number">{count(unit.people)}</td>
                      <td className="number">
                        {count(unit.placed)}
                        <meter min={0} max={unit.people} value={unit.placed} aria-hidden="true" />
                      </td>
                      <td className="number">{count(unit.keyPersons)}</td>
                      <td>{unit.trainedBy ? day(unit.trainedBy) : "–"}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scroll>
          </details>
        </>
      ) : (
        <Empty command="npx milstolpe demo" />
      )}
    </section>
  );
}
