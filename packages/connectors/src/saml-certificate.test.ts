import { X509Certificate } from "node:crypto";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { selfSigned } from "../test/self-signed.ts";
import { readCertificate } from "./saml-certificate.ts";
import { xmlDuration, xmlInstant } from "./saml-time.ts";

const base64 = (...bytes: readonly number[]): string => btoa(String.fromCharCode(...bytes));

test.each([
  ["RSA, 2048 bits", { bits: 2048 }, { algorithm: "RSA", bits: 2048 }],
  ["RSA, an odd number of bits", { bits: 2051 }, { algorithm: "RSA" }],
  ["P-256", { kind: "P-256" }, { algorithm: "EC", bits: 256, curve: "P-256" }],
  ["P-384", { kind: "P-384" }, { algorithm: "EC", bits: 384, curve: "P-384" }],
  ["P-521", { kind: "P-521" }, { algorithm: "EC", bits: 521, curve: "P-521" }],
] as const)("a certificate with a key of %s is read as Node reads it", (_, options, key) => {
  const { certificate, publicKey } = selfSigned(options);
  const node = new X509Certificate(certificate);
  const read = readCertificate(certificate);
  expect(read).toMatchObject({
    key,
    sha256: node.fingerprint256.replaceAll(":", "").toLowerCase(),
    notBefore: new Date(node.validFrom).toISOString(),
    notAfter: new Date(node.validTo).toISOString(),
  });
  const modulus = node.publicKey.asymmetricKeyDetails?.modulusLength;
  expect(read?.key?.bits).toBe(modulus ?? read?.key?.bits);
  expect(read?.spki).toEqual(new Uint8Array(node.publicKey.export({ type: "spki", format: "der" })));
  // The key alone, and the certificate as it stands in metadata.
  expect(readCertificate(publicKey)?.spki).toEqual(read?.spki);
  expect(readCertificate(certificate.replace(/-----[^-]+-----/g, ""))).toEqual(read);
});

test.each([
  ["nothing", ""],
  ["no base64", "%%%"],
  ["a length beyond the end", base64(0x30, 0x7f, 0x00)],
  ["a length without end", base64(0x30, 0x80, 0x00, 0x00)],
  ["a private key", selfSigned({ kind: "P-256" }).privateKey],
])("%s is no certificate", (_, text) => {
  expect(readCertificate(text)).toBeUndefined();
});

test("whatever the bytes are, reading them ends and throws nothing", () => {
  const { certificate } = selfSigned({ kind: "P-256" });
  const whole = Buffer.from(certificate.replace(/-----[^-]+-----/g, ""), "base64");
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }), fc.nat(whole.length), (at, byte, cut) => {
      const spoiled = Buffer.from(whole);
      spoiled[at] = byte;
      readCertificate(spoiled.subarray(0, cut).toString("base64"));
      readCertificate(spoiled.toString("base64"));
    }),
    { numRuns: 500 },
  );
  // A time of a million bytes.
  const size = 1_000_000;
  const long = Buffer.concat([
    Buffer.from([0x17, 0x83, size >> 16, (size >> 8) & 0xff, size & 0xff]),
    Buffer.alloc(size),
  ]);
  const tlv = (...parts: readonly Uint8Array[]): Buffer => {
    const content = Buffer.concat(parts);
    return Buffer.concat([
      Buffer.from([0x30, 0x83, content.length >> 16, (content.length >> 8) & 0xff, content.length & 0xff]),
      content,
    ]);
  };
  const empty = Buffer.from([0x30, 0]);
  expect(
    readCertificate(tlv(tlv(empty, empty, empty, tlv(long, long), empty, empty), empty, empty).toString("base64")),
  ).toBeUndefined();
});

test.each([
  ["2026-12-01T00:00:00Z", "2026-12-01T00:00:00.000Z"],
  ["2026-12-01T01:30:00.123+01:30", "2026-12-01T00:00:00.000Z"],
  ["2024-02-29T23:59:59-01:00", "2024-03-01T00:59:59.000Z"],
  ["2026-02-29T00:00:00Z", undefined],
  ["2026-12-01T24:00:00Z", undefined],
  ["2026-12-01T00:00:00", undefined],
  ["2026-12-01", undefined],
  ["soon", undefined],
])("the instant %s is %s", (text, expected) => {
  const at = xmlInstant(text);
  expect(at === undefined ? undefined : new Date(at).toISOString()).toBe(expected);
});

test.each([
  ["PT6H", 21_600],
  ["P1DT1M1.5S", 86_461],
  ["P1Y2M", (365 + 60) * 86_400],
  ["P", undefined],
  ["PT", undefined],
  ["P1DT", undefined],
  ["-P1D", undefined],
  ["6 h", undefined],
])("the duration %s is %s seconds", (text, seconds) => {
  expect(xmlDuration(text)).toBe(seconds === undefined ? undefined : seconds * 1000);
});
