import type { Ss12000Dataset, Ss12000Organisation, Ss12000Person } from "@milstolpe/connectors/ss12000";
import type { Ss12000Fault } from "@milstolpe/connectors/testing";
import { mangled } from "./names.ts";

/** What can go wrong with a source, each as it has happened somewhere. */
export const disasters = [
  /** Every list is there and has no rows. */
  "empty-register",
  /** The units, but nobody in them. */
  "no-people",
  /** The neighbour's register: another municipality code on every unit. */
  "wrong-municipality",
  /** The list of people ends after half of them, as if that were all. */
  "cut-list",
  /** One school has no pupils. */
  "school-without-pupils",
  /** Read as Windows-1252 somewhere on the way: `Ã¥` for `å`. */
  "garbled-names",
  /** Every letter that is not English has become a question mark in a box. */
  "lost-letters",
  /** Two people with one identity number, three hundred times. */
  "shared-numbers",
  /** The first request for people is answered 503, the next as it should. */
  "busy-first",
  /** Everything about people is answered 503. */
  "down",
  /** The connection breaks off in the middle of a page, every time. */
  "half-page",
  /** A page that ends in the middle of a word, as if it were whole. */
  "broken-json",
  /** A page in ISO-8859-1 that says it is UTF-8. */
  "latin-1",
  /** The page refers to itself as the next one. */
  "endless-pages",
] as const;

export type Disaster = (typeof disasters)[number];

/** What a struck source is made of: options for `mockSs12000`. */
export interface Struck {
  readonly dataset: Ss12000Dataset;
  readonly faults: readonly Ss12000Fault[];
}

const faults: { readonly [D in Disaster]?: Ss12000Fault } = {
  "busy-first": { kind: "status", status: 503, retryAfter: "0", on: "persons" },
  down: { kind: "status", status: 503, retryAfter: "0", on: "persons", times: Infinity },
  "half-page": { kind: "cut", on: "persons", times: Infinity },
  "broken-json": { kind: "broken-json", on: "persons", times: Infinity },
  "latin-1": { kind: "latin-1", on: "persons", times: Infinity },
  "endless-pages": { kind: "repeat-token", on: "persons", times: Infinity },
};

/** The municipality's source after a disaster. Without one it is the source as it is. */
export function struckBy(disaster: Disaster | undefined, dataset: Ss12000Dataset): Struck {
  const fault = disaster === undefined ? undefined : faults[disaster];
  const persons = dataset.persons ?? [];
  const change = disaster === undefined ? {} : changed(disaster, dataset, persons);
  return { dataset: { ...dataset, ...change }, faults: fault === undefined ? [] : [fault] };
}

function changed(
  disaster: Disaster,
  dataset: Ss12000Dataset,
  persons: readonly Ss12000Person[],
): Partial<Ss12000Dataset> {
  switch (disaster) {
    case "empty-register":
      return { organisations: [], persons: [], groups: [], duties: [], placements: [], activities: [] };
    case "no-people":
      return { persons: [] };
    case "wrong-municipality":
      return { organisations: (dataset.organisations ?? []).map(neighbour) };
    case "cut-list":
      return { persons: persons.slice(0, Math.floor(persons.length / 2)) };
    case "school-without-pupils": {
      const school = firstSchool(persons);
      return {
        persons: persons.map((person) => ({
          ...person,
          enrolments: (person.enrolments ?? []).filter(({ enroledAt }) => enroledAt.id !== school),
        })),
      };
    }
    case "garbled-names":
      return { persons: persons.map((person) => renamed(person, mangled)) };
    case "lost-letters":
      return { persons: persons.map((person) => renamed(person, (name) => name.replace(/[^ -~]/g, "\ufffd"))) };
    case "shared-numbers": {
      const number = persons.map(({ civicNo }) => civicNo);
      return {
        persons: persons.map((person, i) =>
          i < 600 && i % 2 === 1 ? { ...person, civicNo: number[i - 1] ?? null } : person,
        ),
      };
    }
    default:
      return {};
  }
}

/** The same unit in a municipality that does not exist either. */
function neighbour(organisation: Ss12000Organisation): Ss12000Organisation {
  const { schoolUnitCode } = organisation;
  return {
    ...organisation,
    municipalityCode: "9902",
    ...(schoolUnitCode == null ? {} : { schoolUnitCode: schoolUnitCode.replace(/^9901/, "9902") }),
  };
}

const firstSchool = (persons: readonly Ss12000Person[]): string | undefined =>
  persons.flatMap(({ enrolments = [] }) => enrolments).find(({ schoolType }) => schoolType === "GR")?.enroledAt.id;

const renamed = (person: Ss12000Person, spoil: (name: string) => string): Ss12000Person => ({
  ...person,
  givenName: spoil(person.givenName),
  familyName: spoil(person.familyName),
});
