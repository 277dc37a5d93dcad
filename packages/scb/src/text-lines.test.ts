import * as fc from "fast-check";
import { expect, test } from "vitest";
import { decodeLines, isUtf8 } from "./text-lines.ts";

function decodes(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

test("what is UTF-8 is what the platform says it is", () => {
  const high = fc.constantFrom(
    0x41,
    0x80,
    0x9f,
    0xa0,
    0xbf,
    0xc1,
    0xc2,
    0xe0,
    0xed,
    0xef,
    0xf0,
    0xf4,
    0xf5,
    0xff,
    0x90,
    0x8f,
  );
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 6 }),
    fc.array(high, { maxLength: 5 }).map((list) => Uint8Array.from(list)),
  );
  fc.assert(
    fc.property(bytes, (content) => {
      expect(isUtf8(content, 0, content.length)).toBe(decodes(content));
    }),
    { numRuns: 2000 },
  );
});

test("every letter of a UTF-8 text is found again", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 20 }), (text) => {
      const lines = decodeLines(new TextEncoder().encode(`;${text}`)).lines.map((line) => line.text);
      expect(lines.join("\n")).toBe(
        `;${text}`
          .split(/\r\n|\r|\n/)
          .filter(Boolean)
          .join("\n"),
      );
    }),
  );
});
