// A login method is verified by logging in. The provider is a test provider on this machine; with a real one, `browse` opens
// the user's own browser and waits at the callback address.
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { formBrowser, verifyOidcLogin } from "@milstolpe/connectors/login";
// @ts-expect-error -- the provider comes without types
import { Provider } from "oidc-provider";

const callbackUrl = "https://platform.example/callback";
const claims = { eppn: "x7k2@odeby.example", sisSchoolUnitCode: ["10000001"] };
let handle: RequestListener = () => undefined;
const server = createServer((request, response) => handle(request, response));
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
console.info = console.warn = () => undefined; // the provider tells of everything that is for trying out only
const provider = new Provider(issuer, {
  clients: [{ client_id: "platform", client_secret: "secret", redirect_uris: [callbackUrl] }],
  claims: { openid: ["sub", ...Object.keys(claims)] },
  findAccount: (_: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id, ...claims }) }),
});
handle = provider.callback();

const { evidence, sha256 } = await verifyOidcLogin({
  method: "staff",
  issuer,
  client: { id: "platform", secret: "secret", callbackUrl },
  domains: ["odeby.example"],
  scope: "openid",
  required: ["eppn", "schoolUnits"],
  browse: formBrowser({ fill: { login: "teacher", password: "any" } }),
  account: ({ eppn }) => (eppn === "x7k2@odeby.example" ? "one" : "none"), // asks your register
  isKnownUnit: (code) => code === "10000001",
  allowLoopback: true, // a test provider may speak http
  now: Date.now,
});
server.close();

console.log(
  `Verified: ${evidence.isVerified}. Attributes: ${evidence.attributes.join(", ")}. Evidence ${sha256.slice(0, 16)}…`,
);
for (const { outcome, en, reason } of evidence.steps)
  console.log(`  ${outcome.padEnd(7)} ${en}${reason === undefined ? "" : ` (${reason})`}`);
