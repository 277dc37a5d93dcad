import { scaleUtc } from "d3-scale";
import type { ActivityView, MilestoneView, PhaseView, PlanView, Text } from "../../server/status.ts";
import { Empty, Findings, Scroll } from "../findings.tsx";
import { useWords } from "../language.ts";

const time = (day: string) => new Date(`${day}T00:00:00Z`);

/** Phases and milestones in time: a chart, and the same as tables. */
export function Rollout({ plan }: { plan: PlanView | undefined }) {
  const { t } = useWords();
  return (
    <section id="rollout" aria-labelledby="rollout-title">
      <h2 id="rollout-title">{t("Införandet i tiden", "The rollout in time")}</h2>
      {plan ? (
        <>
          <Chart plan={plan} />
          <MilestoneTable plan={plan} />
          {plan.phases.map((phase) => (
            <ActivityTable key={phase.id} phase={phase} />
          ))}
          <Findings
            findings={plan.findings}
            caption={t("Anmärkningar på planen", "Findings on the plan")}
            names={new Map(plan.phases.flatMap(({ activities }) => activities.map(({ id, title }) => [id, title])))}
          />
        </>
      ) : (
        <Empty command="npx milstolpe demo" />
      )}
    </section>
  );
}

const rowHeight = 44;
const left = 150;
const chartWidth = 900;

function Chart({ plan }: { plan: PlanView }) {
  const { t, say, day, language } = useWords();
  const days = plan.phases
    .flatMap(({ start, end, milestone }) => [start, end, ...(milestone?.p80 ? [milestone.p80] : [])])
    .sort();
  const x = scaleUtc([time(days[0] ?? plan.start), time(days.at(-1) ?? plan.end)], [left, chartWidth - 24]);
  const height = plan.phases.length * rowHeight + 34;
  const month = new Intl.DateTimeFormat(language === "sv" ? "sv-SE" : "en-GB", { month: "short", timeZone: "UTC" });
  return (
    <figure>
      <div
        className="scroll"
        tabIndex={0}
        role="group"
        aria-label={t("Diagram, samma som tabellen under", "Chart, the same as the table below")}
      >
        <svg
          viewBox={`0 0 ${chartWidth} ${height}`}
          role="img"
          aria-label={t("Faser och milstolpar", "Phases and milestones")}
        >
          {x.ticks(12).map((tick) => (
            <g key={tick.getTime()} transform={`translate(${x(tick)} 0)`}>
              <line y1={18} y2={height} className="grid" />
              <text y={12} textAnchor="middle">
                {month.format(tick)}
              </text>
            </g>
          ))}
          {plan.phases.map((phase, row) => {
            const y = 28 + row * rowHeight;
            const { milestone } = phase;
            return (
              <g key={phase.id}>
                <text x={0} y={y + 15}>
                  {say(phase.title)}
                </text>
                <rect
                  x={x(time(phase.start))}
                  width={Math.max(3, x(time(phase.end)) - x(time(phase.start)))}
                  y={y}
                  height={22}
                  rx={3}
                  className="bar"
                >
                  <title>{`${say(phase.title)}: ${day(phase.start)} – ${day(phase.end)}`}</title>
                </rect>
                {milestone?.p50 && milestone.p80 && (
                  <rect
                    x={x(time(milestone.p50))}
                    width={Math.max(2, x(time(milestone.p80)) - x(time(milestone.p50)))}
                    y={y + 25}
                    height={5}
                    className="range"
                  >
                    <title>{`P50 ${day(milestone.p50)}, P80 ${day(milestone.p80)}`}</title>
                  </rect>
                )}
                {milestone && (
                  <path
                    d="M0 -9 L9 0 L0 9 L-9 0 Z"
                    transform={`translate(${x(time(milestone.date))} ${y + 11})`}
                    className="milestone"
                  >
                    <title>{`${say(milestone.title)}: ${day(milestone.date)}`}</title>
                  </path>
                )}
              </g>
            );
          })}
        </svg>
      </div>
      <figcaption>
        {t(
          "Stapel: fasens planerade tid. Romb: milstolpen. Smalt band: P50 till P80 ur simuleringen.",
          "Bar: the phase as planned. Diamond: the milestone. Thin band: P50 to P80 of the simulation.",
        )}
      </figcaption>
    </figure>
  );
}

