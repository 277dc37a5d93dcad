// A register that tells when something has changed, and a platform that never believes more of it than that: the call only
// brings the next reading forward. The second change is never told of; it comes with the next reading all the same.
import { readSs12000, readSs12000Changes, readSs12000Notification } from "@milstolpe/connectors/ss12000";
import { ss12000Due, subscribeSs12000, type Ss12000Dataset } from "@milstolpe/connectors/ss12000";
import { mockSs12000 } from "@milstolpe/connectors/testing";

const minute = 60_000;
let clock = Date.parse("2026-08-17T06:00:00Z");
const now = (): number => clock;
const secret = "a-secret-of-some-length";

const unit = { id: "s1", displayName: "Ödeskolan", schoolUnitCode: "10000001" };
const pupil = (id: string, givenName: string) => ({
  id,
  givenName,
  familyName: "Ek",
  eduPersonPrincipalNames: [`${id}@skola.example`],
  civicNo: { value: "201301012389" },
  enrolments: [{ enroledAt: { id: "s1" }, schoolType: "GR", schoolYear: 6 }],
});
const dataset: Ss12000Dataset = {
  organisations: [{ ...unit, organisationType: "Skolenhet" }],
  persons: [pupil("p1", "Åsa")],
  groups: [],
  duties: [],
  placements: [],
  activities: [],
};

// The platform's side of the call: in the place of an HTTP server here.
let notified: string | undefined;
async function hook(url: string, init: RequestInit): Promise<Response> {
  const { status, notification } = await readSs12000Notification({ request: new Request(url, init), secret });
  if (notification !== undefined) notified = new Date(clock).toISOString();
  console.log(`  called: ${status}, something new in ${notification?.lists.join(", ") ?? "nothing"}`);
  return new Response(null, { status });
}

const faults = [{ kind: "lost", on: "notifications", times: Infinity }] as const;
const register = (isDeaf: boolean) =>
  mockSs12000({ dataset, now, writable: true, deliver: hook, ...(isDeaf ? { faults } : {}) });

for (const isDeaf of [false, true]) {
  clock = Date.parse("2026-08-17T06:00:00Z");
  notified = undefined;
  const server = await register(isDeaf).listen();
  const { baseUrl } = server;
  console.log(isDeaf ? "\nA register whose calls are lost" : "A register that calls");
  const known = await readSs12000({ baseUrl, now });
  const { readAt: since } = known;
  const { subscription } = await subscribeSs12000({ baseUrl, now, target: `https://platform.example/hooks/${secret}` });

  clock += 10 * minute;
  const body = JSON.stringify({ persons: [pupil("p2", "Örjan")] });
  await fetch(`${baseUrl}/v2.0/persons`, { method: "POST", body });

  for (const start = clock; ; clock += minute) {
    const due = ss12000Due({
      now: clock,
      total: since,
      read: since,
      ...(notified === undefined ? {} : { notified }),
      ...(subscription === undefined ? {} : { subscription }),
    });
    if (due.read === "nothing") continue;
    const changes = await readSs12000Changes({ baseUrl, now, since, known });
    console.log(`  after ${(clock - start) / minute} minutes: ${changes.persons.length} person has changed`);
    break;
  }
  await server.close();
}
