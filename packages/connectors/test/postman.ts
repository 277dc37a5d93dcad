import { randomUUID } from "node:crypto";
import { runInNewContext } from "node:vm";
import { chai } from "vitest";

/** A request of a collection with its scripts, as Postman's collection format 2.1 has them. */
interface Item {
  readonly name: string;
  readonly item?: readonly Item[];
  readonly event?: readonly { readonly listen: string; readonly script: { readonly exec: readonly string[] } }[];
  readonly request?: {
    readonly method: string;
    readonly url: string | { readonly raw: string };
    readonly body?: { readonly raw?: string };
  };
}

/** One assertion of a collection: where it stands, and why it failed when it did. */
export interface Assertion {
  readonly where: string;
  readonly error?: string;
}

const random: Readonly<Record<string, () => string>> = {
  $randomFirstName: () => "Åsa",
  $randomLastName: () => "Sjöö",
  $randomPassword: () => randomUUID(),
};

/** What the scripts of the collection may require. */
const modules: Readonly<Record<string, unknown>> = {
  uuid: { v4: () => randomUUID() },
  moment: () => ({ format: () => new Date().toISOString().slice(0, 10) }),
};

/** Runs a collection's requests in order, each with its script before and its assertions after. */
export async function runCollection(
  collection: { readonly item: readonly Item[] },
  environment: Map<string, string | number>,
): Promise<{ readonly requests: number; readonly assertions: readonly Assertion[] }> {
  const assertions: Assertion[] = [];
  let requests = 0;
  const fill = (text: string): string =>
    text.replaceAll(/\{\{([^}]+)\}\}/g, (whole, name: string) => {
      const value = random[name]?.() ?? environment.get(name);
      return value === undefined ? whole : String(value);
    });
  const pm = {
    environment: {
      get: (name: string) => environment.get(name),
      set: (name: string, value: string | number) => void environment.set(name, value),
    },
    variables: { replaceIn: fill },
    expect: chai.expect,
  };
  const run = (item: Item, listen: string, extra: object): void => {
    for (const { script } of (item.event ?? []).filter((event) => event.listen === listen))
      runInNewContext(script.exec.join("\n"), {
        pm: { ...pm, ...extra },
        require: (name: string) => modules[name],
        _: { shuffle: (list: readonly unknown[]) => list },
      });
  };

  async function runItem(item: Item, path: string): Promise<void> {
    const where = `${path}${item.name}`;
    for (const inner of item.item ?? []) await runItem(inner, `${where} / `);
    if (item.request === undefined) return;
    const { method, url, body } = item.request;
    run(item, "prerequest", {});
    const sent = method === "GET" ? undefined : fill(body?.raw ?? "");
    const answer = await fetch(fill(typeof url === "string" ? url : url.raw), {
      method,
      headers: { "Content-Type": "application/json" },
      ...(sent === undefined ? {} : { body: sent }),
    });
    const text = await answer.text();
    requests += 1;
    const response = {
      json: (): unknown => JSON.parse(text),
      to: {
        have: {
          status: (expected: number | string) =>
            chai.expect(typeof expected === "number" ? answer.status : answer.statusText).to.eq(expected),
        },
      },
    };
    const told = assertions.length;
    const test = (name: string, check: () => void): void => {
      try {
        check();
        assertions.push({ where: `${where}: ${name}` });
      } catch (error) {
        assertions.push({ where: `${where}: ${name}`, error: String(error) });
      }
    };
    try {
      run(item, "test", { response, test });
    } catch (error) {
      assertions.push({ where, error: String(error) });
    }
    if (assertions.length === told) assertions.push({ where, error: "no assertion was made" });
  }

  for (const item of collection.item) await runItem(item, "");
  return { requests, assertions };
}
