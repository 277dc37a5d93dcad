import type { StepView } from "../../server/status.ts";
import { useWords } from "../language.ts";

/** The steps of the main job as they go on. */
export function Steps({ steps }: { steps: readonly StepView[] }) {
  const { t, say } = useWords();
  const states: Record<StepView["state"], string> = {
    waiting: t("väntar", "waiting"),
    running: t("pågår", "running"),
    done: t("klart", "done"),
    held: t("hålls", "held"),
    failed: t("misslyckades", "failed"),
  };
  if (steps.length === 0) return null;
  const current = steps.findLast(({ state }) => state !== "waiting");
  return (
    <section aria-labelledby="steps-title">
      <h2 id="steps-title">{t("Huvudjobbet", "The main job")}</h2>
      {/* Read out when a step begins or ends, and not at every percent. */}
      <p role="status" className="unseen">
        {current && `${say(current.title)}: ${states[current.state]}`}
      </p>
      <ol className="steps">
        {steps.map((step) => (
          <li key={step.id} data-state={step.state}>
            <span>{say(step.title)}</span> <strong>{states[step.state]}</strong>
            {step.state === "running" && <progress value={step.progress} aria-label={say(step.title)} />}
            {step.seconds !== undefined && <span className="quiet"> {step.seconds.toFixed(1)} s</span>}
            {step.detail && <small> {say(step.detail)}</small>}
          </li>
        ))}
      </ol>
    </section>
  );
}
