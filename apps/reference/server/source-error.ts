import type { Text } from "./status.ts";

/** The source was not found, can't be read in that format, or can't be reached with that certificate. */
export class SourceError extends Error {
  readonly code:
    | "source.not-found"
    | "source.no-such-format"
    | "source.only-files"
    | "source.bad-profile"
    | "source.certificate";
  readonly text: Text;
  constructor(code: SourceError["code"], text: Text) {
    super(text.en);
    this.code = code;
    this.text = text;
  }
}
