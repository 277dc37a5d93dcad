import { Messages, Resources, Schemas, Types } from "scimmy";

type Row = Record<string, unknown> & { id: string };

/** A service of another's making (scimmy) with the schemas of SS 12000:2018, in memory. */
export interface EgilService {
  handle(request: Request): Promise<Response>;
  rows(endpoint: string): readonly Row[];
  /** Method and path of every request. */
  readonly requests: readonly string[];
}

// scimmy takes no names outside the IETF's: at the edge of the service the profile's own are given that beginning.
const own = "urn:scim:schemas:extension:sis:school:1.0:";
const inside = "urn:ietf:params:scim:schemas:extension:sis:school:1.0:";
const sis = (kind: string): string => inside + kind;

type Attributes = ConstructorParameters<typeof Types.SchemaDefinition>[3];
const text = (name: string, config: object = {}) => new Types.Attribute("string", name, config);
const complex = (name: string, config: object, ...inner: readonly InstanceType<typeof Types.Attribute>[]) =>
  new Types.Attribute("complex", name, { uniqueness: false, ...config }, [...inner]);
const reference = (name: string, required = true) => complex(name, { required }, text("value", { required: true }));

/** The attributes of each resource, those that are demanded marked so. */
const attributes: Readonly<Record<string, Attributes>> = {
  Organisation: [text("displayName", { required: true })],
  SchoolUnit: [
    text("displayName", { required: true }),
    text("schoolUnitCode", { required: true }),
    reference("organisation", false),
    text("municipalityCode"),
    text("schoolTypes", { multiValued: true }),
  ],
  Employment: [
    reference("employedAt"),
    reference("user"),
    text("employmentRole", { required: true }),
    text("signature"),
  ],
  StudentGroup: [
    text("displayName", { required: true }),
    reference("owner"),
    text("studentGroupType"),
    complex("studentMemberships", { multiValued: true }, text("value", { required: true })),
    text("schoolType"),
  ],
  User: [
    complex(
      "enrolments",
      { multiValued: true },
      text("value", { required: true }),
      new Types.Attribute("integer", "schoolYear", {}),
      text("schoolType"),
    ),
    text("civicNo"),
    new Types.Attribute("boolean", "securityMarking", {}),
    complex(
      "userRelations",
      { multiValued: true },
      text("value", { required: true }),
      text("relationType", { required: true }),
      text("displayName"),
    ),
  ],
};

function schemaOf(kind: string): typeof Schemas.User {
  const definition = new Types.SchemaDefinition(kind, sis(kind), kind, attributes[kind] ?? []);
  const schema = class extends Types.Schema {
    static override get id() {
      return definition.id;
    }
    static override get definition() {
      return definition;
    }
    constructor(resource: object, direction?: string, basepath?: string, filters?: object) {
      super(resource, direction);
      Object.assign(this, definition.coerce(resource as never, direction as never, basepath, filters as never));
    }
  };
  return schema as unknown as typeof Schemas.User;
}

interface Resource {
  read(): Promise<unknown>;
  write(body: unknown): Promise<unknown>;
  patch(body: unknown): Promise<unknown>;
  dispose(): Promise<void>;
}
type ResourceClass = new (id?: unknown) => Resource;

