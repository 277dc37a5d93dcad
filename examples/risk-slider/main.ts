// A web page with the simulation in it: move a slider, and the dates follow. `--serve` keeps it up; without, the page and
// every module of the kernel are fetched once, as a browser would, and that is reported.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { stripTypeScriptTypes } from "node:module";
import type { AddressInfo } from "node:net";

const library = new URL("./", import.meta.resolve("@milstolpe/risk"));
const page = new URL("./index.html", import.meta.url);

/** The page at `/`, the library's sources below `/risk/` with their types taken out. */
const server = createServer((request, response) => {
  const answer = async (): Promise<readonly [type: string, body: string]> => {
    if (request.url === "/") return ["text/html; charset=utf-8", await readFile(page, "utf8")];
    const name = /^\/risk\/([a-z-]+\.ts)$/.exec(request.url ?? "")?.[1];
    if (name === undefined) throw new Error("nothing there");
    const source = await readFile(new URL(name, library), "utf8");
    return ["text/javascript; charset=utf-8", stripTypeScriptTypes(source)];
  };
  answer().then(
    ([type, body]) => response.writeHead(200, { "content-type": type }).end(body),
    () => response.writeHead(404).end(),
  );
});
server.listen(0, "127.0.0.1", async () => {
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  if (process.argv.includes("--serve")) return console.log(`open ${address}`);
  const html = await (await fetch(address)).text();
  const modules = new Map<string, string>();
  const load = async (name: string): Promise<void> => {
    if (modules.has(name)) return;
    modules.set(name, "");
    const response = await fetch(`${address}/risk/${name}`);
    if (!response.ok) throw new Error(`${name}: ${response.status}`);
    const text = await response.text();
    modules.set(name, text);
    for (const [, next = ""] of text.matchAll(/from "\.\/([a-z-]+\.ts)"/g)) await load(next);
  };
  await load("index.ts");
  await load("wasm.ts");
  const size = [...modules.values()].reduce((sum, text) => sum + text.length, 0);
  console.log(
    `page: ${html.length} characters, kernel: ${modules.size} modules, ${Math.round(size / 1000)} kB without types`,
  );
  server.close();
});
