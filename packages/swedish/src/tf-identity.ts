import { parseIdentity } from "./identity.ts";

/** A person as a register knows them. */
export interface NamedIdentity {
  /** Identity number, twelve characters. */
  readonly identity: string;
  readonly givenName: string;
  readonly familyName: string;
}

/**
 * True when a TF number may be given up for another number: the one is a TF number, the other a personnummer or
 * samordningsnummer, both have the same birth date, and given and family name are the same. The rule that receivers
 * use when a pupil without a number gets one. Names are compared without regard to case and repeated blanks; å, ä, ö and
 * accents count. It finds a candidate: two pupils born the same day may have the same name.
 * @example
 * mayReplaceTf({ identity: "20130101TF01", ...name }, { identity: "201301012389", ...name }); // true
 */
export function mayReplaceTf(tf: NamedIdentity, other: NamedIdentity): boolean {
  const before = parseIdentity(tf.identity);
  const after = parseIdentity(other.identity);
  if (!before.ok || !after.ok || before.value.kind !== "tf") return false;
  if (after.value.kind !== "personnummer" && after.value.kind !== "samordningsnummer") return false;
  const { birthDate } = before.value;
  if (birthDate === undefined || birthDate !== after.value.birthDate) return false;
  const given = plainName(tf.givenName);
  const family = plainName(tf.familyName);
  return (
    given !== "" && family !== "" && given === plainName(other.givenName) && family === plainName(other.familyName)
  );
}

/** One way of writing a name: composed letters, lower case, single blanks. */
const plainName = (name: string): string => name.normalize("NFC").trim().replace(/\s+/g, " ").toLowerCase();
