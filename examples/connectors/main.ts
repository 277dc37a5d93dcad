// The same register read three times: when its source is well, when it stumbles, and when it breaks off half way.
// The rows look alike; what tells them apart is what the batch says of itself.
import { readSs12000, type Ss12000Dataset } from "@milstolpe/connectors";
import { mockSs12000, type Ss12000Fault } from "@milstolpe/connectors/testing";

const meta = { created: "2025-08-01T06:00:00Z", modified: "2025-08-15T06:00:00Z" };
const names = ["Åsa", "Örjan", "Maja", "Nils", "Zoë", "Håkan"];
// Numbers of the tax agency's test series.
const numbers = ["201301012389", "201301012397", "201301029805", "201301022388", "201301022396", "201301039812"];
const dataset: Ss12000Dataset = {
  organisations: [
    { id: "s1", meta, displayName: "Ödeskolan", organisationType: "Skolenhet", municipalityCode: "0180" },
  ],
  persons: names.map((givenName, index) => ({
    id: `p${index + 1}`,
    meta,
    givenName,
    familyName: "Ek",
    civicNo: { value: numbers[index] ?? "" },
    enrolments: [{ enroledAt: { id: "s1" }, schoolType: "GR", schoolYear: 6, startDate: "2025-08-18" }],
    responsibles: [],
  })),
  groups: [
    {
      id: "k1",
      meta,
      displayName: "6 A",
      groupType: "Klass",
      schoolType: "GR",
      organisation: { id: "s1" },
      startDate: "2025-08-18",
      groupMemberships: names.map((_, index) => ({ person: { id: `p${index + 1}` } })),
    },
  ],
  duties: [],
  placements: [],
  activities: [],
};

async function show(title: string, faults: readonly Ss12000Fault[]): Promise<void> {
  const server = await mockSs12000({ dataset, pageSize: 2, faults }).listen();
  const batch = await readSs12000({ baseUrl: server.baseUrl, now: Date.now, retry: { baseMs: 1 } });
  await server.close();
  const { complete } = batch.health;
  const spokenFor = batch.coverage.filter((entry) => complete && entry.complete).map(({ entity }) => entity);
  console.log(`\n${title}: ${batch.persons.length} persons, complete: ${complete}`);
  console.log(`  may be removed when missing: ${spokenFor.join(", ") || "nothing"}`);
  for (const { severity, where, en } of batch.health.findings) console.log(`  ${severity} ${where}: ${en}`);
}

await show("A source that is well", []);
await show("One that answers 503 and half a page", [
  { kind: "status", status: 503, retryAfter: "0", on: "persons" },
  { kind: "cut", on: "persons", page: 2 },
]);
await show("One that never gets past the second page", [{ kind: "cut", on: "persons", page: 2, times: Infinity }]);
