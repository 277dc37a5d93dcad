import type { Entity, Rejected } from "@milstolpe/sync";
import type { Finding } from "./finding.ts";
import { type FindingLog, findingLog } from "./finding-log.ts";
import { isGarbled } from "./garbled.ts";
import type { ImportProfile } from "./import-profile.ts";
import { type OpenValues, openValues } from "./open-values.ts";

/** What the steps of one reading share: who collects what is found, counted and kept aside. */
export interface ImportReading {
  readonly log: FindingLog;
  readonly values: OpenValues;
  readonly rejected: Rejected[];
  readonly received: Partial<Record<Entity, number>>;
  personId(identity: string): string;
  receive(entity: Entity): void;
  reject(entity: Entity, raw: unknown, found: Finding): void;
  /** A name as it is, noted when a wrong encoding has spoiled it. */
  name(text: string | undefined): string;
  garbled(): number;
  /** The register's school type for the platform's school form; an unknown form is kept as it is and noted. */
  schoolType(form: string | undefined): string | undefined;
}

const nothingKnown: ReadonlySet<string> = new Set();

export function importReading(profile: ImportProfile, personId: (identity: string) => string): ImportReading {
  const log = findingLog();
  const values = openValues();
  const rejected: Rejected[] = [];
  const received: Partial<Record<Entity, number>> = {};
  const types = new Map(Object.entries(profile.schoolForms).map(([type, form]) => [form, type]));
  const ids = new Map<string, string>();
  let garbled = 0;
  return {
    log,
    values,
    rejected,
    received,
    personId(identity) {
      // A person is named by every relation: the hash is made once.
      const known = ids.get(identity);
      if (known !== undefined) return known;
      const id = personId(identity);
      ids.set(identity, id);
      return id;
    },
    receive(entity) {
      received[entity] = (received[entity] ?? 0) + 1;
    },
    reject(entity, raw, found) {
      log.add(found);
      rejected.push({ entity, where: found.where, finding: found, raw });
    },
    name(text = "") {
      if (isGarbled(text)) garbled += 1;
      return text;
    },
    garbled: () => garbled,
    schoolType(form = "") {
      if (form === "") return undefined;
      const type = types.get(form);
      if (type === undefined) values.note("schoolForm", form, nothingKnown);
      return type ?? form;
    },
  };
}
