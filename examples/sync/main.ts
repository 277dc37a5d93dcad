// A register file that lost half of a school overnight: the school is held, the rest goes on.
import {
  approve,
  check,
  countOperations,
  emptyRegister,
  permitted,
  qualityChanges,
  qualityOf,
  qualityTable,
  reconcile,
  verification,
  type Batch,
  type Register,
} from "@milstolpe/sync";

const pupils = (unit: string, from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({ id: `p${from + index}`, unit }));

function batch(placed: readonly { id: string; unit: string }[], readAt: string): Batch {
  const units = ["North", "South"].map((name) => ({ id: name, name: `${name} school`, kind: "Skolenhet" }));
  const persons = placed.map(({ id }) => ({ id, givenName: "Pupil", familyName: id }));
  const enrolments = placed.map(({ id, unit }) => ({ id: `${id}|${unit}`, person: id, unit, schoolType: "GR" }));
  return {
    units,
    persons,
    enrolments,
    groups: [],
    placements: [],
    duties: [],
    memberships: [],
    guardianships: [],
    rejected: [],
    source: "register",
    readAt,
    kind: "total",
    health: { complete: true, received: {}, findings: [] },
    coverage: [
      { entity: "units", complete: true, fields: ["name", "kind"] },
      { entity: "persons", complete: true, fields: ["givenName", "familyName"] },
      { entity: "enrolments", complete: true, fields: ["person", "unit", "schoolType"] },
    ],
  };
}

/** The register after a plan: what a target would hold. */
function filled(source: Batch): Register {
  const { operations } = reconcile({ source, target: emptyRegister });
  const rows = (entity: string) =>
    operations.flatMap((operation) => (operation.entity === entity && operation.after ? [operation.after.row] : []));
  return {
    ...emptyRegister,
    units: rows("units"),
    persons: rows("persons"),
    enrolments: rows("enrolments"),
    links: rows("links"),
  } as Register;
}

const monday = [...pupils("North", 0, 300), ...pupils("South", 300, 320)];
const tuesday = [...monday.slice(0, 305), ...pupils("North", 400, 404)];
const plan = reconcile({
  source: batch(tuesday, "2027-03-02T05:00:00Z"),
  target: filled(batch(monday, "2027-03-01T05:00:00Z")),
});
console.log("planned:", countOperations(plan.operations));
const guards = check(plan);
for (const { outcome, finding } of guards) if (finding) console.log(`${outcome}: ${finding.en}`);
const approval = approve(plan, {
  by: "Head of IT",
  reason: "daily",
  at: "2027-03-02T06:00:00Z",
  expires: "2027-03-03T06:00:00Z",
});
const allowed = permitted(plan, guards, approval, "2027-03-02T06:00:00Z");
if (allowed.ok)
  console.log("goes on:", countOperations(allowed.value.operations), "waits:", countOperations(allowed.value.held));

// How good the register is, run by run: on Monday it was right; on Tuesday, before anything is done, North has more to see to.
const target = filled(batch(monday, "2027-03-01T05:00:00Z"));
const [before, after] = [monday, tuesday].map((placed, day) => {
  const source = batch(placed, `2027-03-0${day + 1}T05:00:00Z`);
  return qualityOf({ source, target, remaining: verification({ source, target }).remaining });
});
if (before && after) {
  const { share = 0, low = 0, high = 0 } = qualityTable([after]).find(({ measure }) => measure === "verified") ?? {};
  console.log(`verified: ${share.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`);
  for (const { measure, direction, unit = "all units", schoolType = "all" } of qualityChanges(before, after))
    console.log(`${direction}: ${measure}, ${unit}, school types: ${schoolType}`);
}
