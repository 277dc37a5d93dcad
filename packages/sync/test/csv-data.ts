/** Two generated register files, and what was planted between them. */
export interface Planted {
  readonly before: Uint8Array;
  readonly after: Uint8Array;
  readonly truth: {
    readonly added: number;
    readonly removed: number;
    readonly updated: number;
    readonly fieldChanges: number;
    readonly unchanged: number;
  };
}

export const csvColumns = [
  "id",
  "given_name",
  "family_name",
  "birth_date",
  "email",
  "phone",
  "street",
  "postal_code",
  "city",
  "municipality",
  "unit",
  "unit_name",
  "class",
  "school_year",
  "school_form",
  "start_date",
  "end_date",
  "guardian_1",
  "guardian_2",
] as const;

/** A small generator with a seed (mulberry32): the same file every time. */
export function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

const given = ["Åsa", "Björn", "Cecilia", "David", "Elin", "Fatima", "Göran", "Hanna", "Ömer", "Ida"];
const family = ["Ek", "Åberg", "Öberg", "Lindqvist", "Söderström", "Nilsson", "Ahmed", "Sjögren", "Wall", "Bäck"];
const cities = ["Sjöstad", "Norra Ängby", "Västerlunda", "Östanå"];

function cells(index: number, random: () => number): string[] {
  const pick = (from: readonly string[]) => from[Math.floor(random() * from.length)] ?? "";
  const [first, last, unit] = [pick(given), pick(family), Math.floor(random() * 77)];
  const day = String(1 + Math.floor(random() * 28)).padStart(2, "0");
  const number = Math.floor(random() * 90) + 1;
  // One row in five has a comma, and so quotes, in its address.
  const street = random() < 0.2 ? `"Storgatan ${number}, lgh ${1000 + number}"` : `Skolvägen ${number}`;
  return [
    `P${String(index).padStart(8, "0")}`,
    first,
    last,
    `20${String(8 + (index % 10)).padStart(2, "0")}-0${1 + (index % 9)}-${day}`,
    `elev.${index}@edu.example.se`,
    random() < 0.5 ? "" : `070-${100000 + Math.floor(random() * 899999)}`,
    street,
    `${10000 + Math.floor(random() * 89999)}`,
    pick(cities),
    "9901",
    `9900${String(unit).padStart(4, "0")}`,
    `Enhet ${unit} i Sjöstad`,
    `${index % 10}${"ABC"[index % 3] ?? ""}`,
    `${index % 10}`,
    "GR",
    "2026-08-18",
    "",
    `G${String(index % 700000).padStart(8, "0")}`,
    random() < 0.7 ? `G${String((index * 7) % 700000).padStart(8, "0")}` : "",
  ];
}

const values = [1, 2, 4, 5, 7, 10, 12, 17];

/**
 * Makes two files of `rows` rows: about 2 % changed in one to four fields, 0.5 % added, 0.5 % removed, the rest the same.
 * @param order - whether the later file is in the order of the earlier one
 */
export function plantedCsv(rows: number, order: "same" | "shuffled", seed = 1): Planted {
  const random = seeded(seed);
  const before = new Rows();
  const after = new Rows();
  const truth = { added: 0, removed: 0, updated: 0, fieldChanges: 0, unchanged: 0 };
  const later: number[] = [];
  for (let index = 0; index < rows; index += 1) {
    const row = cells(index, random);
    before.add(row.join(","));
    const lot = random();
    if (lot < 0.005) {
      truth.removed += 1;
      continue;
    }
    if (lot < 0.025) {
      const fields = 1 + Math.floor(random() * 4);
      for (let change = 0; change < fields; change += 1) {
        const field = values[(index + change * 3) % values.length] ?? 1;
        row[field] = `ändrad ${index}`;
      }
      truth.updated += 1;
      truth.fieldChanges += new Set(
        Array.from({ length: fields }, (_, change) => (index + change * 3) % values.length),
      ).size;
    } else truth.unchanged += 1;
    later.push(after.add(row.join(",")));
    if (random() < 0.005) {
      truth.added += 1;
      later.push(after.add(cells(rows + index, random).join(",")));
    }
  }
  if (order === "shuffled") {
    for (let index = later.length - 1; index > 0; index -= 1) {
      const other = Math.floor(random() * (index + 1));
      [later[index], later[other]] = [later[other] ?? 0, later[index] ?? 0];
    }
  }
  return { before: before.file(), after: after.file(later), truth };
}

/** Rows as bytes, so that a million of them are no million strings. */
class Rows {
  #bytes = Buffer.alloc(1 << 20);
  #length = 0;
  readonly #starts: number[] = [];

  add(row: string): number {
    if (this.#length + row.length * 3 + 1 > this.#bytes.length)
      this.#bytes = Buffer.concat([this.#bytes], this.#bytes.length * 2);
    this.#starts.push(this.#length);
    this.#length += this.#bytes.write(`${row}\n`, this.#length);
    return this.#starts.length - 1;
  }

  file(order: readonly number[] = this.#starts.map((_, index) => index)): Uint8Array {
    const header = Buffer.from(`${csvColumns.join(",")}\n`);
    const result = Buffer.allocUnsafe(header.length + this.#length);
    let at = header.copy(result);
    for (const row of order)
      at += this.#bytes.copy(result, at, this.#starts[row], this.#starts[row + 1] ?? this.#length);
    return result;
  }
}
