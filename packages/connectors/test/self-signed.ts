import { generateKeyPairSync, sign, type KeyObject } from "node:crypto";

/** A key pair with a certificate that vouches for itself. */
export interface SelfSigned {
  readonly certificate: string;
  readonly privateKey: string;
  readonly publicKey: string;
}

const tlv = (tag: number, ...parts: readonly (Uint8Array | readonly number[])[]): Buffer => {
  const content = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const size = content.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
};
const sha256WithRsa = tlv(0x30, tlv(0x06, [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b]), tlv(0x05));
const sha256WithEcdsa = tlv(0x30, tlv(0x06, [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]));
const time = (at: string): Buffer => tlv(0x18, Buffer.from(new Date(at).toISOString().replace(/[-:T]|\.\d+/g, "")));

/** Makes an X.509 certificate, which Node cannot do by itself. */
export function selfSigned(
  options: {
    readonly kind?: "rsa" | "P-256" | "P-384" | "P-521";
    readonly bits?: number;
    readonly from?: string;
    readonly to?: string;
  } = {},
): SelfSigned {
  const { kind = "rsa", bits = 2048, from = "2026-01-01T00:00:00Z", to = "2036-01-01T00:00:00Z" } = options;
  const pair: { publicKey: KeyObject; privateKey: KeyObject } =
    kind === "rsa"
      ? generateKeyPairSync("rsa", { modulusLength: bits })
      : generateKeyPairSync("ec", { namedCurve: kind });
  const algorithm = kind === "rsa" ? sha256WithRsa : sha256WithEcdsa;
  const name = tlv(0x30, tlv(0x31, tlv(0x30, tlv(0x06, [0x55, 0x04, 0x03]), tlv(0x0c, Buffer.from("test")))));
  const body = tlv(
    0x30,
    tlv(0xa0, tlv(0x02, [2])),
    tlv(0x02, [1]),
    algorithm,
    name,
    tlv(0x30, time(from), time(to)),
    name,
    pair.publicKey.export({ type: "spki", format: "der" }),
  );
  const whole = tlv(0x30, body, algorithm, tlv(0x03, [0], sign("sha256", body, pair.privateKey)));
  const lines = whole.toString("base64").replace(/.{64}/g, "$&\n").trimEnd();
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    privateKey: pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    publicKey: pair.publicKey.export({ type: "spki", format: "pem" }).toString(),
  };
}
