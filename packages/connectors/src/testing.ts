import { type ListenOptions, type Listening, listenWith } from "./mock-listen.ts";
import { createOneRoster, type MockOneRoster, type MockOneRosterOptions } from "./mock-oneroster.ts";
import { createMock, type MockSs12000, type MockSs12000Options } from "./mock-ss12000.ts";

export type { Ss12000Fault, Ss12000FaultAim, Ss12000FaultPlace } from "./mock-faults.ts";
export { testCertificate } from "./mock-certificate.ts";
export type { TestCertificate, TestCertificateOptions } from "./mock-certificate.ts";
export { mockGoogle } from "./mock-google.ts";
export type { GoogleFault, MockGoogle, MockGoogleCourse, MockGoogleUser } from "./mock-google.ts";
export { oneRosterLists } from "./mock-oneroster.ts";
export type { MockOneRoster, MockOneRosterOptions, OneRosterFault, OneRosterLists } from "./mock-oneroster.ts";
export type { MockRequest, MockSs12000, MockSs12000Options } from "./mock-ss12000.ts";
export type { MockDeleted } from "./mock-store.ts";
export type { MockNotification } from "./mock-subscriptions.ts";

export type { ListenOptions, Listening } from "./mock-listen.ts";

/** A mock that listens. */
export interface ListeningMock extends Listening {
  /** For `clientCredentials({ tokenUrl })`. */
  readonly tokenUrl: string;
}

/** A mock SS 12000 source: answers requests, and can be made to listen. */
export interface Ss12000Server extends MockSs12000 {
  /** Listens on the loopback address, on a free port unless told otherwise. */
  listen(options?: ListenOptions): Promise<ListeningMock>;
}

/**
 * A source that speaks SS 12000 over a register you give it, with a token endpoint, paging, filters, lookup,
 * deletedEntities, and the faults of real sources on demand. For tests and demonstrations; it keeps all in memory.
 * @example
 * const server = await mockSs12000({ dataset, faults: [{ kind: "status", status: 503, on: "persons" }] }).listen();
 * const batch = await readSs12000({ baseUrl: server.baseUrl, now: Date.now });
 * await server.close();
 */
export function mockSs12000(options: MockSs12000Options): Ss12000Server {
  const mock = createMock(options);
  return {
    ...mock,
    async listen(where) {
      const listening = await listenWith((request) => mock.handle(request), where);
      return { ...listening, tokenUrl: `${listening.baseUrl}/${mock.tokenPath}` };
    },
  };
}

/** A mock OneRoster service: answers requests, and can be made to listen. */
export interface OneRosterServer extends MockOneRoster {
  /** Listens on the loopback address, on a free port unless told otherwise. */
  listen(options?: ListenOptions): Promise<ListeningMock>;
}

/**
 * A service that speaks OneRoster 1.1 or 1.2 over lists you give it (`oneRosterLists` makes them of a register), with paging,
 * the filter that deltas need, errors in the version's envelope, and faults on demand.
 * @example
 * const lists = oneRosterLists({ entities, schoolYear, version: "1.2" });
 * const server = await mockOneRoster({ version: "1.2", lists }).listen();
 */
export function mockOneRoster(options: MockOneRosterOptions): OneRosterServer {
  const mock = createOneRoster(options);
  return {
    ...mock,
    async listen(where) {
      const listening = await listenWith((request) => mock.handle(request), where);
      return { ...listening, tokenUrl: `${listening.baseUrl}/token` };
    },
  };
}
