import { clientCredentials, readSs12000 } from "@milstolpe/connectors/ss12000";
import { expect, test } from "vitest";
import { demoMunicipality, serveDemo } from "./index.ts";

const demo = demoMunicipality(2, { scale: 0.1 });

test("the register is read over HTTP with a token, page by page, and is what the municipality has", async () => {
  const served = await serveDemo(demo);
  try {
    const pages: string[] = [];
    const batch = await readSs12000({
      baseUrl: served.baseUrl,
      token: clientCredentials({ tokenUrl: served.tokenUrl, ...served.credentials }),
      now: Date.now,
      onProgress: ({ list, page }) => pages.push(`${list} ${page}`),
    });
    expect(batch.health.complete).toBe(true);
    expect(batch.persons).toHaveLength(demo.truth.persons.length);
    expect(batch.guardianships).toHaveLength(demo.truth.guardianships.length);
    expect(pages).toContain("persons 2");
  } finally {
    await served.close();
  }
});

test("without the secret nothing is read", async () => {
  const served = await serveDemo(demo);
  try {
    const batch = await readSs12000({ baseUrl: served.baseUrl, now: Date.now });
    expect(batch.health.complete).toBe(false);
    expect(batch.persons).toEqual([]);
  } finally {
    await served.close();
  }
});
