/** What went well, or what stood in the way. Plain data: survives JSON and `postMessage`. */
export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

/** A text for people, in Swedish and English. */
export interface Text {
  readonly sv: string;
  readonly en: string;
}

/**
 * Something found in outside data: what, where and what to do, in two languages. Never holds a name or an identity
 * number. Codes (`scb.what`) are API; the sentences may change in a patch.
 */
export interface Finding extends Text {
  readonly code: string;
  /** `must`: has to be dealt with before the result is used. `check`: for a person to look at. */
  readonly severity: "must" | "check";
  /** File, row and column, a path into a document, or the id of the thing. */
  readonly where: string;
  /** What to try, where we know it. */
  readonly fix?: Text;
}
