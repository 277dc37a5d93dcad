import type { FileParams } from "./file-messages.ts";
import type { RowParams } from "./row-messages.ts";
import type { SubmissionParams } from "./submission-messages.ts";
import type { RegisterParams } from "./register-messages.ts";
import type { SheetParams } from "./sheet-messages.ts";
import type { SignOffParams } from "./sign-off-messages.ts";

/** Every code that a finding of this package may have. */
export type ScbCode =
  | keyof FileParams
  | keyof RowParams
  | keyof SubmissionParams
  | keyof SheetParams
  | keyof SignOffParams
  | keyof RegisterParams;
