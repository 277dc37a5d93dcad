import { useState, type FormEvent } from "react";
import type { GuardView, SyncView, Text, UnitVerificationView, WaitingView } from "../../server/status.ts";
import { Empty, Findings, Scroll } from "../findings.tsx";
import { useWords } from "../language.ts";

/** What the sync found, what waits for a person, and how each unit stands. */
export function Sync({ sync }: { sync: SyncView | undefined }) {
  const { t } = useWords();
  return (
    <section id="sync" aria-labelledby="sync-title">
      <h2 id="sync-title">{t("Registret", "The register")}</h2>
      {sync ? <SyncParts sync={sync} /> : <Empty command="npx milstolpe sync plan --source demo" />}
    </section>
  );
}

function SyncParts({ sync }: { sync: SyncView }) {
  const { t, say, count } = useWords();
  const states: Record<SyncView["state"], string> = {
    planned: t("planerad", "planned"),
    held: t("hålls av ett skydd", "held by a guard"),
    rejected: t("avvisad av ett skydd", "rejected by a guard"),
    approved: t("godkänd", "approved"),
    applying: t("halvvägs genomförd", "half applied"),
    applied: t("genomförd", "applied"),
    undone: t("ångrad", "undone"),
  };
  return (
    <>
      <p>
        {t("Plan", "Plan")} <code>{sync.digest.slice(0, 12)}</code>: <strong>{states[sync.state]}</strong>.{" "}
        {sync.approval && `${t("Godkänd av", "Approved by")} ${sync.approval.by}: ${sync.approval.reason}. `}
        {sync.applied &&
          `${count(sync.applied.done)} ${t("ändringar gjorda", "changes made")}, ${count(sync.applied.conflicts)} ${t("konflikter", "conflicts")}.`}
      </p>
      <div className="pair">
        <Counts caption={t("Ändringar i planen", "Changes in the plan")} counts={sync.operations} />
        <Counts caption={t("Läget för raderna", "Situations of the rows")} counts={sync.situations} />
      </div>
      <Waiting waiting={sync.waiting} />
      <details>
        <summary>
          {t("Skydd", "Guards")}: {sync.guards.filter((guard) => guard.outcome !== "pass").length} {t("av", "of")}{" "}
          {sync.guards.length} {t("slog till", "reacted")}
        </summary>
        <ul className="findings">
          {sync.guards.map((guard) => (
            <li key={`${guard.id} ${guard.unit ?? ""}`}>
              <strong>{say(outcomes[guard.outcome])}</strong> {say(guard.text)}
            </li>
          ))}
        </ul>
      </details>
      <Findings findings={sync.findings} caption={t("Anmärkningar vid läsningen", "Findings while reading")} />
      {sync.verification && <Units units={sync.verification} />}
    </>
  );
}

const outcomes: Readonly<Record<GuardView["outcome"], Text>> = {
  pass: { sv: "Godtas.", en: "Passed." },
  warn: { sv: "Varning.", en: "Warning." },
  hold: { sv: "Hålls.", en: "Held." },
  reject: { sv: "Avvisas.", en: "Rejected." },
};

/** The words of the sync, for people. What is not here is shown as it is. */
const words: Readonly<Record<string, Text>> = {
  create: { sv: "nya rader", en: "new rows" },
  update: { sv: "ändrade", en: "changed" },
  rekey: { sv: "nytt identitetsnummer", en: "new identity number" },
  reactivate: { sv: "åter i bruk", en: "in use again" },
  deactivate: { sv: "ur bruk", en: "out of use" },
  link: { sv: "korsreferenser", en: "links to the source" },
  unlink: { sv: "korsreferenser borttagna", en: "links taken away" },
  linked: { sv: "kända", en: "known" },
  unlinked: { sv: "kända, nu med korsreferens", en: "known, now with a link" },
  unmatched: { sv: "nya", en: "new" },
  stale: { sv: "inaktuella", en: "stale" },
  untouched: { sv: "inte källans sak", en: "not the source's concern" },
  rekeyed: { sv: "samma person, nytt nummer", en: "same person, new number" },
  reappeared: { sv: "åter i källan", en: "back in the source" },
  disputed: { sv: "tvistiga", en: "disputed" },
  duplicateKey: { sv: "samma nyckel två gånger", en: "same key twice" },
  moved: { sv: "flyttade", en: "moved" },
  protected: { sv: "skyddad identitet", en: "protected identity" },
};

