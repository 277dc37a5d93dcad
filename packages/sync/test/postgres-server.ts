import { execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRequire } from "node:module";
import { setTimeout as wait } from "node:timers/promises";
import type pg from "pg";

// The client alone: its index takes the pool along, which does not load under the export conditions of the test runner.
const Client = createRequire(import.meta.url)("pg/lib/client.js") as typeof pg.Client;

const versions = "/usr/lib/postgresql";
const newest = existsSync(versions) ? readdirSync(versions).sort((a, b) => Number(b) - Number(a))[0] : undefined;
const bin = newest === undefined ? undefined : join(versions, newest, "bin");
/** PostgreSQL does not run as root: its own user does. */
const account = process.getuid?.() === 0 ? accountOf("postgres") : undefined;

export const hasPostgres =
  bin !== undefined && existsSync(join(bin, "initdb")) && (process.getuid?.() !== 0 || account !== undefined);

function accountOf(name: string): { uid: number; gid: number } | undefined {
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((one) => one.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(":") ?? [];
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}

/** A PostgreSQL server of its own in a temporary folder, reached by a socket. */
export interface PostgresServer {
  connect(database?: string): Promise<pg.Client>;
  stop(): Promise<void>;
}

export async function startPostgres(): Promise<PostgresServer> {
  if (bin === undefined) throw new Error("no PostgreSQL here");
  const folder = mkdtempSync(join(tmpdir(), "milstolpe-pg-"));
  if (account) chownSync(folder, account.uid, account.gid);
  chmodSync(folder, 0o700);
  const data = join(folder, "data");
  const flags = ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"];
  execFileSync(join(bin, "initdb"), flags, { stdio: "ignore", ...account });
  const settings = ["-k", folder, "-h", "", "-F"];
  const server = spawn(join(bin, "postgres"), ["-D", data, ...settings], { stdio: "ignore", ...account });
  const connect = async (database = "postgres"): Promise<pg.Client> => {
    const client = new Client({ host: folder, user: "postgres", database });
    await client.connect();
    return client;
  };
  for (let attempt = 0; ; attempt += 1) {
    try {
      const client = await connect();
      await client.end();
      break;
    } catch (error) {
      if (attempt > 100) throw error;
      await wait(100);
    }
  }
  return {
    connect,
    stop: async () => {
      const ended = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGINT");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
