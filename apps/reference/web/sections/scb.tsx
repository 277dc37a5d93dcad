import type { ScbReportView } from "../../server/status.ts";
import { Empty, Findings } from "../findings.tsx";
import { useWords } from "../language.ts";

/** The report files to Statistics Sweden and what the checks say of them. */
export function Scb({ reports }: { reports: readonly ScbReportView[] | undefined }) {
  const { t, say, count } = useWords();
  return (
    <section id="scb" aria-labelledby="scb-title">
      <h2 id="scb-title">{t("Filer till SCB", "Files to Statistics Sweden (SCB)")}</h2>
      {reports ? (
        reports.map((report) => (
          <article key={report.layout}>
            <h3>{say(report.title)}</h3>
            <p>
              {count(report.rows)} {t("rader skrivna", "rows written")}, {count(report.held)}{" "}
              {t("hålls tillbaka", "held aside")}, {count(report.bytes)} byte, SHA-256{" "}
              <code>{report.sha256.slice(0, 16)}…</code>
            </p>
            <Findings findings={report.findings} caption={t("Anmärkningar", "Findings")} />
          </article>
        ))
      ) : (
        <Empty command="npx milstolpe scb check FILE" />
      )}
    </section>
  );
}
