import { createServer } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { personBrowses } from "./login-callback.ts";

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Says something to a port and hangs up once it is answered, or at once. */
const say = (port: number, text: string, isCut = false): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(text, () => isCut && socket.destroy()));
    let answer = "";
    socket.on("data", (piece) => {
      answer += String(piece);
      socket.end();
    });
    socket.on("close", () => resolve(answer.slice(0, 12)));
    socket.on("error", () => undefined);
  });

test("whatever else comes to the address while a login is waited for, the login is what is taken", async () => {
  const port = await freePort();
  const host = `127.0.0.1:${port}`;
  const get = (path: string, from = host): string => `GET ${path} HTTP/1.1\r\nHost: ${from}\r\n\r\n`;
  const callbackUrl = `http://${host}/callback`;
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const browse = personBrowses({ tell: () => begin(), minutes: 1, signal: new AbortController().signal });
  const answer = browse({ url: "https://login.example", callbackUrl });
  await begun;
  expect(await say(port, get("//["))).toBe("HTTP/1.1 400");
  expect(await say(port, get("/callback?code=x", "evil.example"))).toBe("HTTP/1.1 404");
  expect(await say(port, get("//evil.example/callback?code=x"))).toBe("HTTP/1.1 404");
  expect(await say(port, get("/favicon.ico"))).toBe("HTTP/1.1 404");
  expect(await say(port, get("/callback"))).toBe("HTTP/1.1 404");
  await say(port, `POST /callback HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 100\r\n\r\nSAMLResponse=`, true);
  const body = "SAMLResponse=eA%3D%3D";
  const headers = `Host: ${host}\r\nContent-Length: ${body.length}\r\n`;
  expect(await say(port, `POST /callback HTTP/1.1\r\n${headers}\r\n${body}`)).toBe("HTTP/1.1 200");
  expect(await answer).toEqual({ url: callbackUrl, fields: { SAMLResponse: "eA==" } });
});

test.each(["code=x&state=y", "error=access_denied"])("an answer in the address is taken: %s", async (query) => {
  const port = await freePort();
  const callbackUrl = `http://127.0.0.1:${port}/callback`;
  const browse = personBrowses({
    tell: () => void fetch(`${callbackUrl}?${query}`),
    minutes: 1,
    signal: new AbortController().signal,
  });
  expect(await browse({ url: "https://login.example", callbackUrl })).toEqual({
    url: `${callbackUrl}?${query}`,
    fields: {},
  });
});
