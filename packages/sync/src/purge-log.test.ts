import { expect, test } from "vitest";
import { noteCopy, notePurged, openCopies, type PurgeLog } from "./purge-log.ts";

const file = {
  place: "in/monday.csv",
  kind: "register file",
  storedAt: "2027-03-01T05:00:00Z",
  expires: "2027-04-01T05:00:00Z",
};
const plan = { ...file, place: "plans/1", kind: "plan", expires: "2027-03-15T05:00:00Z" };
const none: PurgeLog = [];
const log = noteCopy(noteCopy(none, file), plan);

test("what is stored is open, and overdue when its time is over", () => {
  expect(openCopies(log, "2027-03-20T00:00:00Z")).toEqual({ open: [file, plan], overdue: [plan] });
});

test("what was taken away stays in the log, with when and by whom", () => {
  const purged = { at: "2027-03-14T00:00:00Z", by: "nightly job" };
  const after = notePurged(log, plan.place, purged);
  expect(openCopies(after, "2027-03-20T00:00:00Z").open).toEqual([file]);
  expect(after[1]).toEqual({ ...plan, purged });
});

test("stored again at the same place, it is another copy, and the one before stays gone", () => {
  const purged = { at: "2027-03-14T00:00:00Z", by: "nightly job" };
  const again = noteCopy(notePurged(log, plan.place, purged), { ...plan, storedAt: "2027-03-14T01:00:00Z" });
  expect(openCopies(again, "2027-03-14T02:00:00Z").open).toHaveLength(2);
});

test("a copy that is kept for no time is a mistake", () => {
  expect(() => noteCopy(none, { ...file, expires: file.storedAt })).toThrow(RangeError);
});

test("a copy whose end can't be read should be gone", () => {
  expect(openCopies([{ ...file, expires: "soon" }], file.storedAt).overdue).toHaveLength(1);
});
