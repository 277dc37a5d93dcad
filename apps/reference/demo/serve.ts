import { type ListeningMock, mockSs12000 } from "@milstolpe/connectors/testing";
import { type Disaster, struckBy } from "./disasters.ts";
import type { DemoMunicipality } from "./municipality.ts";

export interface ServeOptions {
  /** What goes wrong. Default: nothing. */
  readonly disaster?: Disaster;
  /** Default: a free one. */
  readonly port?: number;
}

/** The municipality's register, listening. */
export interface ServedDemo extends ListeningMock {
  /** For `clientCredentials({ tokenUrl, ...credentials })`. */
  readonly credentials: { readonly clientId: string; readonly clientSecret: string };
}

/**
 * Serves the municipality's register over HTTP on the loopback address, with a token and pages of 1,000 rows, as the
 * register of a real one would be.
 * @example
 * const served = await serveDemo(demoMunicipality());
 * const batch = await readSs12000({ baseUrl: served.baseUrl, token, now: Date.now });
 * await served.close();
 */
export async function serveDemo(
  { ss12000 }: Pick<DemoMunicipality, "ss12000">,
  { disaster, port }: ServeOptions = {},
): Promise<ServedDemo> {
  const credentials = { clientId: "milstolpe", clientSecret: "demo" };
  const mock = mockSs12000({ ...struckBy(disaster, ss12000), pageSize: 1000, token: credentials });
  return { ...(await mock.listen(port === undefined ? {} : { port })), credentials };
}