function MilestoneTable({ plan }: { plan: PlanView }) {
  const { t, say, day } = useWords();
  return (
    <Scroll label={t("Milstolpar", "Milestones")}>
      <table>
        <caption>{t("Milstolpar", "Milestones")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("Milstolpe", "Milestone")}</th>
            <th scope="col">{t("Planerad", "Planned")}</th>
            <th scope="col">P50</th>
            <th scope="col">P80</th>
            <th scope="col">{t("Medelfel, dagar", "Std error, days")}</th>
            <th scope="col">{t("Öppet före den", "Open before it")}</th>
          </tr>
        </thead>
        <tbody>
          {plan.phases.map(
            ({ id, milestone }) =>
              milestone && (
                <tr key={id}>
                  <th scope="row">{say(milestone.title)}</th>
                  <td>{day(milestone.date)}</td>
                  <td>{milestone.p50 ? day(milestone.p50) : "–"}</td>
                  <td>{milestone.p80 ? day(milestone.p80) : "–"}</td>
                  <td className="number">{milestone.standardError?.toFixed(2) ?? "–"}</td>
                  <td>{milestone.state === "passed" ? t("passerad", "passed") : <Open milestone={milestone} />}</td>
                </tr>
              ),
          )}
        </tbody>
      </table>
    </Scroll>
  );
}

/** What a milestone would be refused for now, and who can supply it. */
function Open({ milestone }: { milestone: MilestoneView }) {
  const { t, say, count } = useWords();
  return (
    <details>
      <summary>
        {count(milestone.open.length)} {t("saker", "things")}
      </summary>
      <ul>
        {milestone.open.map(({ title, by }) => (
          <li key={title.en}>
            {say(title)} ({by.map((party) => say(parties[party] ?? { sv: party, en: party })).join(", ")})
          </li>
        ))}
      </ul>
    </details>
  );
}

const parties: Readonly<Record<string, Text>> = {
  supplier: { sv: "leverantören", en: "supplier" },
  customer: { sv: "kommunen", en: "municipality" },
};

function ActivityTable({ phase }: { phase: PhaseView }) {
  const { t, say, day } = useWords();
  const states: Record<ActivityView["state"], string> = {
    planned: t("planerad", "planned"),
    started: t("pågår", "started"),
    done: t("klar", "done"),
    excluded: t("ingår inte", "not included"),
  };
  return (
    <details>
      <summary>
        {say(phase.title)}: {phase.activities.length} {t("aktiviteter", "activities")}
      </summary>
      <Scroll label={say(phase.title)}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("Aktivitet", "Activity")}</th>
              <th scope="col">{t("Från", "From")}</th>
              <th scope="col">{t("Till", "To")}</th>
              <th scope="col">{t("Ansvarig", "Responsible")}</th>
              <th scope="col">{t("Läge", "State")}</th>
              <th scope="col">{t("Kritisk", "Critical")}</th>
            </tr>
          </thead>
          <tbody>
            {phase.activities.map((activity) => (
              <tr key={activity.id}>
                <th scope="row">{say(activity.title)}</th>
                <td>{activity.state === "excluded" ? "–" : day(activity.start)}</td>
                <td>{activity.state === "excluded" ? "–" : day(activity.end)}</td>
                <td>
                  {activity.responsible.map((party) => say(parties[party] ?? { sv: party, en: party })).join(", ")}
                </td>
                <td>
                  {states[activity.state]}
                  {!activity.mandatory && activity.state !== "excluded" && ` (${t("valfri", "optional")})`}
                </td>
                <td className="number">
                  {activity.criticality === undefined
                    ? activity.critical
                      ? t("ja", "yes")
                      : "–"
                    : `${Math.round(activity.criticality * 100)} %`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </details>
  );
}