function Counts({ caption, counts }: { caption: string; counts: Readonly<Record<string, number>> }) {
  const { say, count } = useWords();
  return (
    <table>
      <caption>{caption}</caption>
      <tbody>
        {Object.entries(counts).map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{say(words[name] ?? { sv: name, en: name })}</th>
            <td className="number">{count(value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Waiting({ waiting }: { waiting: WaitingView | undefined }) {
  const { t, say, count } = useWords();
  const [answer, setAnswer] = useState<string>();
  async function approve(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const response = await fetch("api/sync/approve", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        digest: waiting?.digest,
        by: form.get("by"),
        reason: form.get("reason"),
        units: form.getAll("unit"),
      }),
    });
    setAnswer(say((await response.json()) as { sv: string; en: string }));
  }
  if (!waiting) {
    return (
      <p className="quiet" role="status">
        {answer ?? t("Ingenting väntar på någon.", "Nothing waits for anybody.")}
      </p>
    );
  }
  const { units, aside } = waiting;
  return (
    <form className="notice" onSubmit={(event) => void approve(event)}>
      <h3>{t("Väntar på ett beslut", "Waits for a decision")}</h3>
      <ul>
        {units.map(({ unit, name, operations }) => (
          <li key={unit}>
            <label>
              <input type="checkbox" name="unit" value={unit} /> {name}: {count(operations)}{" "}
              {t("ändringar hålls", "changes are held")}
            </label>
          </li>
        ))}
        {aside.map(({ text, rows }) => (
          <li key={text.en}>
            {count(rows)} {t("rader satta åt sidan:", "rows set aside:")} {say(text)}
          </li>
        ))}
      </ul>
      {units.length > 0 && (
        <>
          <label>
            {t("Vem godkänner", "Who approves")} <input name="by" required autoComplete="off" />
          </label>{" "}
          <label>
            {t("Skäl", "Reason")} <input name="reason" required autoComplete="off" />
          </label>{" "}
          <button type="submit">{t("Godkänn de valda enheterna", "Approve the chosen units")}</button>
        </>
      )}
      <p role="status">{answer}</p>
    </form>
  );
}

function Units({ units }: { units: readonly UnitVerificationView[] }) {
  const { t, count } = useWords();
  const verified = units.filter(({ state }) => state === "verified");
  const states: Record<UnitVerificationView["state"], string> = {
    verified: t("stämmer", "verified"),
    inReview: t("granskas", "in review"),
    deviations: t("avviker", "deviations"),
  };
  return (
    <details>
      <summary>
        {t("Verifiering per enhet", "Verification per unit")}: {count(verified.length)} {t("av", "of")}{" "}
        {count(units.length)} {t("stämmer helt", "agree completely")}
      </summary>
      <Scroll label={t("Verifiering per enhet", "Verification per unit")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("Enhet", "Unit")}</th>
              <th scope="col">{t("I källan", "In source")}</th>
              <th scope="col">{t("I registret", "In register")}</th>
              <th scope="col">{t("Lika", "Equal")}</th>
              <th scope="col">{t("Skiljer", "Differing")}</th>
              <th scope="col">{t("Saknas", "Missing")}</th>
              <th scope="col">{t("Inaktuella", "Stale")}</th>
              <th scope="col">{t("Tvistiga", "Disputed")}</th>
              <th scope="col">{t("Hålls", "Held")}</th>
              <th scope="col">{t("Läge", "State")}</th>
            </tr>
          </thead>
          <tbody>
            {units.map((unit) => (
              <tr key={unit.unit}>
                <th scope="row">{unit.name}</th>
                {[
                  unit.inSource,
                  unit.inRegister,
                  unit.equal,
                  unit.differing,
                  unit.missing,
                  unit.stale,
                  unit.disputed,
                  unit.held,
                ].map((value, column) => (
                  // Columns are fixed.
                  // oxlint-disable-next-line react/no-array-index-key
                  <td key={column} className="number">
                    {count(value)}
                  </td>
                ))}
                <td>{states[unit.state]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </details>
  );
}
