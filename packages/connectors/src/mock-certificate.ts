import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";

/** A certificate with its key, as PEM. */
export interface TestCertificate {
  readonly cert: string;
  readonly key: string;
  readonly keys: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
  readonly name: string;
}

export interface TestCertificateOptions {
  readonly name: string;
  /** Who signs it; itself when absent. */
  readonly issuer?: TestCertificate;
  readonly from?: string;
  readonly to?: string;
  readonly isAuthority?: boolean;
  /** The host it is for. Default `localhost`. */
  readonly host?: string;
  /** What it may be used for: object identifiers below 1.3.6.1.5.5.7.3, 1 for servers, 2 for clients. */
  readonly uses?: readonly number[];
}

const tlv = (tag: number, ...content: readonly Uint8Array[]): Uint8Array => {
  const body = Buffer.concat(content);
  const { length } = body;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Uint8Array.from([tag, ...size]), body]);
};
const sequence = (...content: readonly Uint8Array[]): Uint8Array => tlv(0x30, ...content);
const integer = (value: number): Uint8Array => tlv(2, Uint8Array.from([value >> 8, value & 255]));
const time = (instant: string): Uint8Array =>
  tlv(0x18, Buffer.from(`${new Date(instant).toISOString().replaceAll(/\D/g, "").slice(0, 14)}Z`));
const oid = (...parts: readonly number[]): Uint8Array => {
  const [first = 0, second = 0, ...rest] = parts;
  const bytes = rest.flatMap((part) => {
    const groups = [part & 127];
    for (let left = part >> 7; left > 0; left >>= 7) groups.unshift((left & 127) | 128);
    return groups;
  });
  return tlv(6, Uint8Array.from([first * 40 + second, ...bytes]));
};
const ecdsaWithSha256 = sequence(oid(1, 2, 840, 10045, 4, 3, 2));
const nameOf = (name: string): Uint8Array =>
  sequence(tlv(0x31, sequence(oid(2, 5, 4, 3), tlv(0x0c, Buffer.from(name)))));
const extension = (id: number, value: Uint8Array): Uint8Array => sequence(oid(2, 5, 29, id), tlv(4, value));

let serial = 4096;

/**
 * Makes a certificate with its key, for tests and rehearsals of mTLS: X.509 v3, P-256, for `localhost` unless told otherwise.
 * Node can read certificates but not make them. Signed by itself, or by an `issuer` made the same way.
 * @example
 * const authority = testCertificate({ name: "CA", isAuthority: true });
 * const { cert, key } = testCertificate({ name: "localhost", issuer: authority, uses: [1] });
 */
export function testCertificate(options: TestCertificateOptions): TestCertificate {
  const {
    name,
    issuer,
    from = "2026-01-01T00:00:00Z",
    to = "2036-01-01T00:00:00Z",
    isAuthority = false,
    uses,
  } = options;
  const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const names = sequence(tlv(0x82, Buffer.from(options.host ?? "localhost")));
  const body = sequence(
    tlv(0xa0, tlv(2, Uint8Array.from([2]))),
    integer((serial += 1)),
    ecdsaWithSha256,
    nameOf(issuer?.name ?? name),
    sequence(time(from), time(to)),
    nameOf(name),
    keys.publicKey.export({ type: "spki", format: "der" }),
    tlv(
      0xa3,
      sequence(
        extension(19, isAuthority ? sequence(tlv(1, Uint8Array.from([255]))) : sequence()),
        extension(17, names),
        ...(uses === undefined
          ? []
          : [extension(37, sequence(...uses.map((use) => oid(1, 3, 6, 1, 5, 5, 7, 3, use))))]),
      ),
    ),
  );
  const signature = sign("sha256", body, issuer?.keys.privateKey ?? keys.privateKey);
  const der = sequence(body, ecdsaWithSha256, tlv(3, Uint8Array.from([0]), signature));
  const lines =
    Buffer.from(der)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`,
    key: String(keys.privateKey.export({ type: "pkcs8", format: "pem" })),
    keys,
    name,
  };
}
