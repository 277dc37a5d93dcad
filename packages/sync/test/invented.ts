const onsets = ["b", "br", "d", "f", "g", "h", "j", "k", "kl", "l", "m", "n", "p", "r", "s", "st", "t", "v", "w", "ch"];
const vowels = ["a", "e", "i", "o", "u", "ai", "ee", "ou"];
const endings = ["", "n", "r", "s", "l", "t", "ck", "nd", "son", "ley", "ton"];

/** How letters are taken for others: beside each other on the keyboard, alike in print, alike to the ear. */
const keyboard = ["qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890"];
const print: readonly (readonly [string, string])[] = [
  ["l", "1"],
  ["o", "0"],
  ["s", "5"],
  ["b", "6"],
  ["m", "rn"],
  ["w", "vv"],
  ["g", "9"],
  ["h", "b"],
  ["i", "j"],
  ["cl", "d"],
];
const ear: readonly (readonly [string, string])[] = [
  ["ck", "k"],
  ["ph", "f"],
  ["ch", "k"],
  ["v", "f"],
  ["ee", "i"],
  ["ou", "u"],
  ["ai", "e"],
  ["d", "t"],
  ["s", "z"],
  ["y", "i"],
];

/** Names, places and dates that nobody has, in the shares that names have. */
export class Invented {
  readonly #random: () => number;
  readonly #tables = new Map<string, readonly string[]>();

  constructor(random: () => number) {
    this.#random = random;
  }
  #below(count: number): number {
    return Math.floor(this.#random() * count);
  }
  pick<T>(from: readonly T[]): T {
    return from[this.#below(from.length)] as T;
  }
  word(): string {
    return this.#common("word", 3000);
  }
  given(): string {
    return this.#common("given", 300);
  }
  family(): string {
    return this.#common("family", 2500);
  }
  place(): string {
    return this.#common("place", 1200);
  }
  street(): string {
    return `${this.#common("street", 2000)} ${this.pick(["street", "place", "crescent", "circuit", "close"])}`;
  }
  postcode(): string {
    return String(2000 + Math.floor(this.#random() ** 2 * 6000));
  }
  date(from: number, years: number): string {
    const two = (value: number): string => String(value).padStart(2, "0");
    return `${from + this.#below(years)}-${two(1 + this.#below(12))}-${two(1 + this.#below(28))}`;
  }

  #common(kind: string, size: number): string {
    const known = this.#tables.get(kind);
    const table = known ?? [...new Set(Array.from({ length: size }, () => this.#coined()))];
    if (known === undefined) this.#tables.set(kind, table);
    // Zipf and Mandelbrot: the chance of place n goes as 1/(n + 15), so that the first has one or two in a hundred.
    const place = 15 * ((table.length + 15) / 15) ** this.#random() - 15;
    return table[Math.min(table.length - 1, Math.floor(place))] ?? "";
  }
  #coined(): string {
    const syllables = 1 + this.#below(3);
    const parts = Array.from({ length: syllables }, () => this.pick(onsets) + this.pick(vowels));
    return parts.join("") + this.pick(endings);
  }

  /** A value with one fault in it, or another value. */
  fault(value: string, another: () => string): string {
    if (value === "") return this.#random() < 0.3 ? another() : "";
    const lot = this.#random();
    if (lot < 0.03) return "";
    if (lot < 0.05) return another();
    if (lot < 0.08) return value.split(" ").toReversed().join(" ");
    if (lot < 0.11) return this.#random() < 0.5 ? value.replace(" ", "") : this.#edit(value, (at) => [at, 0, " "]);
    if (lot < 0.25) return this.#swapped(value, ear);
    if (lot < 0.39) return this.#swapped(value, print);
    if (lot < 0.55) return this.#edit(value, (at) => [at, 0, this.#beside(value[at] ?? "e")]);
    if (lot < 0.7) return this.#edit(value, (at) => [at, 1, ""]);
    if (lot < 0.9) return this.#edit(value, (at) => [at, 1, this.#beside(value[at] ?? "e")]);
    return this.#edit(value, (at) => [at, 2, `${value[at + 1] ?? ""}${value[at] ?? ""}`]);
  }
  #edit(value: string, how: (at: number) => readonly [number, number, string]): string {
    const [at, removed, inserted] = how(this.#below(value.length));
    return value.slice(0, at) + inserted + value.slice(at + removed);
  }
  #beside(letter: string): string {
    const row = keyboard.find((keys) => keys.includes(letter)) ?? keyboard[0] ?? "";
    return row[Math.max(0, Math.min(row.length - 1, row.indexOf(letter) + (this.#random() < 0.5 ? -1 : 1)))] ?? "";
  }
  #swapped(value: string, by: readonly (readonly [string, string])[]): string {
    const possible = by.flatMap(([one, other]) => [
      ...(value.includes(one) ? [[one, other] as const] : []),
      ...(value.includes(other) ? [[other, one] as const] : []),
    ]);
    if (possible.length === 0) return this.#edit(value, (at) => [at, 1, this.#beside(value[at] ?? "e")]);
    const [one, other] = this.pick(possible);
    return value.replace(one, other);
  }
}
