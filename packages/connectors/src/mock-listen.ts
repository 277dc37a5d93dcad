import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer, type ServerOptions } from "node:https";

/** Where a mock listens, and the certificates it shows and wants to see. */
export interface ListenOptions {
  /** Default: a free port. */
  readonly port?: number;
  /** For https: `{ cert, key }`, and `{ ca, requestCert: true, rejectUnauthorized: true }` to want a client certificate. */
  readonly tls?: ServerOptions;
}

/** A server on the loopback address. */
export interface Listening {
  readonly baseUrl: string;
  close(): Promise<void>;
}

/** Listens on the loopback address with a handler of web-standard requests. */
export async function listenWith(
  handle: (request: Request) => Promise<Response>,
  { port = 0, tls }: ListenOptions = {},
): Promise<Listening> {
  const listener: RequestListener = (incoming, outgoing) => {
    // A body that breaks off is a connection that breaks off.
    respond(handle, incoming, outgoing).catch(() => outgoing.destroy());
  };
  const server: Server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the mock does not listen on a port");
  return {
    baseUrl: tls === undefined ? `http://127.0.0.1:${address.port}` : `https://localhost:${address.port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

async function respond(
  handle: (request: Request) => Promise<Response>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const { method = "GET", headers, url = "/" } = incoming;
  const request = new Request(`http://${headers.host ?? "127.0.0.1"}${url}`, {
    method,
    headers: Object.entries(headers).flatMap(([name, value]): [string, string][] =>
      typeof value === "string" ? [[name, value]] : [],
    ),
    ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
  });
  const response = await handle(request);
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (response.body !== null)
    for await (const chunk of response.body)
      await new Promise<void>((sent, failed) =>
        outgoing.write(chunk, (error) => (error == null ? sent() : failed(error))),
      );
  outgoing.end();
}
