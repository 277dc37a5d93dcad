import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { checkOidcProvider, readSamlMetadata, type SamlEntity } from "@milstolpe/connectors/sso";
import { readable, readBytes } from "../files.ts";
import type { Text } from "../../server/status.ts";
import { argument, exit, numberOption, textOption, UsageError, type Call, type ExitCode } from "../verb.ts";

/** What `connect check` can check beside registers: who logs people in. */
export const loginFormats = [
  {
    id: "saml",
    title: {
      sv: "en federations SAML-metadata, prövad mot --certificate",
      en: "a federation's SAML metadata, checked against --certificate",
    },
  },
  {
    id: "oidc",
    title: { sv: "en OpenID Connect-utfärdare (adress)", en: "an OpenID Connect issuer (address)" },
  },
] as const;

/** The check of the login format that was asked for; undefined when it is a register that is to be checked. */
export function loginCheck(call: Call): ((call: Call) => Promise<ExitCode>) | undefined {
  const format = textOption(call, "source-format");
  if (format === "oidc") return checkProvider;
  return format === "saml" || textOption(call, "certificate") !== undefined ? checkMetadata : undefined;
}

const shown = 20;

/** A text of somebody else's with a blank after it, if it can stand in a line without becoming more than itself. */
const shownText = (text = ""): string => (/^[^\s\p{C}]{1,200}$/u.test(text) ? `${text} ` : "");

/** Reads metadata from a file or an address; whoever signed it must be the one whose certificate is given. */
export async function metadataOf(call: Call, given: string, keep?: (entity: SamlEntity) => boolean) {
  const certificate = textOption(call, "certificate");
  return readSamlMetadata({
    document: await documentOf(call, given),
    trust: certificate === undefined ? "nobody" : [new TextDecoder().decode(readBytes(certificate))],
    now: () => call.now().getTime(),
    maxValidityDays: numberOption(call, "max-validity", 31),
    signal: call.signal,
    ...(keep === undefined ? {} : { keep }),
  });
}

async function documentOf({ signal }: Call, given: string): Promise<AsyncIterable<Uint8Array>> {
  if (!/^https?:\/\//.test(given)) return createReadStream(readable(given));
  const response = await fetch(given, { signal: AbortSignal.any([signal, AbortSignal.timeout(120_000)]) }).catch(
    () => undefined,
  );
  signal.throwIfAborted();
  if (response?.ok === true && response.body !== null) return Readable.from(response.body);
  throw new UsageError({
    sv: `Metadatan gick inte att hämta från ${given}.`,
    en: `The metadata could not be fetched from ${given}.`,
  });
}

async function checkMetadata(call: Call): Promise<ExitCode> {
  const { terminal } = call;
  const metadata = await metadataOf(call, argument(call, 0, "SOURCE"));
  const { isUsable, isVerified, entities, counts, findings } = metadata;
  terminal.document({
    format: "saml",
    ...metadata,
    // Contacts are people.
    entities: entities.map(({ contacts: _contacts, ...entity }) => entity),
  });
  const trust: Text = isUsable
    ? { sv: "undertecknad av federationen och i tid", en: "signed by the federation, and in time" }
    : isVerified
      ? { sv: "undertecknad av federationen, men INTE användbar", en: "signed by the federation, but NOT usable" }
      : { sv: "INTE prövad som äkta", en: "NOT verified as genuine" };
  terminal.line(`SAML: ${shownText(metadata.publisher ?? metadata.name)}${terminal.say(trust)}`);
  terminal.line(
    terminal.say({
      sv: `  ${counts.entities} tjänster, ${counts.idp} för inloggning; gäller till ${metadata.validUntil ?? "?"}, hämtas igen före ${metadata.refreshBefore ?? "?"}`,
      en: `  ${counts.entities} entities, ${counts.idp} identity providers; valid until ${metadata.validUntil ?? "?"}, to be fetched again before ${metadata.refreshBefore ?? "?"}`,
    }),
  );
  const providers = entities.filter(({ roles }) => roles.includes("idp"));
  for (const { entityID, scopes } of providers.slice(0, shown))
    terminal.line(`  ${shownText(entityID)} ${scopes.map(({ value }) => shownText(value)).join("")}`);
  const rest = providers.length - shown;
  if (rest > 0) terminal.line(terminal.say({ sv: `  … och ${rest} till`, en: `  … and ${rest} more` }));
  terminal.findings(findings, 50);
  return findings.some(({ severity }) => severity === "must") ? exit.found : exit.done;
}

async function checkProvider(call: Call): Promise<ExitCode> {
  const { terminal, signal } = call;
  const issuer = argument(call, 0, "SOURCE");
  const checked = await checkOidcProvider({ issuer, now: () => call.now().getTime(), signal, allowLoopback: true });
  const { isUsable, algorithms, scopes, claims, signingKeys, findings } = checked;
  terminal.document({ format: "oidc", ...checked });
  const usable = isUsable
    ? { sv: "användbar", en: "usable" }
    : { sv: "INTE användbar som den är", en: "NOT usable as it is" };
  terminal.line(`OpenID Connect: ${issuer} ${terminal.say(usable)}`);
  for (const [title, values] of [
    [{ sv: "underskrifter", en: "signatures" }, algorithms],
    [{ sv: "behörigheter", en: "scopes" }, scopes],
    [{ sv: "uppgifter", en: "claims" }, claims],
    [{ sv: "nycklar", en: "keys" }, [String(signingKeys)]],
  ] as const)
    terminal.line(`  ${terminal.say(title).padEnd(14)} ${values.join(" ")}`);
  terminal.findings(findings, 50);
  return findings.some(({ severity }) => severity === "must") ? exit.found : exit.done;
}
