import { createHash, createPrivateKey, X509Certificate } from "node:crypto";
import { Agent, type RequestOptions, request as httpsRequest } from "node:https";
import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { connect, type TLSSocket } from "node:tls";
import { finding } from "./certificate-messages.ts";
import type { Fetch } from "./client-credentials.ts";
import { ConnectorError } from "./connector-error.ts";
import type { Finding } from "./finding.ts";

/** A client certificate (chain) and its key, as PEM. */
export interface ClientCertificate {
  readonly cert: string;
  readonly key: string;
  readonly passphrase?: string;
}

export interface ClientCertificateFetchOptions extends ClientCertificate {
  /** Authorities, PEM, that the server's certificate may come from. Default: those that Node trusts. */
  readonly ca?: string | readonly string[];
  /**
   * SHA-256 of the public keys (SPKI) that the server may have, base64, as a federation publishes them. They stand in the
   * place of authorities and of the name in the certificate.
   */
  readonly pins?: readonly string[];
}

/** Alerts by which a server says that it does not like the client's certificate, by their TLS numbers. */
const certificateAlerts = new Set([40, 42, 43, 44, 45, 46, 48, 49, 116]);

/** What Node calls a server certificate that it does not trust. */
const serverFaults =
  /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|INVALID_CA|HOSTNAME_MISMATCH|ERR_TLS_CERT_ALTNAME|CRL_|PATH_LENGTH)/;

/**
 * A `fetch` that shows a client certificate (mTLS), for every reader and writer of this package. Redirects are not followed.
 * It rejects with a `ConnectorError` that says whose certificate is at fault: the server's
 * (`connectors.server-certificate`) or ours (`connectors.client-certificate`), which readers turn into a finding.
 * @throws Error of Node when the certificate or the key can't be read
 * @see RFC 8446, 4.4.2; RFC 8705
 * @example
 * const fetch = clientCertificateFetch({ cert, key, ca });
 * const batch = await readSs12000({ baseUrl, fetch, now: Date.now });
 */
export function clientCertificateFetch(options: ClientCertificateFetchOptions): Fetch {
  const { cert, key, passphrase, ca, pins } = options;
  // What can't be read is told of here, not as a fault of every request.
  createPrivateKey({ key, ...(passphrase === undefined ? {} : { passphrase }) });
  void new X509Certificate(cert);
  const credentials = {
    cert,
    key,
    ...(passphrase === undefined ? {} : { passphrase }),
    ...(ca === undefined ? {} : { ca: typeof ca === "string" ? ca : [...ca] }),
  };
  const agent = pins === undefined ? new Agent({ keepAlive: true, ...credentials }) : pinnedAgent(pins, credentials);
  const accepted = new Set<string>();
  return async (url, init) => {
    if (!url.startsWith("https:")) throw new TypeError("a client certificate needs an https address");
    const { origin } = new URL(url);
    init.signal?.throwIfAborted();
    try {
      const response = await send(agent, url, init);
      accepted.add(origin);
      return response;
    } catch (error) {
      const code = certificateFault(error as NodeJS.ErrnoException, accepted.has(origin));
      throw code === undefined ? error : new ConnectorError(code, { cause: error });
    }
  };
}

/** A request as the agent gets it. Node keeps its `signal` to itself, so that the one for the handshake has a name of its own. */
interface SecureRequest extends Omit<RequestOptions, "host" | "port"> {
  readonly host?: string;
  readonly port?: number;
  readonly handshakeSignal?: AbortSignal;
}

function send(agent: Agent, url: string, init: RequestInit): Promise<Response> {
  const { method = "GET", signal } = init;
  const body = init.body instanceof URLSearchParams ? init.body.toString() : init.body;
  if (body !== undefined && body !== null && typeof body !== "string")
    throw new TypeError("body must be a text or URLSearchParams");
  const headers = new Headers(init.headers);
  if (init.body instanceof URLSearchParams && !headers.has("content-type"))
    headers.set("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8");
  return new Promise((resolve, reject) => {
    const outgoing = httpsRequest(
      url,
      {
        agent,
        method,
        headers: Object.fromEntries(headers),
        ...(signal ? { signal, handshakeSignal: signal } : {}),
      } satisfies SecureRequest,
      (incoming) => {
        try {
          resolve(responseOf(incoming));
        } catch (error) {
          // A status that is none.
          incoming.destroy();
          reject(error);
        }
      },
    );
    outgoing.once("error", reject);
    outgoing.end(body ?? undefined);
  });
}

