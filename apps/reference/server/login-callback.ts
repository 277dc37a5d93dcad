import { createServer, type IncomingMessage } from "node:http";
import type { Browse } from "@milstolpe/connectors/login";
import type { Text } from "./status.ts";

const loopback = /^(?:127\.0\.0\.1|localhost|\[::1\])$/;
const thanks: Text = {
  sv: "Klart. Fönstret kan stängas.",
  en: "Done. You can close this window.",
};

/** Whether an address is one that this computer can listen at without anybody else reaching it. */
export const isLoopback = (url: string): boolean =>
  URL.canParse(url) &&
  new URL(url).protocol === "http:" &&
  loopback.test(new URL(url).hostname) &&
  new URL(url).port !== "";

/**
 * Lets a person log in with a browser of their own: tells them the address, and waits at the callback address for what the
 * provider sends. One answer, one listener, on the loopback address alone.
 */
export function personBrowses(options: {
  readonly tell: (url: string) => void;
  readonly minutes: number;
  readonly signal: AbortSignal;
}): Browse {
  return async ({ url, callbackUrl }) => {
    const here = new URL(callbackUrl);
    const stop = AbortSignal.any([options.signal, AbortSignal.timeout(options.minutes * 60_000)]);
    const server = createServer();
    try {
      return await new Promise((resolve, reject) => {
        stop.addEventListener("abort", () => reject(stop.reason as Error), { once: true });
        server.on("error", reject);
        server.on("request", (request, response) => {
          const take = async (): Promise<void> => {
            const asked = new URL(request.url ?? "/", here);
            const isOurs =
              request.headers.host === here.host && asked.origin === here.origin && asked.pathname === here.pathname;
            const fields = isOurs && request.method === "POST" ? await fieldsOf(request) : {};
            // A browser may ask for the address by itself; only an answer ends the wait.
            if (!isOurs || fields === undefined || !isAnswer(asked, fields)) return void response.writeHead(404).end();
            response.setHeader("content-security-policy", "default-src 'none'");
            response.setHeader("connection", "close");
            response.setHeader("content-type", "text/html; charset=utf-8");
            response.end(
              `<!doctype html><title>Milstolpe</title><p lang="sv">${thanks.sv}</p><p lang="en">${thanks.en}</p>`,
            );
            resolve({ url: asked.href, fields });
          };
          // What can't be read, or was cut off, is nobody's answer.
          take().catch(() => void response.writeHead(400).end());
        });
        server.listen(Number(here.port), here.hostname.replaceAll(/[[\]]/g, ""), () => options.tell(url));
      });
    } finally {
      server.close();
      server.closeAllConnections();
    }
  };
}

/** Whether a provider has answered: by OpenID Connect a code or an error, by SAML a response that holds either. */
const isAnswer = ({ searchParams }: URL, fields: Readonly<Record<string, string>>): boolean =>
  "SAMLResponse" in fields || ["code", "error"].some((name) => name in fields || searchParams.has(name));

const mostBytes = 1024 * 1024;

async function fieldsOf(request: IncomingMessage): Promise<Readonly<Record<string, string>> | undefined> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > mostBytes) return undefined;
    pieces.push(piece);
  }
  return Object.fromEntries(new URLSearchParams(Buffer.concat(pieces).toString("utf8")));
}
