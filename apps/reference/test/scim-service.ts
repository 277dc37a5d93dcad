import { createServer } from "node:http";

type Resource = Record<string, unknown>;

/** A plain SCIM 2.0 service in memory, without PATCH and bulk: resources by endpoint and id. */
export interface ScimService {
  readonly baseUrl: string;
  readonly Users: Map<string, Resource>;
  readonly Groups: Map<string, Resource>;
  close(): Promise<void>;
}

/** Listens on the loopback address. */
export async function scimService(): Promise<ScimService> {
  const resources = { Users: new Map<string, Resource>(), Groups: new Map<string, Resource>() };
  let issued = 0;
  const answer = (method: string, { pathname, searchParams }: URL, body: string): [number, unknown?] => {
    const [, endpoint = "", id = ""] = pathname.split("/");
    if (endpoint === "ServiceProviderConfig") return [200, { patch: { supported: false }, bulk: { supported: false } }];
    if (endpoint !== "Users" && endpoint !== "Groups") return [404];
    const rows = resources[endpoint];
    if (method === "GET") {
      const [start, count] = [Number(searchParams.get("startIndex")), Number(searchParams.get("count"))];
      return [200, { totalResults: rows.size, Resources: [...rows.values()].slice(start - 1, start - 1 + count) }];
    }
    if (method === "DELETE") return [rows.delete(id) ? 204 : 404];
    if (method === "PUT" && !rows.has(id)) return [404];
    const resource: Resource = {
      ...(JSON.parse(body) as Resource),
      id: method === "POST" ? String((issued += 1)) : id,
    };
    rows.set(String(resource["id"]), resource);
    return [method === "POST" ? 201 : 200, resource];
  };
  const server = createServer((request, response) => {
    const chunks: Uint8Array[] = [];
    request.on("data", (chunk: Uint8Array) => chunks.push(chunk));
    request.on("end", () => {
      const url = new URL(request.url ?? "/", "http://localhost");
      const [status, json] = answer(request.method ?? "GET", url, Buffer.concat(chunks).toString("utf8"));
      response.writeHead(status, { "content-type": "application/scim+json" });
      response.end(json === undefined ? "" : JSON.stringify(json));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    ...resources,
    baseUrl: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
