import type { Batch } from "@milstolpe/sync";
import { formatOf } from "../../server/source.ts";
import { formatDetails, formatOption, readWithProgress, sourceOf } from "../source-options.ts";
import type { Terminal } from "../terminal.ts";
import { argument, exit, type Verb } from "../verb.ts";
import { loginCheck, loginFormats } from "./connect-sso.ts";

const entities = [
  "units",
  "persons",
  "groups",
  "enrolments",
  "placements",
  "duties",
  "memberships",
  "guardianships",
] as const;

/** What a source delivered of each entity: rows, whether that is all there is, and the fields it shows. No row itself. */
function coverageOf(batch: Batch) {
  return entities.map((entity) => {
    const covered = batch.coverage.find((one) => one.entity === entity);
    return {
      entity,
      received: batch.health.received[entity] ?? 0,
      rows: batch[entity].length,
      rejected: batch.rejected.filter((row) => row.entity === entity).length,
      complete: covered?.complete ?? false,
      // Of how many units, when the source does not speak for all.
      ...(covered?.units === undefined ? {} : { units: covered.units.length }),
      fields: covered?.fields ?? [],
    };
  });
}

function print({ say, line }: Terminal, coverage: ReturnType<typeof coverageOf>): void {
  for (const { entity, rows, rejected, complete, units, fields } of coverage) {
    if (fields.length === 0 && rows === 0) {
      line(`  ${entity.padEnd(14)} ${say({ sv: "levereras inte", en: "not delivered" })}`);
      continue;
    }
    const all =
      units === undefined ? { sv: "allt", en: "all" } : { sv: `allt i ${units} enh.`, en: `all of ${units} units` };
    const whole = say(complete ? all : { sv: "inte allt", en: "not all" });
    const aside = rejected > 0 ? `, ${rejected} ${say({ sv: "avvisade", en: "rejected" })}` : "";
    line(`  ${entity.padEnd(14)} ${String(rows).padStart(7)}  ${whole}${aside}  ${fields.join(" ")}`);
  }
}

export const connectCheck: Verb = {
  name: "connect check",
  summary: {
    sv: "Prövar en källa: vad den levererar, vad den inte visar och vad som är fel; inget skrivs",
    en: "Tries a source: what it delivers, what it withholds and what is wrong; nothing is written",
  },
  usage: "demo|URL|FOLDER|FILE [--source-format FORMAT] [--certificate FILE] [--max-validity DAYS]",
  details: [
    ...formatDetails,
    { sv: "Inloggning i stället för register:", en: "A login in place of a register:" },
    ...loginFormats.map(({ id, title }) => ({
      sv: `  ${id.padEnd(16)} ${title.sv}`,
      en: `  ${id.padEnd(16)} ${title.en}`,
    })),
  ],
  example: "connect check demo-files/oneroster.zip --source-format oneroster",
  most: 1,
  options: { ...formatOption, certificate: { type: "string" }, "max-validity": { type: "string" } },
  async run(call) {
    const { terminal } = call;
    const login = loginCheck(call);
    if (login) return login(call);
    const source = sourceOf(call, argument(call, 0, "SOURCE"));
    const batch = await readWithProgress(call, source);
    const { id: format, title: formatTitle, dialect } = formatOf(source);
    const coverage = coverageOf(batch);
    const { complete, findings } = batch.health;
    terminal.document({
      format,
      dialect: dialect?.id,
      unverified: dialect?.unverified ?? [],
      source: batch.source,
      kind: batch.kind,
      readAt: batch.readAt,
      complete,
      coverage,
      findings,
    });
    const kind =
      batch.kind === "total" ? { sv: "hela registret", en: "the whole register" } : { sv: "ändringar", en: "changes" };
    const health = complete
      ? { sv: "läst till slutet", en: "read to its end" }
      : {
          sv: "INTE läst till slutet: inget får tas bort efter den",
          en: "NOT read to its end: nothing may be removed by it",
        };
    terminal.line(`${terminal.say(formatTitle)}: ${terminal.say(kind)}, ${terminal.say(health)}`);
    print(terminal, coverage);
    for (const assumption of dialect?.unverified ?? [])
      terminal.line(`  ${terminal.say({ sv: "Inte belagt", en: "Not verified" })}: ${assumption}`);
    terminal.findings(findings, 50);
    return !complete || findings.some(({ severity }) => severity === "must") ? exit.found : exit.done;
  },
};
