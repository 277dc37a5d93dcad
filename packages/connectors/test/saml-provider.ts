import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import samlp from "samlp";
import { SignedXml } from "xml-crypto";
import type { SamlEntity } from "../src/sso.ts";
import { enveloped, exclusive } from "./saml-metadata.ts";
import type { SelfSigned } from "./self-signed.ts";

export interface TestSamlProvider {
  readonly entity: SamlEntity;
  close(): Promise<void>;
}

const html = (body: string): string => `<!doctype html><title>Test</title><body>${body}</body>`;
const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

/** The answer with its assertion changed and signed anew: what a provider with that habit would send. */
export function signedAnew(xml: string, key: SelfSigned, change: (xml: string) => string): string {
  const signer = new SignedXml({
    privateKey: key.privateKey,
    signatureAlgorithm: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    canonicalizationAlgorithm: exclusive,
  });
  const xpath = "//*[local-name(.)='Assertion']";
  signer.addReference({
    xpath,
    transforms: [enveloped, exclusive],
    digestAlgorithm: "http://www.w3.org/2001/04/xmlenc#sha256",
  });
  const plain = change(xml.replace(/<Signature\b.*<\/Signature>/s, ""));
  signer.computeSignature(plain, { location: { reference: `${xpath}/*[local-name(.)='Issuer']`, action: "after" } });
  return signer.getSignedXml();
}

/**
 * A SAML identity provider on the loopback address: a login form with a password and a cookie, then samlp's answer in a form
 * that a browser would send on by itself. `spoil` makes it a bad one.
 */
export async function samlProvider(options: {
  readonly key: SelfSigned;
  readonly attributes: Readonly<Record<string, string | readonly string[]>>;
  readonly spoil?: Readonly<Record<string, unknown>>;
  readonly change?: (xml: string) => string;
}): Promise<TestSamlProvider> {
  const { key, attributes, spoil = {}, change = (xml: string) => xml } = options;
  const issuer = "https://idp.test.example/saml";
  const sessions = new Map<string, string>();
  const server = createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url ?? "/", "http://localhost");
      const session = /sid=(\w+)/.exec(request.headers.cookie ?? "")?.[1];
      const send = (body: string): void => void response.setHeader("content-type", "text/html").end(html(body));
      if (url.pathname === "/sso") {
        const id = `s${sessions.size}`;
        sessions.set(id, url.searchParams.get("SAMLRequest") ?? "");
        response.setHeader("set-cookie", `sid=${id}; Path=/; HttpOnly`).writeHead(302, { location: "/login" }).end();
        return;
      }
      const asked = sessions.get(session ?? "");
      if (asked === undefined) return void response.writeHead(400).end();
      if (request.method !== "POST")
        return send(
          '<form method="post" action="/login"><input name="user"><input type="password" name="password"><input type="checkbox" name="remember"><button name="go" value="1">OK</button></form>',
        );
      let body = "";
      for await (const piece of request) body += String(piece);
      if (new URLSearchParams(body).get("password") !== "rätt & riktigt") return void response.writeHead(403).end();
      samlp.parseRequest({ query: { SAMLRequest: asked } }, {}, (error, data) => {
        if (error !== null) return void response.writeHead(500).end();
        const config = {
          issuer,
          cert: key.certificate,
          key: key.privateKey,
          audience: data.issuer,
          recipient: data.assertionConsumerServiceURL,
          destination: data.assertionConsumerServiceURL,
          inResponseTo: data.id,
          lifetimeInSeconds: 300,
          signatureAlgorithm: "rsa-sha256",
          digestAlgorithm: "sha256",
          profileMapper: () => ({
            getClaims: () => ({ ...attributes }),
            getNameIdentifier: () => ({ nameIdentifier: "opaque-1" }),
          }),
          ...spoil,
        };
        samlp.getSamlResponse(config, {}, (failure, xml) => {
          if (failure !== null) return void response.writeHead(500).end();
          const text = Buffer.from(change(xml)).toString("base64");
          send(
            `<form method="POST" action="${escaped(data.assertionConsumerServiceURL)}"><input type="hidden" name="SAMLResponse" value="${text}"><input type="hidden" name="RelayState" value=""></form><script>document.forms[0].submit()</script>`,
          );
        });
      });
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const base64 = key.certificate.replace(/-----[^-]+-----|\s/g, "");
  return {
    entity: {
      entityID: issuer,
      roles: ["idp"],
      displayNames: {},
      organisationNames: {},
      entityCategories: [],
      entityCategorySupport: [],
      assurance: [],
      scopes: [{ value: "odeby.example", isPattern: false }],
      certificates: [{ role: "idp", use: "signing", base64, key: { algorithm: "RSA", bits: 2048 } }],
      endpoints: [
        {
          role: "idp",
          service: "SingleSignOnService",
          binding: "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect",
          location: `http://127.0.0.1:${port}/sso`,
        },
      ],
      nameIdFormats: [],
      contacts: [],
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
