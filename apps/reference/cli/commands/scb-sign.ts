import { basename, resolve } from "node:path";
import { diffSubmissions, manifestDigest, reviewPage, type SignOffStatus } from "@milstolpe/scb";
import { examine, reportsOf, sign, type SignStep } from "../../server/scb-sign.ts";
import type { Text } from "../../server/status.ts";
import { readBytes, storeOf, writeText } from "../files.ts";
import { layoutDetails, layoutOf, layoutOption, readReportFile } from "../layout-option.ts";
import { argument, exit, requiredOption, textOption, UsageError, type Call, type Verb } from "../verb.ts";
import { decisionOptions, decisionsOf } from "./scb-diff.ts";

const steps = ["validate", "approve", "send", "change"] as const;

const statuses: Readonly<Record<SignOffStatus, Text>> = {
  draft: { sv: "utkast", en: "draft" },
  validated: { sv: "kontrollerad", en: "validated" },
  approved: { sv: "godkänd", en: "approved" },
  sent: { sv: "sänd", en: "sent" },
  superseded: { sv: "ersatt", en: "superseded" },
};

/** The step that the user asks for. */
function stepOf(call: Call): SignStep {
  const step = steps.find((one) => one === argument(call, 0, "STEP"));
  const by = requiredOption(call, "by");
  if (step === undefined)
    throw new UsageError({
      sv: `Steget ska vara ett av ${steps.join(", ")}.`,
      en: `The step must be one of ${steps.join(", ")}.`,
    });
  if (step === "change") return { step, by, reason: requiredOption(call, "reason") };
  const receipt = textOption(call, "receipt");
  return step === "send" ? { step, by, ...(receipt === undefined ? {} : { receipt }) } : { step, by };
}

export const scbSign: Verb = {
  name: "scb sign",
  summary: {
    sv: "Tar en fil till SCB ett steg: kontrollerad, godkänd, sänd; stegen sparas i lagret",
    en: "Takes a report file one step: validated, approved, sent; the steps are kept in the store",
  },
  usage:
    "validate|approve|send|change FILE --by NAME [--previous FILE] [--decided UNIT,UNIT] [--reason TEXT] [--receipt TEXT] [--page FILE.html] [--layout ID|FILE]",
  details: [
    {
      sv: "validate: filen prövas, och mot --previous om den ersätter en; --page skriver en sida att granska.",
      en: "validate: the file is checked, against --previous when it replaces one; --page writes a page to review.",
    },
    {
      sv: "approve, send: bara den fil som är kontrollerad, byte för byte. change: tillbaka till utkast, med --reason.",
      en: "approve, send: only the file that was validated, byte for byte. change: back to draft, with --reason.",
    },
    ...layoutDetails,
  ],
  example: 'scb sign validate demo-files/scb/betyg-ak9-vt2026-sent.txt --by "Registrar" --page review.html',
  most: 2,
  options: {
    ...layoutOption,
    ...decisionOptions,
    previous: { type: "string" },
    receipt: { type: "string" },
    page: { type: "string" },
  },
  run(call) {
    const { terminal } = call;
    const asked = stepOf(call);
    const file = argument(call, 1, "FILE");
    const layout = layoutOf(call);
    const earlier = textOption(call, "previous");
    const previous = earlier === undefined ? undefined : readReportFile(earlier, layout).rows;
    const examined = examine(readBytes(file), {
      fileName: basename(file),
      ...(layout ? { layout } : {}),
      ...(previous ? { previous } : {}),
      decisions: decisionsOf(call),
    });
    if (!examined.ok) {
      terminal.document({ findings: examined.error });
      terminal.findings(examined.error, 50);
      return Promise.resolve(exit.found);
    }
    const { manifest, findings, rows } = examined.value;
    const page = textOption(call, "page");
    if (page !== undefined)
      writeText(
        page,
        reviewPage({
          layout: examined.value.layout,
          manifest,
          findings,
          language: terminal.language,
          ...(previous ? { diff: diffSubmissions(previous, rows, examined.value.layout) } : {}),
        }),
      );
    const store = storeOf(call);
    try {
      const result = sign(store, examined.value, asked, { file: resolve(file), at: call.now().toISOString() });
      if (!result.ok) {
        terminal.document({ findings: [result.error, ...findings] });
        terminal.findings([result.error, ...findings], 50);
        return Promise.resolve(exit.held);
      }
      const { signOff, layout: collection } = result.value;
      const digest = manifestDigest(result.value.manifest);
      terminal.document({
        layout: collection,
        status: signOff.status,
        digest,
        steps: signOff.steps,
        reports: reportsOf(store, collection).length,
        findings,
      });
      terminal.line(`${basename(file)}: ${terminal.say(statuses[signOff.status])} (${digest.slice(0, 16)})`);
      for (const { type, by, at } of signOff.steps) terminal.line(`  ${at}  ${type}  ${by}`);
      return Promise.resolve(exit.done);
    } finally {
      store.close();
    }
  },
};
