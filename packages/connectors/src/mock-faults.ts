import type { Ss12000List } from "./ss12000-model.ts";

/** What a fault can be for: a list, or one of the places around the lists. */
export type Ss12000FaultPlace = Ss12000List | "token" | "deletedEntities" | "subscriptions" | "notifications";

/** Which requests a fault is for: every request of its kind when nothing is said. */
export interface FaultAim<Place extends string> {
  readonly on?: Place;
  /** Page of the list, from 1. */
  readonly page?: number;
  /** How often it happens. Default 1; `Infinity` for a source that never gets well. */
  readonly times?: number;
}

/** What goes wrong with a source. Each is tried against every request, in order; the first that fits happens. */
export type SourceFault<Place extends string> = FaultAim<Place> &
  (
    | { readonly kind: "status"; readonly status: number; readonly retryAfter?: string }
    /** Half the page, then the connection is closed. */
    | { readonly kind: "cut" }
    /** Half the page as if it were all. */
    | { readonly kind: "broken-json" }
    /** The page in ISO-8859-1. */
    | { readonly kind: "latin-1" }
    | { readonly kind: "slow"; readonly milliseconds: number }
    /** The page refers to itself as the next one, or comes whatever page is asked for. */
    | { readonly kind: "repeat-token" }
    /** The access token has run out: all tokens given so far are refused. */
    | { readonly kind: "token-expired" }
    /** Somebody adds a row before the reader's place in the list: the last row read comes again. */
    | { readonly kind: "row-added" }
    /** Somebody removes a row before the reader's place in the list: the reader misses one. */
    | { readonly kind: "row-removed" }
    /** On `notifications`: the subscriber is never told. */
    | { readonly kind: "lost" }
  );

/** What goes wrong with a source that speaks SS 12000. */
export type Ss12000Fault = SourceFault<Ss12000FaultPlace>;
export type Ss12000FaultAim = FaultAim<Ss12000FaultPlace>;

/** The faults that are left to happen. */
export interface FaultQueue<Place extends string> {
  /** The next fault that fits, used up by one. */
  take(on: Place | undefined, page: number): SourceFault<Place> | undefined;
  /** Whether the tokens run out at this request. */
  expires(on: Place | undefined, page: number): boolean;
}

export function faultQueue<Place extends string>(faults: readonly SourceFault<Place>[]): FaultQueue<Place> {
  const left = faults.map((fault) => ({ fault, times: fault.times ?? 1 }));
  function use(fits: (fault: SourceFault<Place>) => boolean): SourceFault<Place> | undefined {
    const found = left.find(({ fault, times }) => times > 0 && fits(fault));
    if (found !== undefined) found.times -= 1;
    return found?.fault;
  }
  return {
    take: (on, page) =>
      use(
        (fault) =>
          fault.kind !== "token-expired" &&
          (fault.kind !== "lost" || on === "notifications") &&
          (fault.on === undefined || fault.on === on) &&
          (fault.page === undefined || fault.page === page),
      ),
    expires: (on, page) =>
      use((fault) => fault.kind === "token-expired" && (fault.on ?? on) === on && (fault.page ?? page) === page) !==
      undefined,
  };
}

export const wait = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The answer of a source that refuses. */
export function faultyStatus(fault: { readonly status: number; readonly retryAfter?: string }): Response {
  const headers = fault.retryAfter === undefined ? {} : { "retry-after": fault.retryAfter };
  return Response.json({ code: "Fault", message: "Fault" }, { status: fault.status, headers });
}

/** A page as the fault leaves it; whole without one. */
export function faultyBody(fault: { readonly kind: string } | undefined, body: string): Response {
  const headers = { "content-type": "application/json; charset=utf-8" };
  if (fault?.kind === "latin-1")
    return new Response(
      Uint8Array.from(body, (letter) => letter.charCodeAt(0) & 0xff),
      { headers },
    );
  const bytes = new TextEncoder().encode(body);
  if (fault?.kind === "broken-json") return new Response(bytes.slice(0, bytes.length / 2), { headers });
  if (fault?.kind !== "cut")
    return new Response(bytes, { headers: { ...headers, "content-length": String(bytes.length) } });
  const half = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes.slice(0, bytes.length / 2));
    },
    pull(controller) {
      controller.error(new Error("cut"));
    },
  });
  return new Response(half, { headers: { ...headers, "content-length": String(bytes.length) } });
}
