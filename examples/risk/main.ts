// From the rows of a register to the day a milestone can be promised.
import {
  compareMitigations,
  driversOf,
  exampleScores,
  fiveByFive,
  inferredQuantification,
  type Network,
  propagate,
  rank,
  riskMatrix,
  rolloutRisks,
  scaleKey,
  simulate,
  withScores,
} from "@milstolpe/risk";

const network: Network = {
  activities: [
    { id: "integration-design", duration: { min: 2, mode: 4, max: 8 } },
    { id: "sync-setup", duration: { min: 2, mode: 3, max: 6 } },
    { id: "sync-verification", duration: { min: 10, mode: 15, max: 40 } },
    { id: "key-person-training", duration: { min: 8, mode: 12, max: 20 }, notBefore: 15 },
    { id: "realised", duration: 0 },
  ],
  links: [
    { from: "integration-design", to: "sync-setup", type: "FS", lag: 0 },
    { from: "sync-setup", to: "sync-verification", type: "FS", lag: 0 },
    { from: "sync-verification", to: "realised", type: "FS", lag: 0 },
    { from: "key-person-training", to: "realised", type: "FS", lag: 0 },
  ],
  milestones: ["realised"],
};

// As it comes, nothing is scored; R09 is left so, to show that it does no harm.
console.log("unscored at first:", riskMatrix(rolloutRisks, fiveByFive).unscored.length);
const { R09: _, ...scores } = exampleScores;
const register = withScores(rolloutRisks, scaleKey(fiveByFive), scores);
for (const { risk, value, band } of rank(register, fiveByFive).slice(0, 3))
  console.log(`${risk.id} ${value} ${band.title.en}: ${risk.title.en}`);

const { risks, dominoes } = driversOf(register, fiveByFive, inferredQuantification, network);
const probabilities = Object.fromEntries(risks.map(({ id, probability = 0 }) => [id, probability]));
const domino = propagate({ probabilities, dominoes }, { happens: ["R01"] });
if (domino.ok) console.log("R03 if R01 happens:", domino.value["R03"]?.toFixed(2), "alone:", probabilities["R03"]);

const result = simulate({ network, risks, dominoes }, { iterations: 20_000, seed: 2027 });
if (!result.ok) throw new Error(result.error.map(({ where, en }) => `${where}: ${en}`).join("\n"));
const { end, tornado, idle, criticality } = result.value;
console.log(`planned on day ${end.planned.day}, kept in ${(end.planned.chance * 100).toFixed(0)} % of the runs`);
console.log(`P50 day ${end.p50.toFixed(1)}, P80 day ${end.p80.toFixed(1)}, mean ± ${end.standardError.toFixed(2)}`);
for (const { id, swing } of tornado.slice(0, 3)) console.log(`  ${id} moves it ${swing.toFixed(1)} days`);
console.log("sync verification is critical in", ((criticality["sync-verification"] ?? 0) * 100).toFixed(0), "%");
console.log("drives nothing:", idle.map(({ id, idle }) => `${id} ${idle}`).join(", "));

// What two mitigations would be worth, on the same random numbers. Their effects are made up for this example.
const judged = [
  { id: "staff early", treats: [{ risk: "R01", effect: { probability: 0.4 } }], cost: { amount: 80, unit: "hours" } },
  { id: "order keys", treats: [{ risk: "R04", effect: { probability: 0.2 } }], cost: { amount: 6, unit: "hours" } },
] as const;
const options = { iterations: 20_000, seed: 2027, target: "realised", deadlines: { realised: 50 } };
const compared = compareMitigations({ network, risks, dominoes }, judged, options);
if (!compared.ok) throw new Error(compared.error.map(({ en }) => en).join("\n"));
for (const { id, milestones, daysPerCost } of compared.value.mitigations) {
  const { meanDays, chance } = milestones["realised"] ?? compared.value.together.end;
  console.log(
    `${id}: ${meanDays.value.toFixed(2)} ± ${meanDays.standardError.toFixed(2)} days, ` +
      `day 50 kept ${((chance?.value ?? 0) * 100).toFixed(1)} points more often, ${daysPerCost?.toFixed(3)} days an hour`,
  );
}
