import { expect, test } from "vitest";
import { formBrowser, type FormBrowserOptions } from "./login-browser.ts";

const callbackUrl = "https://service.example/acs";
interface Asked {
  readonly method: string;
  readonly url: string;
  readonly body: string;
  readonly cookie: string;
}

/** A browser before a site: pages by path. */
function before(pages: Readonly<Record<string, string | (() => Response)>>, options: Partial<FormBrowserOptions> = {}) {
  const asked: Asked[] = [];
  const browse = formBrowser({
    fill: { user: "å & b", password: "p" },
    fetch: (url, { method = "", headers, body }) => {
      const cookie = new Headers(headers).get("cookie") ?? "";
      asked.push({ method, url, body: body instanceof URLSearchParams ? body.toString() : "", cookie });
      const page = pages[new URL(url).pathname] ?? "";
      return Promise.resolve(typeof page === "string" ? new Response(page) : page());
    },
    ...options,
  });
  return { asked, answer: browse({ url: "https://idp.example/a", callbackUrl }) };
}
const redirect =
  (location: string, ...cookies: readonly string[]) =>
  (): Response =>
    new Response(null, {
      status: 302,
      headers: [["location", location], ...cookies.map((one): [string, string] => ["set-cookie", one])],
    });
const posting = (action: string, inputs: string): string => `<FORM Method=POST action='${action}'>${inputs}</FORM>`;

test("redirects, cookies and forms lead to the callback with what was sent there", async () => {
  const { asked, answer } = before({
    "/a": redirect("/login?x=1", "s=1; Path=/; HttpOnly", "old=1", "deep=1; Path=/elsewhere"),
    "/login": posting(
      "/check?a=1&amp;b=2",
      `<input type=hidden name=token value="&lt;&quot;&#229;&#x1D11E;&gt;"><input name=user><input type="password" name="password">
       <input type=checkbox name=remember value=1><input type=radio name=r value=2 checked><button name=go value=yes>x</button><button name=go value=no>y</button>`,
    ),
    "/check": posting(callbackUrl, `<input type="hidden" name="SAMLResponse" value="PGE+">`),
  });
  expect(await answer).toEqual({ url: callbackUrl, fields: { SAMLResponse: "PGE+" } });
  const [, login, check] = asked;
  expect(login).toMatchObject({ method: "GET", url: "https://idp.example/login?x=1", cookie: "s=1; old=1" });
  expect(check).toMatchObject({ method: "POST", url: "https://idp.example/check?a=1&b=2" });
  expect([...new URLSearchParams(check?.body)]).toEqual([
    ["token", '<"å\u{1D11E}>'],
    ["user", "å & b"],
    ["password", "p"],
    ["r", "2"],
    ["go", "yes"],
  ]);
});

test("a form that is got, not posted, is in the address", async () => {
  const { answer } = before({ "/a": `<form action="${callbackUrl}"><input name=code value=1></form>` });
  expect(await answer).toEqual({ url: `${callbackUrl}?code=1`, fields: {} });
});

test.each<[string, Readonly<Record<string, string | (() => Response)>>, Partial<FormBrowserOptions>, string]>([
  ["a page without a form", { "/a": "<p>Öppna BankID" }, {}, "no-form"],
  ["a form that is never closed", { "/a": "<form <form <form" }, {}, "no-form"],
  ["the same form again: a wrong password", { "/a": posting("/a", "<input name=user>") }, {}, "form-repeats"],
  ["redirects in a circle", { "/a": redirect("/a") }, {}, "too-many-steps"],
  [
    "another host, which gets nothing",
    { "/a": posting("https://evil.example/", "<input name=password>") },
    {},
    "other-host",
  ],
  ["an error page", { "/a": () => new Response("", { status: 500 }) }, {}, "answer"],
  ["a page without end", { "/a": "x".repeat(2_000_000) }, {}, "answer"],
])("%s stops it", async (_, pages, options, code) => {
  const { asked, answer } = before(pages, options);
  await expect(answer).rejects.toMatchObject({ name: "BrowseError", code });
  expect(asked.every(({ url }) => url.startsWith("https://idp.example/"))).toBe(true);
});
