/**
 * A wall-clock time `YYYY-MM-DDThh:mm` in a time zone, as an instant `YYYY-MM-DDThh:mm:00Z`. A day without a time, or a
 * text that is neither, is returned as it is. Of the hour that comes twice in October the first is meant.
 * @throws RangeError when the time zone does not exist
 */
export function toInstant(moment: string, zone: string): string {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(moment)) return moment;
  const wanted = Date.parse(`${moment}:00Z`);
  if (Number.isNaN(wanted)) return moment;
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
  const shownAt = (instant: number): number => Date.parse(`${format.format(instant).replace(" ", "T")}Z`);
  const offsetAt = (instant: number): number => shownAt(instant) - instant;
  const early = wanted - offsetAt(wanted - 86_400_000);
  const instant = shownAt(early) === wanted ? early : wanted - offsetAt(wanted + 86_400_000);
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}
