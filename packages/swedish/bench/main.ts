import { holidays, municipality, parseIdentity, testIdentity, testSerials } from "@milstolpe/swedish";
import personnummer from "personnummer";

/** Runs the two in turn and prints the best time of each, how far the others were, and the ratio. */
function compare(title: string, ours: () => number, theirs: () => number, rounds = 9): void {
  const times: readonly [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    for (const [index, run] of [ours, theirs].entries()) {
      const start = performance.now();
      run();
      times[index]?.push(performance.now() - start);
    }
  }
  const line = (name: string, list: readonly number[]): string =>
    `  ${name.padEnd(22)} ${Math.min(...list)
      .toFixed(0)
      .padStart(5)} ms   (slowest ${Math.max(...list).toFixed(0)} ms of ${rounds})`;
  console.log(title);
  console.log(line("@milstolpe/swedish", times[0]));
  console.log(line("personnummer", times[1]));
  console.log(`  ratio ${(Math.min(...times[0]) / Math.min(...times[1])).toFixed(2)}`);
}

const numbers = Array.from({ length: 200_000 }, (_, index) => {
  const day = new Date(Date.UTC(1930, 0, 1 + (index % 32_000))).toISOString().slice(0, 10);
  return testIdentity(day, testSerials[index % 4] ?? 238);
});
const count = (texts: readonly string[], accepts: (text: string) => boolean): number =>
  texts.reduce((sum, text) => sum + (accepts(text) ? 1 : 0), 0);
const ours = (text: string): boolean => parseIdentity(text).ok;
const theirs = (text: string): boolean => personnummer.valid(text);

const written = numbers.map((number) => `${number.slice(0, 8)}-${number.slice(8)}`);
const wrong = numbers.map((number) => number.slice(0, 11) + String((Number(number[11]) + 1) % 10));
for (const [title, texts] of [
  ["twelve digits", numbers],
  ["with a hyphen", written],
  ["with a wrong check digit", wrong],
] as const) {
  if (count(texts, ours) !== count(texts, theirs)) throw new Error("the two do not agree");
  compare(
    `${texts.length.toLocaleString("en")} numbers, ${title}`,
    () => count(texts, ours),
    () => count(texts, theirs),
  );
}
const tf = ["20130101TF01", "20130101-TF99"];
console.log(`TF numbers accepted: ours ${count(tf, ours)} of 2, theirs ${count(tf, theirs)} of 2`);

const start = performance.now();
for (let year = 1990; year < 2990; year++) holidays(year);
const afterHolidays = performance.now();
for (let index = 0; index < 1_000_000; index++) municipality("0180");
console.log(
  `1,000 years of holidays ${(afterHolidays - start).toFixed(0)} ms, ` +
    `1,000,000 municipality look-ups ${(performance.now() - afterHolidays).toFixed(0)} ms`,
);
