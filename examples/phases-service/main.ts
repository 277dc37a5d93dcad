// A service that keeps rollouts: commands come in over HTTP, the log lies in files, and it can be audited years later.
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compile, rolloutTemplate, type Actor, type Command } from "@milstolpe/phases";
import { parseCommand } from "@milstolpe/phases/schema";
import { auditLog, rolloutLog, upcast, whoApproved } from "@milstolpe/phases/store";
import { storeContract } from "@milstolpe/phases/testing";
import { fileStore } from "./file-store.ts";

const folder = mkdtempSync(join(tmpdir(), "rollouts-"));
const digest = (text: string) => createHash("sha256").update(text).digest("hex");

// The store is ours, so it is tried against the contract before it is trusted.
for (const { name, run } of storeContract(() => fileStore(mkdtempSync(join(folder, "contract-")))))
  await run().catch((error: Error) => Promise.reject(new Error(`${name}: ${error.message}`)));

const store = fileStore(folder);
const rollout = (stream: string) => rolloutLog({ store, stream, template: rolloutTemplate, digest });

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > 10_000) throw new RangeError("too long");
  }
  return text;
}

const server = createServer((request, response) => {
  const stream = decodeURIComponent((request.url ?? "/").slice(1));
  const answer = (status: number, body: unknown) => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  };
  const work = async () => {
    if (request.method === "GET") return answer(200, (await rollout(stream).load()).state);
    // Who it is comes from the service's own sign-in; here it is believed.
    const { command, actor } = JSON.parse(await bodyOf(request)) as { command?: unknown; actor?: unknown };
    const given = parseCommand({ command, context: { actor, at: new Date().toISOString() } });
    if (!given.ok) return answer(400, given.error);
    const handled = await rollout(stream).handle(given.value.command, given.value.context);
    return handled.ok ? answer(200, handled.value.events) : answer(409, handled.error);
  };
  work().catch(() => answer(400, { code: "request" }));
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/ekbacka`;

const chair = { party: "customer", body: "steering-group", id: "chair" };
const give = async (command: Command, actor: Actor = chair) =>
  fetch(address, { method: "POST", body: JSON.stringify({ command, actor }) });

const early = await give({ type: "review", milestone: "m1", outcome: "approve" });
const { unmet } = (await early.json()) as { unmet: readonly { title: { en: string } }[] };
console.log(`m1 before the work: ${early.status}, ${unmet.length} things left, the first ${unmet[0]?.title.en}`);

await give({ type: "decide", decision: "migration-ordered", value: false });
for (const { id, responsible, condition } of rolloutTemplate.phases[0]?.activities ?? [])
  if (!condition) await give({ type: "complete", activity: id }, { party: responsible[0] ?? "customer" });
const evidence = [{ uri: "protocol-4.pdf", sha256: digest("the protocol") }];
console.log(`m1 after it: ${(await give({ type: "review", milestone: "m1", outcome: "approve", evidence })).status}`);

const log = await store.read("ekbacka");
console.log(`${log.length} entries in the log, ${auditLog(log, digest).length} faults`);
for (const { by, evidence: shown } of whoApproved(compile(rolloutTemplate), upcast(log), "m1"))
  console.log(`m1 was approved by ${by.map(({ id }) => id).join(", ")} on ${shown.map(({ uri }) => uri).join(", ")}`);
const changed = log.map((entry) => (entry.revision === 3 ? { ...entry, template: "another@1" } : entry));
console.log(
  `an entry changed: ${auditLog(changed, digest)
    .map(({ where, en }) => `${where} ${en}`)
    .join(" ")}`,
);

server.close();
rmSync(folder, { recursive: true });
