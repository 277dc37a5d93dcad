import { useEffect, useState } from "react";
import type { Status } from "../server/status.ts";
import { firstLanguage, LanguageContext, useWords, type Language } from "./language.ts";
import { Risks } from "./sections/risks.tsx";
import { Rollout } from "./sections/rollout.tsx";
import { Scb } from "./sections/scb.tsx";
import { Steps } from "./sections/steps.tsx";
import { Sync } from "./sections/sync.tsx";
import { Training } from "./sections/training.tsx";
import { useStatus } from "./use-status.ts";

export function App() {
  const [language, setLanguage] = useState<Language>(firstLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem("language", language);
  }, [language]);
  return (
    <LanguageContext value={language}>
      <Page onLanguage={() => setLanguage(language === "sv" ? "en" : "sv")} />
    </LanguageContext>
  );
}

function Page({ onLanguage }: { onLanguage: () => void }) {
  const { t, language } = useWords();
  const { loaded, reload } = useStatus();
  const status = loaded.state === "loading" ? undefined : loaded.status;
  return (
    <>
      <a className="skip" href="#rollout">
        {t("Hoppa till innehållet", "Skip to content")}
      </a>
      <header>
        <h1>Milstolpe {status && <small>{status.municipality.name}</small>}</h1>
        <nav aria-label={t("Delar", "Parts")}>
          <a href="#rollout">{t("Införandet", "Rollout")}</a>
          <a href="#sync">{t("Registret", "Register")}</a>
          <a href="#training">{t("Utbildning", "Training")}</a>
          <a href="#risk">{t("Risker", "Risks")}</a>
          <a href="#scb">SCB</a>
        </nav>
        <button type="button" onClick={onLanguage} lang={language === "sv" ? "en" : "sv"}>
          {language === "sv" ? "In English" : "På svenska"}
        </button>
      </header>
      <main>
        {loaded.state === "lost" && (
          <p role="alert" className="notice">
            {t(
              "Servern svarar inte. Det som visas kan vara gammalt.",
              "The server does not answer. What is shown may be old.",
            )}{" "}
            <button type="button" onClick={reload}>
              {t("Försök igen", "Try again")}
            </button>
          </p>
        )}
        {status ? <Parts status={status} /> : loaded.state === "loading" && <p>{t("Hämtar …", "Loading …")}</p>}
      </main>
      <footer>
        {status && (
          <p>
            {t("Senast ändrat", "Last changed")}{" "}
            <time dateTime={status.updatedAt}>{status.updatedAt.slice(0, 16).replace("T", " ")}</time> UTC.{" "}
            {t("Kommunen och alla i den är påhittade.", "The municipality and everyone in it are invented.")}
          </p>
        )}
      </footer>
    </>
  );
}

function Parts({ status }: { status: Status }) {
  return (
    <>
      <Steps steps={status.steps} />
      <Rollout plan={status.plan} />
      <Sync sync={status.sync} />
      <Training training={status.training} />
      <Risks risk={status.risk} />
      <Scb reports={status.scb} />
    </>
  );
}
