// A re-send that would delete a school is stopped, until somebody signs for it.
import { gradesYear9Vt2026, prepareReport, type ScbRecord } from "@milstolpe/scb";

const graded = Object.fromEntries(
  gradesYear9Vt2026.fields.map(({ name, kind, codes }) => [
    name,
    kind === "grade" ? (codes?.includes("2") ? "2" : "C") : "",
  ]),
);
const pupil = (index: number, schoolUnit: string): ScbRecord => ({
  ...graded,
  System: "Example",
  Datum: "2026-06-12",
  Version: "1",
  PersonNr: `20130101TF1${index}`,
  Skolenhetskod: schoolUnit,
  Klass: "9A",
  Fornamn: "Test",
  Efternamn: "Person",
  Sv: "C",
});

const previous = [pupil(0, "99000001"), pupil(1, "99000001"), pupil(2, "99000002")];
const records = previous.slice(0, 2);
const print = (title: string, decisions: Parameters<typeof prepareReport>[0]["decisions"]) => {
  const { report, findings } = prepareReport({
    layout: gradesYear9Vt2026,
    records,
    previous,
    decisions: decisions ?? [],
  });
  console.log(`${title}: ${report?.rows.length ?? 0} rows, may be sent: ${report?.isComplete ?? false}`);
  for (const { severity, where, en } of findings) console.log(`  [${severity}] ${where}: ${en}`);
};
print("Without the second school", undefined);
print("With a decision", [
  {
    schoolUnit: "99000002",
    by: "Head of administration",
    reason: "The school closed in December",
    at: "2026-06-12T08:00:00Z",
  },
]);
