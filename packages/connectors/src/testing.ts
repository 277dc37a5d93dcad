import { createServer } from "node:http";
import { createMock, type MockSs12000, type MockSs12000Options } from "./mock-ss12000.ts";

export type { Ss12000Fault, Ss12000FaultAim, Ss12000FaultPlace } from "./mock-faults.ts";
export type { MockRequest, MockSs12000, MockSs12000Options } from "./mock-ss12000.ts";
export type { MockDeleted } from "./mock-store.ts";
export type { MockNotification } from "./mock-subscriptions.ts";

/** A mock that listens. */
export interface ListeningMock {
  /** For `readSs12000({ baseUrl })`. */
  readonly baseUrl: string;
  /** For `clientCredentials({ tokenUrl })`. */
  readonly tokenUrl: string;
  close(): Promise<void>;
}

/** A mock SS 12000 source: answers requests, and can be made to listen. */
export interface Ss12000Server extends MockSs12000 {
  /** Listens on the loopback address, on a free port unless told otherwise. */
  listen(options?: { readonly port?: number }): Promise<ListeningMock>;
}

/**
 * A source that speaks SS 12000 over a register you give it, with a token endpoint, paging, filters, lookup,
 * deletedEntities, and the faults of real sources on demand. For tests and demonstrations; it keeps all in memory.
 * @example
 * const server = await mockSs12000({ dataset, faults: [{ kind: "status", status: 503, on: "persons" }] }).listen();
 * const batch = await readSs12000({ baseUrl: server.baseUrl, now: Date.now });
 * await server.close();
 */
export function mockSs12000(options: MockSs12000Options): Ss12000Server {
  const mock = createMock(options);
  return { ...mock, listen: ({ port = 0 } = {}) => listen(mock, port) };
}

async function listen(mock: MockSs12000, port: number): Promise<ListeningMock> {
  const server = createServer((incoming, outgoing) => {
    const respond = async (): Promise<void> => {
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
      const response = await mock.handle(request);
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      if (response.body !== null)
        for await (const chunk of response.body)
          await new Promise<void>((sent, failed) =>
            outgoing.write(chunk, (error) => (error == null ? sent() : failed(error))),
          );
      outgoing.end();
    };
    // A body that breaks off is a connection that breaks off.
    respond().catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the mock does not listen on a port");
  const baseUrl = `http://127.0.0.1:${address.port}`;
  return {
    baseUrl,
    tokenUrl: `${baseUrl}/${mock.tokenPath}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}
