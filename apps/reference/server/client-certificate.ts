import { readFileSync } from "node:fs";
import { checkClientCertificate, clientCertificateFetch } from "@milstolpe/connectors/node";
import type { Fetch } from "@milstolpe/connectors/ss12000";
import { SourceError } from "./source-error.ts";

/**
 * A `fetch` that shows the client certificate that the environment names, for systems that demand one (mTLS); undefined
 * when it names none. Files in PEM: `MILSTOLPE_CLIENT_CERTIFICATE`, `…_KEY`, and `…_CA` for an authority of one's own.
 * @throws SourceError when the certificate can't be used; the system's error when a file can't be read
 */
export function certificateFetch(
  environment: Readonly<Record<string, string | undefined>>,
  now: Date,
): Fetch | undefined {
  const {
    MILSTOLPE_CLIENT_CERTIFICATE: certFile,
    MILSTOLPE_CLIENT_KEY: keyFile,
    MILSTOLPE_CLIENT_CA: caFile,
  } = environment;
  if (!certFile && !keyFile) return undefined;
  if (!certFile || !keyFile)
    throw new SourceError("source.certificate", {
      sv: "MILSTOLPE_CLIENT_CERTIFICATE och MILSTOLPE_CLIENT_KEY ska anges båda två.",
      en: "MILSTOLPE_CLIENT_CERTIFICATE and MILSTOLPE_CLIENT_KEY are given both, or neither.",
    });
  const [cert, key] = [readFileSync(certFile, "utf8"), readFileSync(keyFile, "utf8")];
  const fault = checkClientCertificate({ cert, key, now: now.getTime() }).find(({ severity }) => severity === "must");
  if (fault) throw new SourceError("source.certificate", fault);
  return clientCertificateFetch({ cert, key, ...(caFile ? { ca: readFileSync(caFile, "utf8") } : {}) });
}
