import type { Finding, Result } from "./finding.ts";
import { finding } from "./http-messages.ts";

/** Reads the bytes of a JSON file: UTF-8, with or without a byte order mark. */
export function jsonOf(bytes: Uint8Array, file: string): Result<unknown, Finding> {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return { ok: false, error: finding("connectors.bad-encoding", file, { expected: "UTF-8" }) };
  }
  if (text.trim() === "") return { ok: false, error: finding("connectors.empty-file", file, {}) };
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false, error: finding("connectors.broken-json", file, {}) };
  }
}
