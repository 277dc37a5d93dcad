import { zipSync } from "fflate";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isZip, readZip, writeZip } from "./zip.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const packed = (files: Record<string, Uint8Array>): Uint8Array => zipSync(files);
const codes = (file: Uint8Array, limits = {}) => readZip(file, "x.zip", limits).findings.map(({ code }) => code);

/** Writes over some bytes, found by what stands there. */
function changed(file: Uint8Array, find: string, put: string): Uint8Array {
  const text = Array.from(file, (byte) => String.fromCharCode(byte))
    .join("")
    .replaceAll(find, put);
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

test("what is packed is unpacked, and the same files give the same zip", () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.stringMatching(/^[a-z]{1,8}\.csv$/), fc.uint8Array({ maxLength: 5000 })),
      (content) => {
        const files = Object.entries(content).map(([name, data]) => ({ name, bytes: data }));
        const zip = writeZip(files);
        const read = readZip(zip, "x.zip");
        expect(read.findings).toEqual([]);
        expect(Object.fromEntries(read.files.map(({ name, bytes: data }) => [name, data]))).toEqual(
          Object.fromEntries(files.map(({ name, bytes: data }) => [name, data])),
        );
        expect(writeZip(files)).toEqual(zip);
      },
    ),
  );
});

test("a zip is known by its first bytes", () => {
  expect(isZip(packed({ "a.csv": bytes("x") }))).toBe(true);
  expect(isZip(bytes("sourcedId,name\n"))).toBe(false);
});

describe("a zip that is not to be trusted", () => {
  test.each(["../a.csv", "/etc/a.csv", "a/../../b.csv", "C:/a.csv", "a\\..\\b.csv", "./a.csv", "a//b.csv"])(
    "a path like %s is refused, the other files are read",
    (path) => {
      const read = readZip(packed({ [path]: bytes("evil"), "good.csv": bytes("good") }), "x.zip");
      expect(read.findings.map(({ code }) => code)).toEqual(["connectors.zip-path"]);
      expect(read.files.map(({ name }) => name)).toEqual(["good.csv"]);
      expect(JSON.stringify(read.findings)).not.toContain("..");
    },
  );

  test("a link is refused", () => {
    const link = zipSync({ "a.csv": [bytes("/etc/passwd"), { os: 3, attrs: 0o120777 << 16 }] });
    expect(codes(link)).toEqual(["connectors.zip-path"]);
  });

  test("a file that grows a thousandfold is left before it is whole", () => {
    const bomb = packed({ "a.csv": new Uint8Array(8 * 1024 * 1024) });
    expect(bomb.length).toBeLessThan(100_000);
    expect(codes(bomb)).toEqual(["connectors.zip-too-large"]);
    expect(codes(packed({ "a.csv": bytes("abc".repeat(1000)) }), { maxBytes: 2999 })).toEqual([
      "connectors.zip-too-large",
    ]);
  });

  test("a size that is claimed is not believed", () => {
    const zip = packed({ "a.csv": bytes("abc".repeat(1000)) });
    const size = String.fromCharCode(3000 & 255, 3000 >> 8, 0, 0);
    expect(codes(changed(zip, size, String.fromCharCode(5, 0, 0, 0)))).toEqual(["connectors.zip-broken"]);
  });

  test("too many files, two that share their bytes, one that is encrypted", () => {
    const many = packed(Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`${i}.csv`, bytes("x")])));
    expect(codes(many)).toEqual(["connectors.zip-too-large"]);
    const two = packed({ "a.csv": bytes("xxxx"), "b.csv": bytes("yyyy") });
    const view = new DataView(two.buffer, two.byteOffset);
    const directoryAt = view.getUint32(two.length - 6, true);
    const second = directoryAt + 46 + 5;
    view.setUint32(second + 42, 0, true); // the second entry now lies where the first does
    expect(codes(two)).toEqual(["connectors.zip-broken"]);
    const locked = packed({ "a.csv": bytes("x") });
    new DataView(locked.buffer).setUint16(new DataView(locked.buffer).getUint32(locked.length - 6, true) + 8, 1, true);
    expect(codes(locked)).toEqual(["connectors.zip-method"]);
  });

  test("a changed byte of the content is noticed by its checksum", () => {
    const zip = zipSync({ "a.csv": bytes("the content of a file") }, { level: 0 });
    expect(codes(changed(zip, "content", "contend"))).toEqual(["connectors.zip-broken"]);
  });

  test("cut anywhere it is told of, and nothing throws", () => {
    const zip = packed({ "a.csv": bytes("abc".repeat(50)), "b.csv": bytes("x") });
    for (let length = 0; length < zip.length; length += 1)
      expect(codes(zip.slice(0, length)).length).toBeGreaterThan(0);
  });

  test("whatever bytes come, nothing throws", () => {
    const contents = ["abc".repeat(50), "x"];
    const zip = packed({ "a.csv": bytes(contents[0] ?? ""), "b.csv": bytes(contents[1] ?? "") });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(zip.length - 1), fc.nat(255)), { maxLength: 8 }), (changes) => {
        const spoiled = zip.slice();
        for (const [at, byte] of changes) spoiled[at] = byte;
        const { files } = readZip(spoiled, "x.zip", { maxBytes: 1_000_000 });
        for (const { bytes: read } of files) expect(contents).toContain(new TextDecoder().decode(read));
      }),
    );
  });
});

test("files in a folder are read, and it is told that they should not be", () => {
  const read = readZip(
    packed({ "export/orgs.csv": bytes("x"), "export/users.csv": bytes("y"), "__MACOSX/x": bytes("") }),
    "x.zip",
  );
  expect(read.files.map(({ name }) => name)).toEqual(["orgs.csv", "users.csv"]);
  expect(read.findings.map(({ code, severity }) => [code, severity])).toEqual([["connectors.zip-folder", "check"]]);
});
