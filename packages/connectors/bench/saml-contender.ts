// One verifier of one aggregate, in a process of its own, so that its memory is its own: `saml-contender.ts NAME FOLDER`.
import { createHash } from "node:crypto";
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [, , name = "", folder = ""] = process.argv;
const file = join(folder, "metadata.xml");
const certificate = readFileSync(join(folder, "certificate.pem"), "utf8");
let loaded = 0;
let verified = false;
// What the system calls the process's peak counts the process that started it; Linux also tells its own.
const own = "/proc/self/status";
const peak = (): number =>
  (existsSync(own) ? Number(/VmHWM:\s+(\d+)/.exec(readFileSync(own, "utf8"))?.[1]) : process.resourceUsage().maxRSS) /
  1024;

async function ours(isNative: boolean): Promise<void> {
  const { readSamlMetadata } = await import("@milstolpe/connectors/sso");
  loaded = peak();
  const { isUsable, counts } = await readSamlMetadata({
    document: createReadStream(file, { highWaterMark: 64 * 1024 }),
    trust: [certificate],
    now: () => Date.parse("2026-11-25T12:00:00Z"),
    keep: ({ scopes }) => scopes.some(({ value }) => value === "s7.example"),
    ...(isNative ? { digest: (digest) => createHash(digest) } : {}),
  });
  verified = isUsable && counts.kept === 1;
}

const contenders: Readonly<Record<string, () => Promise<void>>> = {
  readSamlMetadata: () => ours(false),
  "readSamlMetadata, digest by Node": () => ours(true),
  async "xml-crypto"() {
    const { SignedXml } = await import("xml-crypto");
    loaded = peak();
    const xml = readFileSync(file, "utf8");
    const signer = new SignedXml({ publicCert: certificate });
    signer.loadSignature(/<ds:Signature .*?<\/ds:Signature>/s.exec(xml)?.[0] ?? "");
    verified = signer.checkSignature(xml);
  },
};

const start = performance.now();
await contenders[name]?.();
const milliseconds = performance.now() - start;
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ milliseconds, cpu: (user + system) / 1000, verified, megabytes: peak(), loaded }));
