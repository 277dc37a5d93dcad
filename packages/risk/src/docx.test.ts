import { inflateRawSync } from "node:zlib";
import { crc32 } from "node:zlib";
import { expect, test } from "vitest";
import {
  exampleScores,
  fiveByFive,
  type RiskReport,
  riskReportParts,
  rolloutRisks,
  scaleKey,
  toDocx,
  withScores,
} from "./index.ts";

const register = withScores(rolloutRisks, scaleKey(fiveByFive), exampleScores);

/** The files of an archive, by its central directory, with their checksums compared. */
function unzip(bytes: Uint8Array): Readonly<Record<string, string>> {
  const buffer = Buffer.from(bytes);
  const end = buffer.length - 22;
  expect(buffer.readUInt32LE(end)).toBe(0x06054b50);
  const files: Record<string, string> = {};
  let at = buffer.readUInt32LE(end + 16);
  for (let file = 0; file < buffer.readUInt16LE(end + 10); file += 1) {
    expect(buffer.readUInt32LE(at)).toBe(0x02014b50);
    const [method, sum, size, length] = [
      buffer.readUInt16LE(at + 10),
      buffer.readUInt32LE(at + 16),
      buffer.readUInt32LE(at + 20),
      buffer.readUInt16LE(at + 28),
    ];
    const [name, local] = [buffer.toString("utf8", at + 46, at + 46 + length), buffer.readUInt32LE(at + 42)];
    const from = local + 30 + buffer.readUInt16LE(local + 26) + buffer.readUInt16LE(local + 28);
    const stored = buffer.subarray(from, from + size);
    const data = method === 0 ? stored : inflateRawSync(stored);
    expect(crc32(data)).toBe(sum);
    files[name] = data.toString("utf8");
    at += 46 + length + buffer.readUInt16LE(at + 30) + buffer.readUInt16LE(at + 32);
  }
  expect(at).toBe(end);
  return files;
}

test.each(["sv", "en"] as const)(
  "a Word document has every risk, headings, repeated table heads and its language (%s)",
  (language) => {
    const files = unzip(toDocx(riskReportParts(register, { language, scale: fiveByFive })));
    expect(Object.keys(files)).toEqual([
      "[Content_Types].xml",
      "_rels/.rels",
      "word/_rels/document.xml.rels",
      "word/styles.xml",
      "word/document.xml",
    ]);
    const document = files["word/document.xml"] ?? "";
    for (const { id, title } of register.risks) {
      expect(document).toContain(id);
      expect(document).toContain(title[language].replaceAll("'", "&#39;"));
    }
    expect(document.match(/<w:tbl>/g)).toHaveLength(2);
    expect(document.match(/<w:tblHeader\/>/g)).toHaveLength(2);
    expect(document).toContain('<w:pStyle w:val="Heading1"/>');
    expect(files["word/styles.xml"]).toContain('w:default="1" w:styleId="Normal"');
    expect(files["word/styles.xml"]).toContain(language === "sv" ? "sv-SE" : "en-GB");
  },
);

test("the same report gives the same bytes", () => {
  const report = riskReportParts(register, { language: "sv", scale: fiveByFive });
  expect(toDocx(report)).toEqual(toDocx(structuredClone(report)));
});

test("any text is well-formed: markup, control characters, half a pair, signs beyond 16 bits", () => {
  const text = "<w:p> & \u0001 \ud800 🙂 åäö €";
  const report: RiskReport = {
    language: "sv",
    title: text,
    parts: [text, { caption: text, head: [text], rows: [[text]] }],
  };
  const document = unzip(toDocx(report))["word/document.xml"] ?? "";
  const seen = [...document.matchAll(/<w:t [^>]*>([^<]*)</g)].map(([, found]) => found);
  expect(seen.filter(Boolean)).toEqual(Array.from({ length: 5 }, () => "&lt;w:p&gt; &amp;   \ufffd 🙂 åäö €"));
});
