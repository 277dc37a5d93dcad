import { seeded } from "./csv-data.ts";
import { Invented } from "./invented.ts";
import { type LinkageSet, setOf } from "./linkage-data.ts";

/**
 * A set in the manner of splink's historical_50k: about ten records of each of some thousand people, with shorter names, by-names
 * and titles, old spellings, postcodes of other times, dates of which the year alone is right, and a third of the rest missing.
 */
export function historicalLike(count: number, seed: number): LinkageSet {
  const random = seeded(seed);
  const invented = new Invented(random);
  const rows: Record<string, string>[] = [];
  const trades = Array.from({ length: 40 }, () => invented.word());
  const regions = Array.from({ length: 90 }, () => invented.place());
  const postcode = (region: string): string => {
    const digits = Math.floor(random() * 60);
    const letters = () => String.fromCharCode(97 + Math.floor(random() * 26));
    return `${region.slice(0, 2)}${digits} ${Math.floor(random() * 10)}${letters()}${letters()}`;
  };
  for (let cluster = 0; rows.length < count; cluster += 1) {
    const born = invented.date(1560, 380);
    const region = invented.pick(regions);
    const person = {
      first: invented.given(),
      middle: random() < 0.4 ? invented.given() : "",
      last: random() < 0.05 ? `of ${region}` : invented.family(),
      title: random() < 0.12 ? `1st baronet ${invented.place()}` : "",
    };
    const home = postcode(region);
    const trade = invented.pick(trades);
    const records = 1 + Math.floor(random() * 19);
    for (let record = 0; record < records && rows.length < count; record += 1) {
      const first = random() < 0.12 ? person.first.slice(0, 3) || person.first : person.first;
      const spelt = (value: string): string => (random() < 0.15 ? invented.fault(value, () => value) : value);
      const given = random() < 0.05 && person.middle !== "" ? person.middle : first;
      const lot = random();
      rows.push({
        unique_id: `${cluster}-${record}`,
        cluster: String(cluster),
        first_name: random() < 0.03 ? "" : spelt(given),
        surname: random() < 0.06 ? "" : random() < 0.06 && person.title !== "" ? person.title : spelt(person.last),
        dob:
          lot < 0.2 ? "" : lot < 0.3 ? `${born.slice(0, 4)}-01-01` : lot < 0.35 ? invented.fault(born, () => "") : born,
        birth_place: random() < 0.25 ? "" : spelt(region),
        postcode_fake: random() < 0.2 ? "" : random() < 0.3 ? postcode(region) : home,
        occupation: random() < 0.35 ? "" : trade,
      });
    }
  }
  return setOf(rows, "unique_id", ({ cluster = "" }) => cluster, {
    comparisons: [
      { kind: "names", given: "first_name", family: "surname" },
      { kind: "date", field: "dob" },
      { kind: "text", field: "postcode_fake" },
      { kind: "name", field: "birth_place" },
      { kind: "exact", field: "occupation" },
    ],
    blocks: [
      ["postcode_fake", "first_name"],
      ["first_name", "surname"],
      ["dob", ["postcode_fake", 2]],
      ["postcode_fake", ["dob", 3]],
      ["surname", ["dob", 4]],
    ],
  });
}