/** Whose certificate an error is about, if it is about one. @param isAccepted - the certificate has been accepted before */
function certificateFault(error: NodeJS.ErrnoException, isAccepted: boolean): ConnectorError["code"] | undefined {
  const { code = "", message } = error;
  if (code === pinMismatch || serverFaults.test(code)) return "connectors.server-certificate";
  const alert = /SSL alert number (\d+)/.exec(message)?.[1];
  if (alert !== undefined && certificateAlerts.has(Number(alert))) return "connectors.client-certificate";
  // Some servers just hang up when they have seen the certificate; later on, that is the network.
  if (!isAccepted && (code === "ECONNRESET" || code === "EPIPE")) return "connectors.client-certificate-dropped";
  return undefined;
}

const pinMismatch = "ERR_MILSTOLPE_PIN";

/** An agent that speaks to nobody but the owners of these keys, and sends nothing before it knows. */
function pinnedAgent(pins: readonly string[], credentials: object): Agent {
  const agent = new Agent({ keepAlive: true });
  agent.createConnection = (target, done) => {
    const { host, port, handshakeSignal: signal } = target as SecureRequest;
    const socket: TLSSocket = connect({
      ...credentials,
      host: host ?? "localhost",
      port: port ?? 443,
      ...(host === undefined || /^[\d.]+$|:/.test(host) ? {} : { servername: host }),
      rejectUnauthorized: false,
    });
    const fail = (error: Error): void => {
      signal?.removeEventListener("abort", stop);
      done?.(error, socket);
    };
    // The request does not have the socket yet, and can't end it.
    const stop = (): void => {
      socket.destroy();
      fail(signal?.reason as Error);
    };
    signal?.addEventListener("abort", stop, { once: true });
    socket.once("error", fail);
    socket.once("secureConnect", () => {
      const spki = socket.getPeerX509Certificate()?.publicKey.export({ type: "spki", format: "der" });
      const pin = spki === undefined ? "" : createHash("sha256").update(spki).digest("base64");
      socket.off("error", fail);
      signal?.removeEventListener("abort", stop);
      if (pins.includes(pin)) return done?.(null, socket);
      const error: NodeJS.ErrnoException = new Error("the server's key is not one of the pinned");
      error.code = pinMismatch;
      done?.(error, socket);
      socket.destroy();
    });
    return undefined;
  };
  return agent;
}

function responseOf(incoming: IncomingMessage): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers))
    for (const text of Array.isArray(value) ? value : [value ?? ""]) headers.append(name, text);
  const { statusCode: status = 0, statusMessage: statusText = "" } = incoming;
  const isEmpty = status === 204 || status === 205 || status === 304;
  if (isEmpty) incoming.resume();
  // The two declarations of a web stream, Node's and the platform's, are of one and the same thing.
  const body = isEmpty ? null : (Readable.toWeb(incoming) as ReadableStream<Uint8Array>);
  return new Response(body, { status, statusText, headers });
}

export interface CheckCertificateOptions extends ClientCertificate {
  /** The time, epoch milliseconds: `Date.now()`. */
  readonly now: number;
  /** Days before its end from which a certificate is told of. Default 30. */
  readonly days?: number;
}

/**
 * Looks at a client certificate before it is used: whether it can be read, belongs to its key, is for clients, and how long
 * it lasts. Certificates run out on a day that nobody has in mind.
 * @example
 * checkClientCertificate({ cert, key, now: Date.now() }); // [] when all is well
 */
export function checkClientCertificate(options: CheckCertificateOptions): readonly Finding[] {
  const { cert, key, passphrase, now, days = 30 } = options;
  const where = "client certificate";
  try {
    const certificate = new X509Certificate(cert);
    const privateKey = createPrivateKey({ key, ...(passphrase === undefined ? {} : { passphrase }) });
    const found: Finding[] = [];
    if (!certificate.checkPrivateKey(privateKey)) found.push(finding("connectors.certificate-key", where, {}));
    const uses = certificate.keyUsage;
    if (uses !== undefined && !uses.includes("1.3.6.1.5.5.7.3.2"))
      found.push(finding("connectors.certificate-use", where, {}));
    const [from, to] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)];
    const left = Math.floor((to - now) / 86_400_000);
    if (now > to) found.push(finding("connectors.certificate-expired", where, { day: dayOf(to) }));
    else if (now < from) found.push(finding("connectors.certificate-early", where, { day: dayOf(from) }));
    else if (left < days) found.push(finding("connectors.certificate-expiring", where, { day: dayOf(to), days: left }));
    return found;
  } catch {
    return [finding("connectors.certificate-unreadable", where, {})];
  }
}

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
