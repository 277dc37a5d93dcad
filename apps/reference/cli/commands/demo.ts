import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { actionsOn } from "../../server/actions.ts";
import { httpApp, listen } from "../../server/http.ts";
import { mainJob } from "../../server/main-job.ts";
import { readStatus } from "../../server/status-store.ts";
import type { Store } from "../../server/store.ts";
import { syncProblems } from "../../server/sync-actions.ts";
import { SyncError } from "../../server/sync-job.ts";
import { storeOf } from "../files.ts";
import { printSummary } from "../summary.ts";
import { exit, countOption, UsageError, type Call, type Verb } from "../verb.ts";

const defaultPort = 4173;

/** Listens on the port that was asked for, else on the usual one, else on a free one. */
async function serve(call: Call, store: Store) {
  const { folder, now, signal, environment } = call;
  const app = httpApp(store, actionsOn({ store, folder, now, signal, environment }));
  if (!existsSync(fileURLToPath(new URL("../../web/dist/index.html", import.meta.url))))
    call.terminal.note(
      call.terminal.say({
        sv: "Sidan är inte byggd: kör ”npm start” eller ”pnpm build”.",
        en: "The page has not been built: run “npm start” or “pnpm build”.",
      }),
    );
  const port = countOption(call, "port", defaultPort);
  if (port > 65_535) throw new UsageError({ sv: "--port är högst 65535.", en: "--port is at most 65535." });
  try {
    return await listen(app, port);
  } catch (error) {
    const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    if (!isTaken) throw error;
    if (call.options["port"] !== undefined)
      throw new UsageError({ sv: `Porten ${port} är upptagen.`, en: `Port ${port} is taken.` });
    return listen(app, 0);
  }
}

const untilStopped = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });

export const demo: Verb = {
  name: "demo",
  summary: {
    sv: "Hela vägen på demokommunen: registret, utbildningen, planen, riskerna, filerna till SCB; sedan webbsidan",
    en: "All of it on the demo municipality: register, training, plan, risks, files to SCB; then the web page",
  },
  usage: "[--once] [--port N]",
  example: "demo --once",
  options: { once: { type: "boolean" }, port: { type: "string" } },
  async run(call) {
    const { terminal, folder, now, signal, environment } = call;
    const store = storeOf(call);
    const server = call.options["once"] === true ? undefined : await serve(call, store);
    if (server) terminal.note(terminal.say({ sv: `Sidan: ${server.address}`, en: `The page: ${server.address}` }));
    try {
      await mainJob({ store, folder, now, signal, environment, onStep: (step) => terminal.step(step) });
      const status = readStatus(store);
      terminal.document(status);
      printSummary(terminal, status);
      if (server) {
        terminal.line();
        terminal.line(
          terminal.say({
            sv: `Sidan finns på ${server.address} tills du trycker Ctrl+C. Det som gjorts finns i ${folder}.`,
            en: `The page is at ${server.address} until you press Ctrl+C. What has been done is kept in ${folder}.`,
          }),
        );
        await untilStopped(signal);
      }
      return exit.done;
    } catch (error) {
      if (!(error instanceof SyncError)) throw error;
      terminal.note(terminal.say(syncProblems[error.code]));
      return exit.held;
    } finally {
      await server?.close();
      store.close();
    }
  },
};

export const serveVerb: Verb = {
  name: "serve",
  summary: { sv: "Visar webbsidan över det som finns i lagret", en: "Shows the web page of what the store holds" },
  usage: "[--port N]",
  example: "serve --port 4173",
  options: { port: { type: "string" } },
  async run(call) {
    const store = storeOf(call);
    const server = await serve(call, store);
    try {
      const { terminal } = call;
      terminal.document({ address: server.address });
      terminal.line(
        terminal.say({ sv: `${server.address} (Ctrl+C avslutar)`, en: `${server.address} (Ctrl+C to end)` }),
      );
      await untilStopped(call.signal);
      return exit.done;
    } finally {
      await server.close();
      store.close();
    }
  },
};
