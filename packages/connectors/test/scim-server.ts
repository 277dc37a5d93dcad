import { createServer, type IncomingMessage } from "node:http";
import { Messages, Resources, Types } from "scimmy";

interface Stored {
  id: string;
  [attribute: string]: unknown;
}

export interface ScimFault {
  readonly on: RegExp;
  readonly status: number;
  left: number;
}

/** A SCIM 2.0 service of another's making (scimmy), in memory, over real HTTP. */
export interface ScimServer {
  readonly baseUrl: string;
  readonly store: { readonly Users: Map<string, Stored>; readonly Groups: Map<string, Stored> };
  readonly requests: string[];
  readonly faults: ScimFault[];
  bulk: boolean;
  patch: boolean;
  /** Resources of a page, whatever is asked for. */
  pageLimit: number;
  close(): Promise<void>;
}

/** The part of scimmy that is used, without its types of what a user or group holds. */
interface Declarable {
  new (id?: unknown): {
    read(): Promise<unknown>;
    write(body: unknown): Promise<unknown>;
    patch(body: unknown): Promise<unknown>;
    dispose(): Promise<void>;
  };
  basepath(path: string): unknown;
}
interface Declared {
  ingress(handler: (resource: { id?: string }, data: object) => object): Declared;
  egress(handler: (resource: { id?: string }) => object): Declared;
  degress(handler: (resource: { id?: string }) => void): Declared;
}

const kinds = { Users: Resources.User, Groups: Resources.Group } as const;

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks).toString("utf8");
  return text === "" ? undefined : JSON.parse(text);
}

export async function scimServer(): Promise<ScimServer> {
  const store = { Users: new Map<string, Stored>(), Groups: new Map<string, Stored>() };
  let issued = 0;
  for (const [name, kind] of Object.entries(kinds) as unknown as [keyof typeof kinds, Declarable][]) {
    const rows = store[name];
    kind.basepath("");
    (Resources.declare as unknown as (resource: Declarable) => Declared)(kind)
      .ingress((resource: { id?: string }, data: object) => {
        const instance: Record<string, unknown> = JSON.parse(JSON.stringify(data));
        const id = resource.id ?? `${name}-${(issued += 1)}`;
        if (resource.id !== undefined && !rows.has(id)) throw new Types.Error(404, "", "not found");
        const userName = instance["userName"];
        const isTaken = [...rows.values()].some(
          (row) => userName !== undefined && row["userName"] === userName && row.id !== id,
        );
        if (isTaken) throw new Types.Error(409, "uniqueness", "taken");
        const stored = { ...instance, id, meta: { resourceType: name.slice(0, -1) } };
        rows.set(id, stored);
        return stored;
      })
      .egress((resource: { id?: string }) => {
        if (resource.id === undefined) return [...rows.values()];
        const row = rows.get(resource.id);
        if (row === undefined) throw new Types.Error(404, "", "not found");
        return row;
      })
      .degress((resource: { id?: string }) => {
        if (!rows.delete(resource.id ?? "")) throw new Types.Error(404, "", "not found");
      });
  }
  const requests: string[] = [];
  const faults: ScimFault[] = [];
  const settings = { bulk: false, patch: true, pageLimit: 1000 };
  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      const url = new URL(request.url ?? "/", "http://localhost");
      const line = `${request.method ?? ""} ${url.pathname}`;
      requests.push(line);
      const body = await bodyOf(request);
      const fault = faults.find((one) => one.left > 0 && one.on.test(line));
      const send = (status: number, json?: unknown): void => {
        response.writeHead(status, { "content-type": "application/scim+json" });
        response.end(json === undefined ? "" : JSON.stringify(json));
      };
      if (fault !== undefined) {
        fault.left -= 1;
        if (fault.status === 0) request.socket.destroy();
        else send(fault.status, { schemas: [], status: String(fault.status) });
        return;
      }
      const [, endpoint = "", id] = url.pathname.split("/");
      try {
        if (endpoint === "ServiceProviderConfig")
          return send(200, {
            patch: { supported: settings.patch },
            bulk: { supported: settings.bulk, maxOperations: 7, maxPayloadSize: 100_000 },
            etag: { supported: false },
          });
        if (endpoint === "Bulk")
          return send(
            200,
            await new Messages.BulkRequest(body as never).apply([Resources.User, Resources.Group] as never),
          );
        if (endpoint !== "Users" && endpoint !== "Groups") return send(404);
        const Kind = kinds[endpoint] as unknown as Declarable;
        const query = {
          startIndex: Number(url.searchParams.get("startIndex") ?? 1),
          count: Math.min(settings.pageLimit, Number(url.searchParams.get("count") ?? 100)),
        };
        const resource =
          id === undefined ? new Kind(request.method === "GET" ? query : undefined) : new Kind(decodeURIComponent(id));
        if (request.method === "GET") return send(200, await resource.read());
        if (request.method === "POST") return send(201, await resource.write(body));
        if (request.method === "PUT") return send(200, await resource.write(body));
        if (request.method === "PATCH" && settings.patch) {
          const patched = await resource.patch(body);
          return patched === undefined ? send(204) : send(200, patched);
        }
        if (request.method === "DELETE") {
          await resource.dispose();
          return send(204);
        }
        return send(501);
      } catch (error) {
        const { status = 500, scimType } = error as { status?: number; scimType?: string };
        send(status, { schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"], status: String(status), scimType });
      }
    };
    answer().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return Object.assign(settings, {
    baseUrl: `http://127.0.0.1:${port}`,
    store,
    requests,
    faults,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}
