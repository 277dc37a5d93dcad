import { type FaultQueue, faultyStatus } from "./mock-faults.ts";

/** Who may have a token of a mock. */
export interface MockClient {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The OAuth 2 side of a mock: gives tokens, and turns away who has none. */
export interface TokenGate<Place extends string> {
  /** Answers a request for a token (client credentials, in the header or in the body). */
  give(request: Request): Promise<Response>;
  /** Whether the request carries a token that stands. */
  admits(request: Request, on: Place | undefined, page: number): boolean;
}

export function tokenGate<Place extends string>(
  client: MockClient | undefined,
  faults: FaultQueue<Place | "token">,
): TokenGate<Place> {
  const tokens = new Set<string>();
  let issued = 0;
  return {
    async give(request) {
      const fault = faults.take("token", 1);
      if (fault?.kind === "status") return faultyStatus(fault);
      const form = new URLSearchParams(await request.text());
      const basic = /^Basic (.+)$/.exec(request.headers.get("authorization") ?? "")?.[1];
      const [id, secret] =
        basic === undefined
          ? [form.get("client_id"), form.get("client_secret")]
          : atob(basic)
              .split(":")
              .map((part) => decodeURIComponent(part.replaceAll("+", " ")));
      const known = client ?? { clientId: id, clientSecret: secret };
      if (form.get("grant_type") !== "client_credentials" || id !== known.clientId || secret !== known.clientSecret)
        return Response.json({ error: "invalid_client" }, { status: 401 });
      const token = `mock-${(issued += 1)}`;
      tokens.add(token);
      return Response.json({ access_token: token, token_type: "Bearer", expires_in: 3600 });
    },
    admits(request, on, page) {
      const hasExpired = faults.expires(on, page);
      if (hasExpired) tokens.clear();
      if (client === undefined && !hasExpired) return true;
      const bearer = /^Bearer (.+)$/.exec(request.headers.get("authorization") ?? "")?.[1];
      return bearer !== undefined && tokens.has(bearer);
    },
  };
}
