/** A user as the mock keeps it. */
export interface MockGoogleUser {
  id: string;
  primaryEmail: string;
  name: { givenName: string; familyName: string };
  orgUnitPath: string;
  suspended?: boolean;
  isAdmin?: boolean;
  password?: string;
  externalIds?: { value: string; type: string }[];
}

/** A course as the mock keeps it. */
export interface MockGoogleCourse {
  id: string;
  alias: string;
  name: string;
  students: string[];
  teachers: string[];
}

/** An answer that some requests get instead. */
export interface GoogleFault {
  /** `METHOD path` of the requests. */
  readonly on: RegExp;
  readonly status: number;
  readonly body?: object;
  /** Answers that are left. */
  left: number;
}

/** A Google Workspace domain in memory. */
export interface MockGoogle {
  /** For `prepareGoogle({ fetch })`. */
  readonly fetch: (address: string, init: RequestInit) => Promise<Response>;
  /** Paths. */
  readonly orgUnits: Set<string>;
  /** By id. */
  readonly users: Map<string, MockGoogleUser>;
  /** Roles by member's address, by the group's address. */
  readonly groups: Map<string, Map<string, string>>;
  /** By alias. */
  readonly courses: Map<string, MockGoogleCourse>;
  /** `METHOD path` of what was asked. */
  readonly requests: string[];
  readonly faults: GoogleFault[];
}

/**
 * A Google Workspace domain in memory that answers the documented REST calls of the Directory and Classroom APIs that are
 * used here, two rows a page, with faults on demand. For tests and demonstrations.
 * @see Google, Directory API v1 and Classroom API v1, REST reference
 * @example
 * const google = mockGoogle("ödeby.example");
 * const { plan } = await prepareGoogle({ entities, profile: googleProfile("ödeby.example"), on, now: Date.now, fetch: google.fetch });
 */
export function mockGoogle(domain: string): MockGoogle {
  const orgUnits = new Set<string>();
  const users = new Map<string, MockGoogleUser>();
  const groups = new Map<string, Map<string, string>>();
  const courses = new Map<string, MockGoogleCourse>();
  const requests: string[] = [];
  const faults: GoogleFault[] = [];
  let issued = 0;
  const json = (body: object, status = 200): Response => Response.json(body, { status });
  const error = (status: number, reason: string): Response =>
    json({ error: { code: status, errors: [{ reason }] } }, status);
  const byAddress = (address: string): MockGoogleUser | undefined =>
    [...users.values()].find((user) => user.primaryEmail === address);

  function page(list: string, rows: readonly object[], url: URL): Response {
    const at = Number(url.searchParams.get("pageToken") ?? 0);
    const size = 2;
    const next = at + size < rows.length ? { nextPageToken: String(at + size) } : {};
    return json({ ...(rows.length === 0 ? {} : { [list]: rows.slice(at, at + size) }), ...next });
  }

  function directory(method: string, path: readonly string[], url: URL, body: Record<string, unknown>): Response {
    const [kind, id = "", sub, member = ""] = path;
    if (kind === "customer") {
      if (method === "GET")
        return page(
          "organizationUnits",
          [...orgUnits].map((orgUnitPath) => ({ orgUnitPath })),
          url,
        );
      const parent = String(body["parentOrgUnitPath"]);
      if (parent !== "/" && !orgUnits.has(parent)) return error(400, "invalid");
      const whole = `${parent === "/" ? "" : parent}/${String(body["name"])}`;
      if (orgUnits.has(whole)) return error(409, "duplicate");
      orgUnits.add(whole);
      return json({});
    }
    if (kind === "users") {
      if (method === "GET") return page("users", [...users.values()], url);
      if (method === "POST") {
        const { primaryEmail, orgUnitPath, password, name } = body as unknown as MockGoogleUser;
        if (byAddress(primaryEmail) !== undefined) return error(409, "duplicate");
        const isRight =
          primaryEmail.endsWith(`@${domain}`) &&
          orgUnits.has(orgUnitPath) &&
          (password ?? "").length >= 8 &&
          name.givenName.length <= 60;
        if (!isRight) return error(400, "invalid");
        const user = { ...(body as unknown as MockGoogleUser), id: `u${(issued += 1)}` };
        users.set(user.id, user);
        return json(user);
      }
      const user = users.get(id);
      if (user === undefined) return error(404, "notFound");
      Object.assign(user, body);
      return json(user);
    }
    if (sub === undefined) {
      if (method === "GET")
        return page(
          "groups",
          [...groups.keys()].map((email) => ({ email })),
          url,
        );
      const email = String(body["email"]);
      if (groups.has(email)) return error(409, "duplicate");
      groups.set(email, new Map());
      return json({});
    }
    const group = groups.get(id);
    if (group === undefined) return error(404, "notFound");
    if (method === "GET")
      return page(
        "members",
        [...group].map(([email, role]) => ({ email, role })),
        url,
      );
    if (method === "DELETE") return group.delete(member) ? new Response(null, { status: 204 }) : error(404, "notFound");
    if (group.has(String(body["email"]))) return error(409, "duplicate");
    group.set(String(body["email"]), String(body["role"]));
    return json({});
  }

  function classroom(method: string, path: readonly string[], url: URL, body: Record<string, unknown>): Response {
    const [, id = "", roster, person = ""] = path;
    if (id === "") {
      if (method === "GET")
        return page(
          "courses",
          [...courses.values()].map((course) => ({ id: course.id, name: course.name })),
          url,
        );
      if (byAddress(String(body["ownerId"])) === undefined) return error(404, "notFound");
      const alias = String(body["id"]);
      courses.set(alias, {
        id: `c${(issued += 1)}`,
        alias,
        name: String(body["name"]),
        students: [],
        teachers: [String(body["ownerId"])],
      });
      return json({});
    }
    const course = courses.get(id) ?? [...courses.values()].find((one) => one.id === id);
    if (course === undefined) return error(404, "notFound");
    if (roster === "aliases") return page("aliases", [{ alias: course.alias }], url);
    if (roster !== "students" && roster !== "teachers") return error(404, "notFound");
    const list = course[roster];
    if (method === "GET")
      return page(
        roster,
        list.map((emailAddress) => ({ profile: { emailAddress } })),
        url,
      );
    if (method === "DELETE") {
      course[roster] = list.filter((one) => one !== person);
      return json({});
    }
    list.push(String(body["userId"]));
    return json({});
  }

  const fetch = async (address: string, init: RequestInit): Promise<Response> => {
    const url = new URL(address);
    const method = init.method ?? "GET";
    const line = `${method} ${url.pathname}`;
    requests.push(line);
    const fault = faults.find((one) => one.left > 0 && one.on.test(line));
    if (fault !== undefined) {
      fault.left -= 1;
      return json(fault.body ?? {}, fault.status);
    }
    const path = url.pathname.split("/").map(decodeURIComponent);
    const body: Record<string, unknown> = typeof init.body === "string" ? JSON.parse(init.body) : {};
    return url.hostname.startsWith("classroom")
      ? classroom(method, path.slice(2), url, body)
      : directory(method, path.slice(4), url, body);
  };
  return { fetch, orgUnits, users, groups, courses, requests, faults };
}
