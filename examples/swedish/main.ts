// A column of a pupil file: which texts are identity numbers, whose school year is right, and what to tell the sender.
import {
  identityFinding,
  maskIdentity,
  municipality,
  parseIdentity,
  sameIdentity,
  schoolCalendar,
  workingDays,
} from "@milstolpe/swedish";

const written = ["19811228-9874", "811228-9874", "19811228 - 9874", "20130101-TF01", "19811228-9875", "19811228 9874"];
for (const [index, text] of written.entries()) {
  const read = parseIdentity(text, { on: "2026-11-25" });
  if (read.ok)
    console.log(`${read.value.kind}: ${maskIdentity(read.value.number)}, century ${read.value.century ?? "written"}`);
  else console.log(`refused: ${identityFinding(read.error, `row ${index + 2}`).en}`);
}
console.log("the same person:", sameIdentity("19811228-9874", "198112289874"));

const year = schoolCalendar({
  municipality: "0180",
  autumn: { start: "2026-08-18", end: "2026-12-18" },
  spring: { start: "2027-01-11", end: "2027-06-11" },
  breaks: [
    { name: "höstlov", start: "2026-10-26", end: "2026-10-30" },
    { name: "sportlov", start: "2027-03-01", end: "2027-03-05" },
    { name: "påsklov", start: "2027-03-30", end: "2027-04-02" },
  ],
  studyDays: ["2026-09-28", "2026-11-29"],
});
if (year.ok) {
  const { schoolYear, schoolDays, breakDays, findings } = year.value;
  console.log(
    `${municipality("0180")?.name} ${schoolYear}: ${schoolDays.length} school days, ${breakDays.length} days off`,
  );
  for (const { where, en } of findings) console.log(`${where}: ${en}`);
}
console.log("working days until New Year:", workingDays("2026-11-25", "2027-01-01").length);
