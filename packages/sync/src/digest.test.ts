import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { canonical, digest, digestOfDigests, digestOfText } from "./digest.ts";

const sha256 = (bytes: string | Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const anyText = fc.string({ unit: "binary", maxLength: 4000 });

test("a digest is the SHA-256 of the text's UTF-8, whatever the text", () => {
  fc.assert(fc.property(anyText, (text) => digestOfText(text) === sha256(text)));
  expect(digestOfText("å\ud800ö")).toBe(sha256("å\ud800ö"));
});

test("digests after a text are hashed as bytes", () => {
  const parts = ["a", "b"].map((text) => sha256(text));
  const bytes = Buffer.concat([Buffer.from("Å"), ...parts.map((part) => Buffer.from(part, "hex"))]);
  expect(digestOfDigests("Å", parts)).toBe(sha256(bytes));
});

test("the canonical form does not depend on the order of names, and drops what is undefined", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const turned = Object.fromEntries(Object.entries({ ...value, none: undefined }).toReversed());
      expect(canonical(turned)).toBe(canonical(value));
      expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
      expect(digest(turned)).toBe(digest(value));
    }),
  );
});
