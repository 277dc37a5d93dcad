import type { Text } from "./finding.ts";

/**
 * Which characters SCB lets a field hold: `A` all but semicolon, `B` letters, `BS` letters and digits, `S` digits,
 * `S-` digits and hyphen.
 */
export type CharClass = "A" | "B" | "BS" | "S" | "S-";

/** What the field means, where a check rests on it. */
export type FieldKind = "date" | "identity" | "school-unit" | "name" | "grade" | "language" | "text";

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
  /** False where blank is a value of its own, as a language that nobody reads. */
  readonly required: boolean;
  /** The codes a grade may have. Absent: no list. */
  readonly codes?: readonly string[];
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

/** The record layout of one collection and term, as data. */
export interface Layout {
  readonly id: string;
  readonly title: Text;
  /** `VT2026`: spring term 2026. */
  readonly term: string;
  /**
   * `verified`: read in SCB's own description. `secondary`: known through somebody who quotes it. `draft`: order or
   * codes are not known, and nothing written with it may be called a file for SCB.
   */
  readonly status: "verified" | "secondary" | "draft";
  readonly source: { readonly title: string; readonly date: string };
  readonly carrier: Carrier;
  readonly fields: readonly Field[];
  readonly rules: {
    /** Exactly one of the two is graded. */
    readonly swedish: readonly [string, string];
    readonly blocks: readonly Block[];
    readonly languages: readonly LanguageSubject[];
    /** Graded only in schools with preparatory dance education. */
    readonly dance: string;
  };
}

/** One row: the text of every field by its name. Personal data. */
export type ScbRecord = Readonly<Record<string, string>>;
