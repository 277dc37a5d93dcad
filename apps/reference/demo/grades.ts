import type { Reference, ScbRecord } from "@milstolpe/scb";
import type { Enrolment, Person } from "@milstolpe/sync";
import { demoDays } from "./calendar.ts";
import { type PlantedFault, plantFaults } from "./grade-faults.ts";
import { windows1252Name } from "./names.ts";
import { type Random, randomFor } from "./random.ts";
import type { Truth } from "./truth.ts";
import type { DemoUnit } from "./units.ts";

/** The grades of a year, as `prepareReport` takes them. */
export interface GradeReport {
  readonly layout: "betyg-ak6-vt2026" | "betyg-ak9-vt2026";
  readonly header: { readonly System: string; readonly Datum: string; readonly Version: string };
  /** One row per pupil and the planted faults among them. Personal data, were it not invented. */
  readonly records: readonly ScbRecord[];
  readonly reference: Reference;
  /** What was sent a week ago: no faults, some grades that have been corrected since. */
  readonly previous: readonly ScbRecord[];
  /** What is wrong with which rows of `records`: every finding of severity `must` that a check has to give. */
  readonly planted: readonly PlantedFault[];
}

/** Language codes of ISO 639-3 that the pupils read. */
const modernLanguages: Readonly<Record<string, string>> = { Franska: "FRA", Spanska: "SPA", Tyska: "DEU" };
const motherTongues = ["ARA", "SOM", "FIN", "FAS", "POL", "BOS", "TUR"] as const;

const practical = ["Bl", "Hkk", "Idh", "Mu", "Sl"] as const;
const science = ["Bi", "Fy", "Ke"] as const;
const society = ["Ge", "Hi", "Re", "Sh"] as const;
/** Pupils with a corrected grade since the last file. */
const corrected = 12;

/** The grades of years 6 and 9 of the spring term, of pupils in compulsory school; adapted schools are not in these files. */
export function gradeReports(truth: Truth, units: readonly DemoUnit[], seed: number): readonly GradeReport[] {
  return ([6, 9] as const).map((year) => gradeReport(year, truth, units, randomFor(seed, `grades-${year}`)));
}

function gradeReport(year: 6 | 9, truth: Truth, units: readonly DemoUnit[], random: Random): GradeReport {
  const pupils = pupilsOf(truth, ({ schoolType, schoolYear }) => schoolType === "GR" && schoolYear === year);
  const codeOf = (kind: (kind: DemoUnit["kind"]) => boolean): ReadonlySet<string> =>
    new Set(units.flatMap((unit) => (kind(unit.kind) ? [unit.row.schoolUnitCode ?? ""] : [])));
  const customs = new Map(units.map(({ row }) => [row.id, customsOf(random)]));
  const codes = new Map(units.map(({ row }) => [row.id, row.schoolUnitCode ?? ""]));
  const row = ({ person, unit, className, language }: Pupil): ScbRecord => ({
    PersonNr: person.identity ?? "",
    Skolenhetskod: codes.get(unit) ?? "",
    Klass: className,
    Fornamn: windows1252Name(person.givenName),
    Efternamn: windows1252Name(person.familyName),
    ...(year === 6 ? gradesOfYear6(customs.get(unit) ?? customsOf(random), random) : gradesOfYear9(language, random)),
  });
  const clean = pupils.map(row);
  const [adapted] = pupilsOf(truth, ({ schoolType, schoolYear }) => schoolType === "GRS" && schoolYear === year);
  return {
    layout: year === 6 ? "betyg-ak6-vt2026" : "betyg-ak9-vt2026",
    header: { System: "Milstolpe demo", Datum: demoDays.today, Version: "1" },
    ...plantFaults(clean, year, adapted && row(adapted), random),
    reference: {
      schoolUnits: codeOf(() => true),
      adaptedSchoolUnits: codeOf((kind) => kind === "adapted" || kind === "adapted-upper-secondary"),
      danceSchoolUnits: new Set(),
      languageCodes: new Set([...Object.values(modernLanguages), ...motherTongues]),
    },
    previous: clean.map((one, index) => (index < corrected ? { ...one, Idh: one["Idh"] === "E" ? "D" : "E" } : one)),
  };
}

