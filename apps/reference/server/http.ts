import { readFileSync } from "node:fs";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { secureHeaders } from "hono/secure-headers";
import { streamSSE } from "hono/streaming";
import type { Text } from "./status.ts";
import { readStatus } from "./status-store.ts";
import type { Store } from "./store.ts";

/** What the page may ask for besides reading. Given by the caller, so that the page and the command line do the same. */
export interface Actions {
  /** Approves held units of a plan by name, and applies them. */
  approve(request: ApproveRequest): Promise<{ readonly ok: boolean; readonly text: Text }>;
}

export interface ApproveRequest {
  readonly digest: string;
  readonly by: string;
  readonly reason: string;
  readonly units: readonly string[];
}

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
};
const webFolder = fileURLToPath(new URL("../web/dist", import.meta.url));

/** The app over HTTP: the page, the status it shows, and what may be decided from it. */
export function httpApp(store: Store, actions: Actions): Hono {
  const app = new Hono();
  // A page elsewhere whose name is made to point at this machine comes with its own name: it may neither read nor decide.
  app.use(async (context, next) => {
    if (isLoopback(context.req.header("host"))) return next();
    return context.json({ sv: "Okänt värdnamn.", en: "Unknown host name." }, 421);
  });
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", "data:"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
      referrerPolicy: "no-referrer",
    }),
  );
  app.get("/api/status", (context) => {
    context.header("cache-control", "no-store");
    return context.json(readStatus(store));
  });
  app.get("/api/events", (context) =>
    streamSSE(context, async (stream) => {
      // Another process (the command line) may write to the store: SQLite counts those changes for us.
      const version = () => Number(store.db.prepare("PRAGMA data_version").get()?.["data_version"]);
      const seen = () => `${version()} ${readUpdatedAt(store)}`;
      let last = seen();
      while (!stream.aborted) {
        await stream.sleep(500);
        // The server has been told to end: the store is closed before every reader has gone.
        if (!store.db.isOpen) return;
        const now = seen();
        if (now !== last) await stream.writeSSE({ event: "changed", data: "" });
        last = now;
      }
    }),
  );
  app.use("/api/sync/*", bodyLimit({ maxSize: 64 * 1024 }));
  app.post("/api/sync/approve", async (context) => {
    const refusal = foreignOrigin(context.req.header("origin"), context.req.header("host"));
    if (refusal) return context.json(refusal, 403);
    const request = approveRequest(await context.req.json().catch(() => undefined));
    if (request === undefined) {
      return context.json(
        {
          sv: "Begäran saknar plan, namn, skäl eller enheter.",
          en: "The request lacks a plan, a name, a reason or units.",
        },
        400,
      );
    }
    const { ok, text } = await actions.approve(request);
    return context.json(text, ok ? 200 : 409);
  });
  app.get("/*", (context) => {
    const asked = context.req.path === "/" ? "/index.html" : normalize(context.req.path);
    const type = types[extname(asked)];
    if (type === undefined || asked.includes("..")) return context.text("Not found", 404);
    try {
      return context.body(readFileSync(join(webFolder, asked)), 200, { "content-type": type });
    } catch {
      return context.text("Not found", 404);
    }
  });
  return app;
}

function readUpdatedAt(store: Store): string {
  return (store.get("status.updatedAt") as string | undefined) ?? "";
}

/** The server listens on the loopback address alone, and answers to its names alone. */
const isLoopback = (host: string | undefined): boolean =>
  host !== undefined && /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/.test(host);

/** A page from elsewhere may not decide anything here. */
function foreignOrigin(origin: string | undefined, host: string | undefined): Text | undefined {
  if (origin !== undefined && URL.canParse(origin) && new URL(origin).host === host) return undefined;
  return { sv: "Begäran kom inte från den här sidan.", en: "The request did not come from this page." };
}

function approveRequest(body: unknown): ApproveRequest | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  const { digest, by, reason, units } = body as Record<string, unknown>;
  if (typeof digest !== "string" || typeof by !== "string" || typeof reason !== "string" || !Array.isArray(units))
    return undefined;
  if (digest === "" || by.trim() === "" || reason.trim() === "" || units.length === 0) return undefined;
  return units.every((unit) => typeof unit === "string")
    ? { digest, by: by.trim(), reason: reason.trim(), units }
    : undefined;
}

/** Listens on the loopback address. With port 0, on a free one. */
export function listen(
  app: Hono,
  port: number,
): Promise<{ readonly address: string; readonly close: () => Promise<void> }> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port }, (info) =>
      resolve({
        address: `http://127.0.0.1:${info.port}/`,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            if ("closeAllConnections" in server) server.closeAllConnections();
          }),
      }),
    );
    server.on("error", reject);
  });
}
