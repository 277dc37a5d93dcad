import type { Text } from "./finding.ts";

/**
 * Which characters SCB lets a field hold: `A` all but semicolon, `B` letters, `BS` letters and digits, `S` digits,
 * `S-` digits and hyphen.
 */
export type CharClass = "A" | "B" | "BS" | "S" | "S-";

/**
 * What the field means, where a check rests on it. `code`: one of the field's codes. `points`: a number in the field's
 * range, or one of its codes. `percent`: 0 to 100.
 */
export type FieldKind =
  | "date"
  | "identity"
  | "school-unit"
  | "name"
  | "grade"
  | "language"
  | "code"
  | "points"
  | "percent"
  | "text";

/** A column of the file. */
export interface Field {
  /** Place in the row, from 1. */
  readonly position: number;
  /** SCB's name of the field. */
  readonly name: string;
  readonly label: Text;
  readonly kind: FieldKind;
  readonly charClass: CharClass;
  /** Most characters. */
  readonly maxLength: number;
  /** Fewest characters, where the description states it. */
  readonly minLength?: number;
  /** False where blank is a value of its own, as a language that nobody reads. */
  readonly required: boolean;
  /** The codes that a grade, a code or points may have; in a text, those with a meaning of their own. Absent: no list. */
  readonly codes?: readonly string[];
  /** Fewest and most points, both allowed. */
  readonly range?: readonly [number, number];
  /** What the description says each code means, in Swedish; an imported layout has it. `""` is blank. */
  readonly meanings?: Readonly<Record<string, string>>;
  /** When a code may be used, as the description says it, in Swedish; an imported layout has it. */
  readonly note?: string;
  /** The field that the description refers to for the codes of this one. */
  readonly sameAs?: string;
  /** What the source does not state; the value given is then the widest that is let through. */
  readonly unstated?: readonly ("charClass" | "maxLength")[];
}

/** How rows become bytes. SCB's published descriptions state only the delimiter: the rest is a setting. */
export interface Carrier {
  readonly delimiter: ";";
  readonly header: boolean;
  readonly newline: "\r\n" | "\n";
  readonly encoding: "windows-1252" | "utf-8";
  /** Which of these settings the description does not state. */
  readonly unstated: readonly ("header" | "newline" | "encoding")[];
}

/** A block grade (NO, SO) stands for its subjects: either the block is graded or each of them. */
export interface Block {
  readonly block: string;
  readonly subjects: readonly string[];
}

/** A subject whose language is told in a field of its own. */
export interface LanguageSubject {
  readonly language: string;
  readonly grade: string;
}

/** The fields of one subject in a national test. */
export interface TestSubject {
  /** As the fields begin: `MA`, `SV`. */
  readonly subject: string;
  /** Every field of the subject; those that may be blank are blank together. */
  readonly fields: readonly string[];
  /** Whether each part was taken; where the file does not say so, its points. */
  readonly parts: readonly string[];
  /** The grade of the whole test. */
  readonly grade?: string;
  /** Two fields that tell of the same part: whether it was taken, and its points. */
  readonly pairs: readonly (readonly [string, string])[];
}

/** What holds between the fields of a row. A rule that the collection does not have is absent. */
export interface LayoutRules {
  /** Exactly one of the two is graded. */
  readonly swedish?: readonly [string, string];
  readonly blocks?: readonly Block[];
  readonly languages?: readonly LanguageSubject[];
  /** Graded only in schools with preparatory dance education. */
  readonly dance?: string;
  readonly tests?: readonly TestSubject[];
  readonly teaching?: TeachingShares;
}

/** Shares of somebody's teaching: they sum to 100 when `teaches` is J. */
export interface TeachingShares {
  readonly teaches: string;
  readonly shares: readonly string[];
}

/** Where a layout was read. */
export interface LayoutSource {
  readonly title: string;
  /** Date of the description, ISO. */
  readonly date: string;
  /** SHA-256 of SCB's sheet, in hexadecimal, where it was at hand. */
  readonly sha256?: string;
}

/** A slip in SCB's own description, and how this layout reads it. */
export interface Erratum extends Text {
  readonly field: string;
}

/** A file that real systems deliver in place of the layout: it lacks fields, the others stand in order. */
export interface Variant extends Text {
  readonly lacks: readonly string[];
}

/** The record layout of one collection and term, as data. */
export interface Layout {
  readonly id: string;
  readonly title: Text;
  /** `VT2026`: spring term 2026; `HT` is autumn. */
  readonly term: string;
  /**
   * `verified`: read in SCB's own description. `secondary`: known through somebody who quotes it. `draft`: order or
   * codes are not known, and nothing written with it may be called a file for SCB.
   */
  readonly status: "verified" | "secondary" | "draft";
  readonly source: LayoutSource;
  /** The day that the file describes, where the collection has one. ISO. */
  readonly measuredOn?: string;
  /** Last day to report, where it is known. ISO. */
  readonly deadline?: string;
  /** The fields that name a row: no two rows agree in all of them. Default: `PersonNr`. */
  readonly key?: readonly string[];
  readonly carrier: Carrier;
  readonly fields: readonly Field[];
  readonly rules: LayoutRules;
  readonly errata?: readonly Erratum[];
  readonly variants?: readonly Variant[];
}

/** One row: the text of every field by its name. Personal data. */
export type ScbRecord = Readonly<Record<string, string>>;
