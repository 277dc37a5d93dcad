import type { Operation } from "./plan.ts";
import type { Stored, TargetEntity } from "./register.ts";

/** What the target made of one operation. */
export type WriteResult =
  | { readonly state: "done" }
  /** The row was not as `before` says: it was left as it is. */
  | { readonly state: "conflict" }
  /** Not now: try again, after this many milliseconds when the target says so (`Retry-After`). */
  | { readonly state: "retry"; readonly afterMs?: number }
  /** Never: the target refuses it. */
  | { readonly state: "dead" };

/** What goes with a write. */
export interface WriteContext {
  /**
   * Token of the lease the run holds. It grows with every new holder: a target that has seen a higher one must refuse the
   * write, for it comes from a run that was taken for dead.
   */
  readonly fence?: number;
}

/** Where the changes go. */
export interface TargetPort {
  /**
   * What may be promised after a crash. `idempotent`: writing an operation twice is the same as once. `readable`: it can
   * be asked what a row is now. `blind`: neither; an operation whose outcome is not known is left to a person.
   */
  readonly guarantee: "idempotent" | "readable" | "blind";
  /** The row as it is now, or null. */
  read(entity: TargetEntity, id: string): Promise<Stored | null>;
  /**
   * Makes the operations in order. Each only when the row is as its `before` says, compared and written at once.
   * `Operation.key` is the idempotency key. Returns one result per operation.
   * @throws when the outcome is not known: no answer in time, the connection gone
   */
  write(operations: readonly Operation[], context?: WriteContext): Promise<readonly WriteResult[]>;
}

/** The right to apply, held by one run at a time. */
export interface Lease {
  /** Larger than that of every holder before. */
  readonly token: number;
  /** Asks for more time. False when the lease has gone to somebody else. */
  renew(): Promise<boolean>;
}
