/** How often and how patiently a request is repeated. */
export interface RetryPolicy {
  /** Attempts in all, the first included. Default 5. */
  readonly attempts?: number;
  /** Wait before the second attempt; doubles each time. Default 500 ms. */
  readonly baseMs?: number;
  /** Longest wait, also when the source asks for more. Default 30,000 ms. */
  readonly maxMs?: number;
  /** Numbers in [0, 1), e.g. `Math.random`: spreads clients that were turned away together. Without it no jitter. */
  readonly random?: () => number;
}

/**
 * How long to wait before the next attempt.
 * @param attempt - the attempt that failed, from 1
 * @param retryAfterMs - what the source asked for in `Retry-After`; it is kept to, up to `maxMs`
 * @returns milliseconds: with jitter between half and the whole of the doubled wait
 */
export function backOffMs(policy: RetryPolicy, attempt: number, retryAfterMs?: number): number {
  const { baseMs = 500, maxMs = 30_000, random } = policy;
  if (retryAfterMs !== undefined) return Math.min(retryAfterMs, maxMs);
  const wait = Math.min(baseMs * 2 ** (attempt - 1), maxMs);
  return random === undefined ? wait : Math.round(wait / 2 + (random() * wait) / 2);
}

/**
 * Reads a `Retry-After` header: seconds, or an HTTP date.
 * @param now - epoch milliseconds, for the date form
 * @returns milliseconds, never negative; undefined when there is no such header or it can't be read
 * @see RFC 9110, 10.2.3
 */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