interface Pupil {
  readonly person: Person;
  readonly unit: string;
  readonly className: string;
  /** The modern language whose teaching group the pupil is in: a code, or blank. */
  readonly language: string;
}

function pupilsOf(truth: Truth, isOne: (row: Enrolment) => boolean): readonly Pupil[] {
  const persons = new Map(truth.persons.map((person) => [person.id, person]));
  const groups = new Map(truth.groups.map((group) => [group.id, group]));
  const classOf = new Map<string, string>();
  const languageOf = new Map<string, string>();
  for (const { group: id, person, role } of truth.memberships) {
    const group = groups.get(id);
    if (role !== "pupil" || !group) continue;
    if (group.kind === "Klass") classOf.set(person, group.name);
    const code = modernLanguages[group.name.split(" ")[0] ?? ""];
    if (code !== undefined) languageOf.set(person, code);
  }
  return truth.enrolments.filter(isOne).flatMap(({ person: id, unit }) => {
    const person = persons.get(id);
    return person ? [{ person, unit, className: classOf.get(id) ?? "", language: languageOf.get(id) ?? "" }] : [];
  });
}

/** How a school grades year 6: by block or subject, and what it teaches later. */
interface Customs {
  readonly scienceAsBlock: boolean;
  readonly societyAsBlock: boolean;
  readonly homeEconomicsLater: boolean;
}

const customsOf = (random: Random): Customs => ({
  scienceAsBlock: random.chance(0.3),
  societyAsBlock: random.chance(0.2),
  homeEconomicsLater: random.chance(0.15),
});

function gradesOfYear6(customs: Customs, random: Random): ScbRecord {
  const grade = graderOf(random);
  const language = random.chance(0.75) ? random.pick(Object.values(modernLanguages)) : "";
  return {
    ...common(grade, random),
    ...pair("M2 (språk)", "M2 (betyg)", language, grade),
    ...pair("Modm_anm", "Modmalbe", motherTongue(random), grade),
    ...block("No", science, customs.scienceAsBlock, grade),
    ...block("So", society, customs.societyAsBlock, grade),
    ...(customs.homeEconomicsLater ? { Hkk: "Z" } : {}),
    Ovr: "2",
  };
}

function gradesOfYear9(language: string, random: Random): ScbRecord {
  const grade = graderOf(random);
  return {
    ...common(grade, random),
    ...pair("M2 (språk)", "M2 (betyg)", language, grade),
    ...pair("ML (språk)", "ML (betyg)", motherTongue(random), grade),
    ...Object.fromEntries([...science, ...society].map((subject) => [subject, grade()])),
    OVR: "2",
  };
}

type Grader = () => string;

/** Grades of one pupil: a level of their own, a step up or down by subject, `9` now and then. */
function graderOf(random: Random): Grader {
  const scale = ["F", "E", "D", "C", "B", "A"];
  const level = random.weighted([
    [0, 4],
    [1, 22],
    [2, 24],
    [3, 26],
    [4, 15],
    [5, 9],
  ] as const);
  return () => {
    if (random.chance(0.004)) return "9";
    return scale[Math.min(5, Math.max(0, level + random.pick([-1, 0, 0, 0, 1])))] ?? "E";
  };
}

function common(grade: Grader, random: Random): ScbRecord {
  const isSecondLanguage = random.chance(0.11);
  return {
    ...Object.fromEntries([...practical, "En", "Ma", "Tk"].map((subject) => [subject, grade()])),
    "M1 (språk)": "",
    "M1 (betyg)": "2",
    Sv: isSecondLanguage ? "2" : grade(),
    Sva: isSecondLanguage ? grade() : "2",
    Tn: "2",
  };
}

const motherTongue = (random: Random): string => (random.chance(0.12) ? random.pick(motherTongues) : "");

const pair = (language: string, mark: string, code: string, grade: Grader): ScbRecord => ({
  [language]: code,
  [mark]: code === "" ? "2" : grade(),
});

function block(name: string, subjects: readonly string[], asBlock: boolean, grade: Grader): ScbRecord {
  return {
    [name]: asBlock ? grade() : "2",
    ...Object.fromEntries(subjects.map((subject) => [subject, asBlock ? "2" : grade()])),
  };
}
