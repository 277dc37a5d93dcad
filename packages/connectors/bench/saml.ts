// A federation's aggregate verified: speed and peak memory against xml-crypto, each in a process of its own. The document is
// signed by a canonicaliser of ours, so that the peer's agreement is a check as well.
import { execFileSync } from "node:child_process";
import { createHash, sign } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "tsup";
import { exclusiveCanonical } from "../src/saml-canonical.ts";
import { xmlEvents } from "../src/saml-events.ts";
import { aggregateXml, enveloped, exclusive, idpXml } from "../test/saml-metadata.ts";
import { selfSigned, type SelfSigned } from "../test/self-signed.ts";

interface Outcome {
  readonly milliseconds: number;
  readonly cpu: number;
  readonly verified: boolean;
  readonly megabytes: number;
  readonly loaded: number;
}

function signed(xml: string, key: SelfSigned): string {
  const digest = createHash("sha256");
  const canonical = exclusiveCanonical({ write: (text) => digest.update(text) });
  const reader = xmlEvents((event) => canonical.take(event));
  reader.push(Buffer.from(xml));
  reader.end();
  canonical.end();
  const namespace = ' xmlns:ds="http://www.w3.org/2000/09/xmldsig#"';
  const empty = (name: string, algorithm: string): string => `<ds:${name} Algorithm="${algorithm}"></ds:${name}>`;
  const info = (declared: string): string =>
    `<ds:SignedInfo${declared}>${empty("CanonicalizationMethod", exclusive)}${empty("SignatureMethod", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256")}` +
    `<ds:Reference URI="#_m1"><ds:Transforms>${empty("Transform", enveloped)}${empty("Transform", exclusive)}</ds:Transforms>` +
    `${empty("DigestMethod", "http://www.w3.org/2001/04/xmlenc#sha256")}<ds:DigestValue>${hash}</ds:DigestValue></ds:Reference></ds:SignedInfo>`;
  const hash = digest.digest("base64");
  const value = sign("sha256", Buffer.from(info(namespace)), key.privateKey).toString("base64");
  const signature = `<ds:Signature${namespace}>${info("")}<ds:SignatureValue>${value}</ds:SignatureValue></ds:Signature>`;
  return xml.replace(/<md:EntitiesDescriptor[^>]*>/, (start) => start + signature);
}

// What is measured is plain JavaScript, as it is shipped. It lies where the peer is found.
const shipped = fileURLToPath(new URL("../node_modules/.bench-saml/", import.meta.url));
await build({
  config: false,
  entry: [fileURLToPath(new URL("./saml-contender.ts", import.meta.url))],
  outDir: shipped,
  format: ["esm"],
  target: "es2022",
  noExternal: [/^@milstolpe|^saxes$|^@noble/],
  external: ["xml-crypto"],
  esbuildOptions(options) {
    options.conditions = ["milstolpe-source"];
  },
  silent: true,
});

const folder = mkdtempSync(join(tmpdir(), "milstolpe-bench-"));
try {
  const key = selfSigned();
  const count = Number(process.env["SAML_ENTITIES"] ?? 12_500);
  const entities = Array.from({ length: count }, (_, at) =>
    idpXml({ id: `https://idp${at}.example/saml`, scope: `s${at}.example`, certificate: key.certificate }),
  );
  const xml = signed(aggregateXml(entities), key);
  writeFileSync(join(folder, "metadata.xml"), xml);
  writeFileSync(join(folder, "certificate.pem"), key.certificate);
  const size = Buffer.byteLength(xml) / 1e6;
  console.log(`\nSAML metadata verified: ${count.toLocaleString("en")} entities, ${size.toFixed(0)} MB`);
  const contender = join(shipped, "saml-contender.js");
  const run = (name: string): Outcome =>
    JSON.parse(
      execFileSync(process.execPath, ["--max-old-space-size=8192", contender, name, folder], { encoding: "utf8" }),
    );
  const best = new Map<string, Outcome>();
  for (const [name, rounds] of [
    ["readSamlMetadata", 2],
    ["readSamlMetadata, digest by Node", 1],
    ["xml-crypto", 1],
  ] as const) {
    const outcomes = Array.from({ length: rounds }, () => run(name)).sort((a, b) => a.milliseconds - b.milliseconds);
    const [first] = outcomes;
    if (first === undefined || outcomes.some(({ verified }) => !verified)) throw new Error(`${name} did not verify it`);
    best.set(name, first);
    console.log(
      `  ${name.padEnd(34)} ${(size / (first.milliseconds / 1000)).toFixed(1).padStart(5)} MB/s, ${first.milliseconds.toFixed(0)} ms (slowest ${outcomes.at(-1)?.milliseconds.toFixed(0)} of ${rounds}), ` +
        `processor ${first.cpu.toFixed(0)} ms, peak ${first.megabytes.toFixed(0)} MB, ${(first.megabytes - first.loaded).toFixed(0)} of it for the file`,
    );
  }
  const [a, b] = [best.get("readSamlMetadata"), best.get("xml-crypto")];
  if (a !== undefined && b !== undefined)
    console.log(
      `  speed ${(b.milliseconds / a.milliseconds).toFixed(1)} times xml-crypto's by the clock, ${(b.cpu / a.cpu).toFixed(1)} by processor time, memory ${(a.megabytes / b.megabytes).toFixed(2)}`,
    );
} finally {
  rmSync(folder, { recursive: true });
  rmSync(shipped, { recursive: true });
}
