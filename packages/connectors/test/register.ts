import { testIdentity, testSerials } from "@milstolpe/swedish";
import type { Ss12000Dataset, Ss12000Person } from "../src/ss12000.ts";

/** A uuid that is the same every time. */
export const uuid = (kind: number, number: number): string =>
  `${String(kind).padStart(8, "0")}-0000-4000-8000-${String(number).padStart(12, "0")}`;

const meta = { created: "2025-08-01T06:00:00Z", modified: "2025-08-15T06:00:00Z" };
const givenNames = ["Åsa", "Örjan", "Ängla", "Nils", "Maja", "Noah", "Zoë", "Håkan"];
const familyNames = ["Björk", "Sjöö", "Lind", "Ståhl", "Öhrn", "Ek"];

/** Invented birth dates, each with one of the four numbers of the tax agency's test series. */
function identity(index: number, firstYear: number): { birthDate: string; civicNo: string } {
  const day = Math.floor(index / testSerials.length);
  const birthDate = new Date(Date.UTC(firstYear, 0, 1 + day)).toISOString().slice(0, 10);
  return { birthDate, civicNo: testIdentity(birthDate, testSerials[index % testSerials.length] ?? 980) };
}

function person(kind: number, index: number, firstYear: number): Ss12000Person {
  const { birthDate, civicNo } = identity(index, firstYear);
  return {
    id: uuid(kind, index),
    meta,
    givenName: givenNames[index % givenNames.length] ?? "",
    familyName: familyNames[index % familyNames.length] ?? "",
    civicNo: { value: civicNo, nationality: "SE" },
    birthDate,
    sex: index % 2 === 0 ? "Kvinna" : "Man",
    securityMarking: "Ingen",
    personStatus: "Aktiv",
    eduPersonPrincipalNames: [`p${kind}-${index}@skola.example`],
    emails: [{ value: `p${kind}-${index}@skola.example`, type: kind === 2 ? "Skola elev" : "Arbete övrigt" }],
    phoneNumbers: [{ value: `070-174 06 ${String(index % 100).padStart(2, "0")}`, type: "Hem", mobile: true }],
  };
}

/**
 * An invented register: pupils in classes of 25, a guardian for every pupil, a teacher for every class.
 * @param pupils - at least one
 */
export function register(pupils: number): Ss12000Dataset {
  const classes = Math.ceil(pupils / 25);
  const units = Math.ceil(classes / 9);
  const unitOf = (group: number): string => uuid(1, 1 + Math.floor(group / 9));
  const groupOf = (pupil: number): number => Math.floor(pupil / 25);
  return {
    organisations: [
      { id: uuid(1, 0), meta, displayName: "Ödeby kommun", organisationType: "Huvudman", municipalityCode: "0180" },
      ...Array.from({ length: units }, (_, unit) => ({
        id: uuid(1, 1 + unit),
        meta,
        displayName: `Ödeskolan ${unit + 1}`,
        organisationType: "Skolenhet" as const,
        parentOrganisation: { id: uuid(1, 0) },
        schoolUnitCode: String(10_000_001 + unit),
        municipalityCode: "0180",
        schoolTypes: ["GR", "FKLASS"],
      })),
    ],
    persons: [
      ...Array.from({ length: pupils }, (_, index) => ({
        ...person(2, index, 2011),
        enrolments: [
          {
            enroledAt: { id: unitOf(groupOf(index)) },
            schoolYear: groupOf(index) % 10,
            schoolType: groupOf(index) % 10 === 0 ? "FKLASS" : "GR",
            startDate: "2025-08-18",
            endDate: null,
          },
        ],
        responsibles: [{ person: { id: uuid(3, index) }, relationType: "Vårdnadshavare" as const }],
      })),
      ...Array.from({ length: pupils }, (_, index) => ({ ...person(3, index, 1975), responsibles: [] })),
      ...Array.from({ length: classes }, (_, index) => person(4, index, 1965)),
    ],
    groups: Array.from({ length: classes }, (_, group) => ({
      id: uuid(5, group),
      meta,
      displayName: `Klass ${group + 1}`,
      groupType: "Klass" as const,
      schoolType: group % 10 === 0 ? "FKLASS" : "GR",
      organisation: { id: unitOf(group) },
      startDate: "2025-08-18",
      endDate: "2026-06-12",
      groupMemberships: Array.from({ length: Math.min(25, pupils - group * 25) }, (_, seat) => ({
        person: { id: uuid(2, group * 25 + seat) },
        startDate: "2025-08-18",
      })),
    })),
    duties: Array.from({ length: classes }, (_, index) => ({
      id: uuid(6, index),
      meta,
      person: { id: uuid(4, index) },
      dutyAt: { id: unitOf(index) },
      dutyRole: "Lärare" as const,
      signature: `L${index}`,
      startDate: "2024-08-12",
      assignmentRole: [
        { group: { id: uuid(5, index) }, assignmentRoleType: "Mentor" as const, startDate: "2025-08-18" },
      ],
    })),
    placements: Array.from({ length: Math.ceil(pupils / 10) }, (_, index) => ({
      id: uuid(7, index),
      meta,
      placedAt: { id: unitOf(groupOf(index)) },
      group: { id: uuid(5, groupOf(index)) },
      child: { id: uuid(2, index) },
      owners: [{ id: uuid(3, index) }],
      schoolType: "FTH",
      startDate: "2025-08-18",
    })),
    activities: Array.from({ length: classes }, (_, index) => ({
      id: uuid(8, index),
      meta,
      displayName: `Matematik ${index + 1}`,
      calendarEventsRequired: true,
      activityType: "Undervisning" as const,
      groups: [{ id: uuid(5, index) }],
      teachers: [{ duty: { id: uuid(6, index) } }],
      organisation: { id: unitOf(index) },
      parentActivity: { id: uuid(9, index) },
      startDate: "2025-08-18",
      endDate: "2026-06-12",
    })),
  };
}
