import type { ImportProfile } from "./import-profile.ts";
import { newReading, type Reading } from "./reading.ts";

/** A reading of import files: people are named by their numbers, school types by the platform's words. */
export interface ImportReading extends Reading {
  personId(identity: string): string;
  /** The register's school type for the platform's school form; an unknown form is kept as it is and noted. */
  schoolType(form: string | undefined): string | undefined;
}

const nothingKnown: ReadonlySet<string> = new Set();

export function importReading(profile: ImportProfile, personId: (identity: string) => string): ImportReading {
  const reading = newReading();
  const types = new Map(Object.entries(profile.schoolForms).map(([type, form]) => [form, type]));
  const ids = new Map<string, string>();
  return {
    ...reading,
    personId(identity) {
      // A person is named by every relation: the hash is made once.
      const known = ids.get(identity);
      if (known !== undefined) return known;
      const id = personId(identity);
      ids.set(identity, id);
      return id;
    },
    schoolType(form = "") {
      if (form === "") return undefined;
      const type = types.get(form);
      if (type === undefined) reading.values.note("schoolForm", form, nothingKnown);
      return type ?? form;
    },
  };
}