/** A resource of scimmy over rows in memory; the ids of the service are its own, and no uuids of ours. */
function resourceOf(endpoint: string, schema: typeof Schemas.User, rows: Map<string, Row>): ResourceClass {
  const shown = (row: Row) =>
    new (schema as unknown as new (...all: unknown[]) => InstanceType<typeof Types.Schema>)(row, "out", "");
  class Stored extends Types.Resource<never> {
    static override get endpoint() {
      return `/${endpoint}`;
    }
    static override get schema() {
      return schema as never;
    }
    static override basepath() {
      return "" as never;
    }
    override read(): never {
      const { id, constraints } = this as unknown as { id?: string; constraints?: object };
      const one = id === undefined ? undefined : rows.get(id);
      if (id !== undefined && one === undefined) throw new Types.Error(404, "", "not found");
      return (
        one === undefined ? new Messages.ListResponse([...rows.values()].map(shown), constraints) : shown(one)
      ) as never;
    }
    override write(instance: never): never {
      const { id = `${endpoint}-${rows.size + 1}-own` } = this as unknown as { id?: string };
      const parsed: object = new (schema as unknown as new (...all: unknown[]) => object)(instance, "in");
      const row = { ...(JSON.parse(JSON.stringify(parsed)) as object), id, meta: { resourceType: endpoint } };
      rows.set(id, row);
      return shown(row) as never;
    }
    override async patch(message: never): Promise<never> {
      const op = new Messages.PatchOp(message) as unknown as {
        apply(target: unknown, done: (row: unknown) => Promise<unknown>): Promise<unknown>;
      };
      return (await op.apply(this.read(), (row) => Promise.resolve(this.write(row as never)))) as never;
    }
    override dispose(): never {
      const { id = "" } = this as unknown as { id?: string };
      if (!rows.delete(id)) throw new Types.Error(404, "", "not found");
      return undefined as never;
    }
  }
  return Stored as unknown as ResourceClass;
}

/** @param abilities - what the service says it can do, and does */
export function egilService(abilities: { readonly bulk: boolean; readonly patch: boolean }): EgilService {
  const requests: string[] = [];
  const stored = new Map<string, Map<string, Row>>();
  const kinds = new Map<string, ResourceClass>();
  for (const kind of ["Organisation", "SchoolUnit", "User", "Employment", "StudentGroup"]) {
    const endpoint = `${kind}s`;
    const rows = new Map<string, Row>();
    stored.set(endpoint, rows);
    const schema = kind === "User" ? Schemas.User : schemaOf(kind);
    kinds.set(endpoint, resourceOf(endpoint, schema, rows));
  }
  const hasExtension = Schemas.User.definition.attributes.some((one) => "id" in one && one.id === sis("User"));
  if (!hasExtension) Resources.User.extend(schemaOf("User"), false);

  async function answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const [, endpoint = "", id] = url.pathname.split("/");
    const hasBody = ["POST", "PUT", "PATCH"].includes(request.method);
    const body: unknown = hasBody ? JSON.parse((await request.text()).replaceAll(own, inside)) : undefined;
    const json = (status: number, content?: unknown): Response =>
      new Response(content === undefined ? null : JSON.stringify(content).replaceAll(inside, own), { status });
    if (endpoint === "ServiceProviderConfig")
      return json(200, {
        patch: { supported: abilities.patch },
        bulk: { supported: abilities.bulk, maxOperations: 20, maxPayloadSize: 100_000 },
        etag: { supported: false },
      });
    if (endpoint === "Bulk" && abilities.bulk)
      return json(200, await new Messages.BulkRequest(body as never).apply([...kinds.values()] as never));
    const Kind = kinds.get(endpoint);
    if (Kind === undefined) return json(404);
    const startIndex = Number(url.searchParams.get("startIndex") ?? 1);
    const count = Math.min(50, Number(url.searchParams.get("count") ?? 100));
    const resource = new Kind(
      id === undefined ? (request.method === "GET" ? { startIndex, count } : undefined) : decodeURIComponent(id),
    );
    if (request.method === "GET") return json(200, await resource.read());
    if (request.method === "POST") return json(201, await resource.write(body));
    if (request.method === "PUT") return json(200, await resource.write(body));
    if (request.method === "PATCH" && abilities.patch) {
      const patched = await resource.patch(body);
      return patched === undefined ? json(204) : json(200, patched);
    }
    if (request.method !== "DELETE") return json(501);
    await resource.dispose();
    return json(204);
  }

  return {
    requests,
    rows: (endpoint) =>
      JSON.parse(JSON.stringify([...(stored.get(endpoint)?.values() ?? [])]).replaceAll(inside, own)) as readonly Row[],
    handle: (request) => {
      requests.push(`${request.method} ${new URL(request.url).pathname}`);
      return answer(request).catch((error: { status?: number; scimType?: string; message?: string }) =>
        Response.json(
          {
            schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
            status: String(error.status ?? 500),
            ...error,
            detail: error.message,
          },
          { status: error.status ?? 500 },
        ),
      );
    },
  };
}
