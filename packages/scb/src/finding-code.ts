import type { ReportParams } from "./messages.ts";
import type { RegisterParams } from "./register-messages.ts";
import type { SheetParams } from "./sheet-messages.ts";
import type { SignOffParams } from "./sign-off-messages.ts";

/** Every code that a finding of this package may have. */
export type ScbCode = keyof ReportParams | keyof SheetParams | keyof SignOffParams | keyof RegisterParams;
