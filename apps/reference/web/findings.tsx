import type { ReactNode } from "react";
import type { FindingView, Text } from "../server/status.ts";
import { useWords } from "./language.ts";

/** Findings, the ones that must be dealt with first. */
export function Findings({
  findings,
  caption,
  names,
}: {
  findings: readonly FindingView[];
  caption: string;
  /** What the places are called, by the ids that findings use. */
  names?: ReadonlyMap<string, Text>;
}) {
  const { t, say, count } = useWords();
  if (findings.length === 0) return <p className="quiet">{t("Inga anmärkningar.", "No findings.")}</p>;
  const must = findings.filter((finding) => finding.severity === "must");
  const rest = findings.filter((finding) => finding.severity !== "must");
  return (
    <details open={must.length > 0 && findings.length <= 12}>
      <summary>
        {caption}: {count(must.length)} {t("måste åtgärdas", "must be dealt with")}, {count(rest.length)}{" "}
        {t("att se över", "to check")}
      </summary>
      <ul className="findings">
        {[...must, ...rest].map((finding, index) => (
          // Findings have no identity of their own and never change place while shown.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index}>
            <strong>{finding.severity === "must" ? t("Måste", "Must") : t("Se över", "Check")}</strong>{" "}
            <Place where={finding.where} name={names?.get(finding.where)} /> {say(finding)}
            {finding.fix && <em> {say(finding.fix)}</em>}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Place({ where, name }: { where: string; name: Text | undefined }) {
  const { say } = useWords();
  return name ? <em>{say(name)}.</em> : <code>{where}</code>;
}

/** Something wide, such as a table: on a narrow screen it scrolls in its own place, by keyboard too. */
export function Scroll({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={label}>
      {children}
    </div>
  );
}

/** A part of the page that has nothing to show yet, with the step that fills it. */
export function Empty({ command }: { command: string }) {
  const { t } = useWords();
  return (
    <p className="quiet">
      {t("Här finns inget än. Kör", "Nothing here yet. Run")} <code>{command}</code>.
    </p>
  );
}
