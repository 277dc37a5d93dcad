import type { Entity, Rejected } from "@milstolpe/sync";
import type { Finding } from "./finding.ts";
import { type FindingLog, findingLog } from "./finding-log.ts";
import { isGarbled } from "./garbled.ts";
import { type OpenValues, openValues } from "./open-values.ts";

/** What the steps of one reading share: who collects what is found, counted and kept aside. */
export interface Reading {
  readonly log: FindingLog;
  readonly values: OpenValues;
  readonly rejected: Rejected[];
  readonly received: Partial<Record<Entity, number>>;
  receive(entity: Entity): void;
  /** Takes rows back that were read for the sake of others. */
  unreceive(entity: Entity, count: number): void;
  reject(entity: Entity, raw: unknown, found: Finding): undefined;
  /** A name as it is, noted when a wrong encoding has spoiled it. */
  name(text: string | undefined): string;
  /** Names that a wrong encoding has spoiled. */
  garbled(): number;
}

/** @param shownFrom - rows that must have an unknown word before it is shown: see `openValues` */
export function newReading(shownFrom?: number, log: FindingLog = findingLog()): Reading {
  const rejected: Rejected[] = [];
  const received: Partial<Record<Entity, number>> = {};
  let garbled = 0;
  return {
    log,
    values: openValues(shownFrom),
    rejected,
    received,
    receive(entity) {
      received[entity] = (received[entity] ?? 0) + 1;
    },
    unreceive(entity, count) {
      const left = (received[entity] ?? 0) - count;
      if (received[entity] !== undefined) received[entity] = Math.max(0, left);
    },
    reject(entity, raw, found) {
      log.add(found);
      rejected.push({ entity, where: found.where, finding: found, raw });
      return undefined;
    },
    name(text = "") {
      if (isGarbled(text)) garbled += 1;
      return text;
    },
    garbled: () => garbled,
  };
}
