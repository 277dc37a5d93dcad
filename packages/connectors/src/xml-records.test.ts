import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type XmlNode, xmlRecords, type XmlRecordsOptions } from "./xml-records.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function read(document: Uint8Array, piece = document.length || 1, limits: Omit<XmlRecordsOptions, "onRecord"> = {}) {
  const records: XmlNode[] = [];
  const reader = xmlRecords({ ...limits, onRecord: (record) => records.push(record) });
  for (let at = 0; at < document.length; at += piece) reader.push(document.subarray(at, at + piece));
  return { records, ...reader.end() };
}

const sound =
  '<?xml version="1.0" encoding="utf-8"?><e:r xmlns:e="urn:x"><e:p a="1">å&amp;<![CDATA[<ö>]]><q> 2 </q></e:p><p/></e:r>';
const expected = [
  {
    name: "p",
    attributes: { a: "1" },
    text: "å&<ö>",
    children: [{ name: "q", attributes: {}, text: "2", children: [] }],
  },
  { name: "p", attributes: {}, text: "", children: [] },
];

test("records come one by one, names without prefix, text and CDATA as they are meant", () => {
  const { records, root, fault } = read(bytes(sound));
  expect(records.map((record) => ({ ...record, attributes: { ...record.attributes } }))).toMatchObject(expected);
  expect([root, fault]).toEqual(["r", undefined]);
});

test("pieces of any size give the same, also between the two bytes of an å", () => {
  for (let piece = 1; piece < 60; piece += 1)
    expect(read(bytes(sound), piece).records).toEqual(read(bytes(sound)).records);
});

test("the encoding is what the declaration says", () => {
  const latin1 = Uint8Array.from('<?xml version="1.0" encoding="ISO-8859-1"?><r><p>Åsa</p></r>', (c) =>
    c.charCodeAt(0),
  );
  expect(read(latin1).records[0]?.text).toBe("Åsa");
  expect(read(bytes(`\uFEFF<r><p>Åsa</p></r>`)).records[0]?.text).toBe("Åsa");
});

describe("a document that is not well is left where it stops being so", () => {
  const laughs = `<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "${"&a;".repeat(10)}"><!ENTITY c "${"&b;".repeat(10)}">]><r><p>&c;</p></r>`;
  test.each<[string, string, string]>([
    ["a billion laughs", laughs, "doctype"],
    ["an external entity", '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r><p>&x;</p></r>', "doctype"],
    ["an external document type", '<!DOCTYPE r SYSTEM "http://example.com/x.dtd"><r><p>1</p></r>', "doctype"],
    ["an entity that nobody has declared", "<r><p>&x;</p></r>", "broken"],
    ["a cut document", "<r><p>1</p><p>2", "broken"],
    ["tags that cross", "<r><p><q></p></q></r>", "broken"],
    ["text after the end", "<r><p>1</p></r>x", "broken"],
    ["nothing", "", "empty"],
    ["blanks", " \n ", "empty"],
    ["something else", "sourcedId,name", "broken"],
    ["an unknown encoding", '<?xml version="1.0" encoding="koi8-r"?><r/>', "encoding"],
    ["a depth that never ends", `<r>${"<p>".repeat(100)}${"</p>".repeat(100)}</r>`, "too-deep"],
  ])("%s", (_name, text, reason) => {
    const { records, fault } = read(bytes(text));
    expect(fault?.reason).toBe(reason);
    expect(JSON.stringify(records)).not.toMatch(/haha|root:/);
  });

  test("a record that does not end is left at the limit", () => {
    const limited = read(bytes(`<r><p>${"x".repeat(200_000)}</p></r>`), 1000, { maxRecordLength: 100_000 });
    expect(limited.fault?.reason).toBe("too-long");
  });

  test("bytes that are not in the encoding", () => {
    expect(read(Uint8Array.from([...bytes("<r><p>"), 0xe5, ...bytes("</p></r>")])).fault?.reason).toBe("encoding");
    expect(read(Uint8Array.from([0xff, 0xfe, 60, 0])).fault?.reason).toBe("encoding");
  });

  test("the records before the fault are there", () => {
    expect(read(bytes("<r><p>1</p><p>2</p><p>3")).records.map(({ text }) => text)).toEqual(["1", "2"]);
  });

  test("whatever bytes come, in pieces of any size, the outcome is the same", () => {
    const part = fc.oneof(
      fc.uint8Array({ maxLength: 30 }),
      fc.constantFrom("<r>", "</r>", "<p a='1'>", "</p>", "<!--", "]]>", "&#0;").map(bytes),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), fc.integer({ min: 1, max: 10 }), (parts, piece) => {
        const whole = Uint8Array.from(parts.flatMap((one) => [...one]));
        expect(read(whole, piece)).toEqual(read(whole));
      }),
    );
  });
});
