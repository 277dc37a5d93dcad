// A rollout in React: a component that shows the milestones and what the next one waits for, drawn again after a command.
// It is drawn to text here; in a page the same component is drawn again by itself when the rollout changes.
import { compile, rolloutTemplate } from "@milstolpe/phases";
import { useRollout } from "@milstolpe/phases/react";
import { liveRollout, memoryStore, rolloutLog, type LiveRollout } from "@milstolpe/phases/store";
import { createElement as h } from "react";
import { renderToStaticMarkup } from "react-dom/server";

const kernel = compile(rolloutTemplate);
const chair = { actor: { party: "customer", body: "steering-group" }, at: "2027-03-19T09:00:00Z" };

function Milestones({ live }: { readonly live: LiveRollout }) {
  const state = useRollout(live);
  return h(
    "ol",
    null,
    rolloutTemplate.phases.flatMap(({ milestone }) => {
      if (!milestone) return [];
      const { id, title } = milestone;
      const status = state.milestones[id]?.status ?? "open";
      const unmet = kernel.explain(state, { type: "review", milestone: id, outcome: "approve" }, chair);
      const text = `${title.en}: ${status}${status === "open" && unmet.length > 0 ? `, waits for ${unmet.length}` : ""}`;
      return [h("li", { key: id }, text)];
    }),
  );
}

const live = await liveRollout(rolloutLog({ store: memoryStore(), stream: "ekbacka", template: rolloutTemplate }));
const draw = () =>
  console.log(
    renderToStaticMarkup(h(Milestones, { live }))
      .replaceAll("</li>", "\n")
      .replaceAll(/<[^>]+>/g, ""),
  );
draw();
await live.send({ type: "decide", decision: "migration-ordered", value: false }, chair);
for (const { id, responsible, condition } of rolloutTemplate.phases[0]?.activities ?? [])
  if (!condition)
    await live.send({ type: "complete", activity: id }, { ...chair, actor: { party: responsible[0] ?? "customer" } });
await live.send({ type: "review", milestone: "m1", outcome: "approve" }, chair);
draw();
