import { certificateFetch } from "../../server/client-certificate.ts";
import { sendServices, type PreparedSend, type SendService } from "../../server/send-service.ts";
import { whyNotWhole } from "../../server/whole-register.ts";
import { formatDetails, formatOption, readWithProgress, sourceOf } from "../source-options.ts";
import {
  argument,
  dayOption,
  exit,
  requiredOption,
  textOption,
  UsageError,
  type Call,
  type ExitCode,
  type Verb,
} from "../verb.ts";

function serviceOf(call: Call): SendService {
  const id = requiredOption(call, "to");
  const found = sendServices.find((one) => one.id === id);
  if (found) return found;
  const ids = sendServices.map((one) => one.id).join(", ");
  throw new UsageError({
    sv: `--to ${id}: tjänsten är inte känd. Kända: ${ids}.`,
    en: `--to ${id}: that service is not known. Known: ${ids}.`,
  });
}

const urlOf = (call: Call, isNeeded: boolean): string => {
  const url = isNeeded ? requiredOption(call, "url") : (textOption(call, "url") ?? "");
  if (url === "" || /^(https:\/\/.|http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/])/.test(url)) return url;
  throw new UsageError({
    sv: "--url ska vara en https-adress: det som sänds är personuppgifter. http bara till den egna datorn.",
    en: "--url takes an https address: what is sent is personal data. http to this computer alone.",
  });
};

export const connectSend: Verb = {
  name: "connect send",
  summary: {
    sv: "Gör en tjänsts konton och grupper som registret: visar planen, och genomför den som visades",
    en: "Makes a service's accounts and groups like the register: shows the plan, and applies the one that was shown",
  },
  usage:
    "demo|URL|FOLDER|FILE --to SERVICE [--url URL] [--domain DOMAIN] [--on DAY] [--apply DIGEST] [--held-plan] [--source-format FORMAT]",
  details: [
    { sv: "Tjänster (--to):", en: "Services (--to):" },
    ...sendServices.map(({ id, title, needs }) => ({
      sv: `  ${id.padEnd(16)} ${title.sv} (--${needs})`,
      en: `  ${id.padEnd(16)} ${title.en} (--${needs})`,
    })),
    {
      sv: "Utan --apply ändras inget. --held-plan släpper fram en plan som hålls för sina borttagningar.",
      en: "Without --apply nothing changes. --held-plan lets through a plan that is held for its removals.",
    },
    {
      sv: "Tjänstens nyckel: MILSTOLPE_TARGET_TOKEN i miljön.",
      en: "The service's token: MILSTOLPE_TARGET_TOKEN in the environment.",
    },
    ...formatDetails,
  ],
  example: "connect send demo-files/register --to scim --url http://127.0.0.1:8080/scim",
  most: 1,
  options: {
    to: { type: "string" },
    url: { type: "string" },
    domain: { type: "string" },
    on: { type: "string" },
    apply: { type: "string" },
    "held-plan": { type: "boolean" },
    ...formatOption,
  },
  async run(call) {
    const { now, signal, environment, terminal } = call;
    const service = serviceOf(call);
    const source = sourceOf(call, argument(call, 0, "SOURCE"));
    const url = urlOf(call, service.needs === "url");
    const domain = service.needs === "domain" ? requiredOption(call, "domain") : "";
    const on = dayOption(call, "on") ?? now().toISOString().slice(0, 10);
    const wanted = textOption(call, "apply");
    const batch = await readWithProgress(call, source);
    const { complete, findings: faults } = batch.health;
    const partial = whyNotWhole(batch);
    if (partial) {
      terminal.document({ complete, findings: faults });
      terminal.line(
        terminal.say({
          sv: `Inget planerades, för den som saknas skulle tas bort: ${partial.sv}`,
          en: `Nothing was planned, for who is missing would be removed: ${partial.en}`,
        }),
      );
      terminal.findings(faults, 20);
      return exit.found;
    }
    const token = environment["MILSTOLPE_TARGET_TOKEN"];
    const fetch = url.startsWith("https:") ? certificateFetch(environment, now()) : undefined;
    const prepared = await service.prepare({
      entities: batch,
      url,
      domain,
      on,
      now,
      signal,
      ...(token === undefined ? {} : { token }),
      ...(fetch ? { fetch } : {}),
    });
    return wanted === undefined ? show(call, prepared) : apply(call, prepared, wanted);
  },
};

function show({ terminal }: Call, { digest, counts, isHeld, findings }: PreparedSend): ExitCode {
  terminal.document({ digest, counts, isHeld, findings });
  terminal.line(`Plan ${digest}`);
  for (const [kind, count] of Object.entries(counts)) terminal.line(`  ${String(count).padStart(8)}  ${kind}`);
  if (Object.keys(counts).length === 0)
    terminal.line(terminal.say({ sv: "  Inget att ändra.", en: "  Nothing to change." }));
  terminal.findings(findings, 20);
  if (isHeld)
    terminal.line(
      terminal.say({
        sv: "Hålls. Läs raderna ovan innan någon släpper fram den med --held-plan.",
        en: "Held. Read the lines above before anybody lets it through with --held-plan.",
      }),
    );
  return isHeld ? exit.held : exit.done;
}

async function apply(call: Call, prepared: PreparedSend, wanted: string): Promise<ExitCode> {
  const { terminal } = call;
  const { digest, isHeld, findings } = prepared;
  const allowHeld = call.options["held-plan"] === true;
  if (wanted !== digest)
    throw new UsageError({
      sv: `Planen är nu en annan (${digest}): registret eller tjänsten har ändrats. Titta på den först.`,
      en: `The plan is another one now (${digest}): the register or the service has changed. Look at it first.`,
    });
  if (isHeld && !allowHeld) return show(call, prepared);
  const title = { sv: "Ändrar i tjänsten", en: "Changing the service" };
  const applied = await prepared.apply({
    allowHeld,
    onProgress: (done, all) => terminal.step({ id: "apply", title, state: "running", progress: done / all }),
  });
  terminal.step({ id: "apply", title, state: "done" });
  terminal.document({
    digest,
    done: applied.done,
    failed: applied.failed.length,
    findings: [...findings, ...applied.findings],
  });
  terminal.line(
    terminal.say({
      sv: `${applied.done} ändringar gjorda, ${applied.failed.length} inte. Kör om: det som är kvar planeras igen.`,
      en: `${applied.done} changes made, ${applied.failed.length} not. Run it again: what is left is planned anew.`,
    }),
  );
  terminal.findings(applied.findings, 20);
  const isWhole = applied.failed.length === 0 && !applied.findings.some(({ severity }) => severity === "must");
  return isWhole ? exit.done : exit.found;
}
