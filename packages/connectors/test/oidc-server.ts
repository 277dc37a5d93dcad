import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { generateKeyPairSync } from "node:crypto";
import { Provider } from "oidc-provider";

export interface TestOidcProvider {
  readonly issuer: string;
  close(): Promise<void>;
}

const key = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" });

/** An OpenID Connect provider on the loopback address, with the login and consent forms that it brings for trying out. */
export async function oidcServer(options: {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly callbackUrl: string;
  readonly configuration?: Readonly<Record<string, unknown>>;
}): Promise<TestOidcProvider> {
  let handle: RequestListener = (_, response) => void response.writeHead(503).end();
  const server = createServer((request, response) => handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: "service",
        client_secret: "secret",
        redirect_uris: [options.callbackUrl],
        grant_types: ["authorization_code"],
        response_types: ["code"],
      },
    ],
    claims: { openid: ["sub", ...Object.keys(options.claims)] },
    findAccount: (_: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id, ...options.claims }) }),
    jwks: { keys: [{ ...key, kid: "1", use: "sig", alg: "RS256" }] },
    cookies: { keys: ["test"] },
    responseTypes: ["code"],
    enabledJWA: { idTokenSigningAlgValues: ["RS256"] },
    pkce: { required: () => true },
    ...options.configuration,
  });
  handle = provider.callback();
  return { issuer, close: () => new Promise((resolve) => server.close(() => resolve())) };
}
