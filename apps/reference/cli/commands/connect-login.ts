import type { LoginRun, LoginSubjectOptions } from "@milstolpe/connectors/login";
import { ssoAttributes, type SsoField } from "@milstolpe/connectors/sso";
import { accountOf } from "../../server/login-account.ts";
import { isLoopback, personBrowses } from "../../server/login-callback.ts";
import { parseSource } from "../../server/source.ts";
import { writeText } from "../files.ts";
import { readWithProgress } from "../source-options.ts";
import { argument, exit, requiredOption, textOption, UsageError, type Call, type Verb } from "../verb.ts";
import { metadataOf } from "./connect-sso.ts";

export const connectLogin: Verb = {
  name: "connect login",
  summary: {
    sv: "Verifierar en inloggningsmetod: någon loggar in, svaret prövas och förfalskas, och beviset skrivs till en fil",
    en: "Verifies a login method: somebody logs in, the answer is tried and forged, and the evidence is written to a file",
  },
  usage:
    "ISSUER|METADATA --method NAME --service ID --callback URL --register SOURCE --out FILE [--domains DOMAINS] [--entity ID --certificate FILE] [--max-validity DAYS] [--assurance LEVELS] [--required FIELDS] [--scope SCOPES] [--source-format FORMAT]",
  details: [
    {
      sv: "ISSUER är en OpenID Connect-adress; --domains säger vilka domäner den får uttala sig om (komma emellan).",
      en: "ISSUER is an OpenID Connect address; --domains says which domains it may speak for (commas between).",
    },
    {
      sv: "METADATA är en fil eller adress med SAML-metadata; --certificate är federationens, --entity vilken tjänst.",
      en: "METADATA is a file or address of SAML metadata; --certificate is the federation's, --entity which provider.",
    },
    {
      sv: "--callback är en adress på den här datorn, http://127.0.0.1:PORT/…, som är anmäld hos inloggningstjänsten.",
      en: "--callback is an address on this computer, http://127.0.0.1:PORT/…, that the provider has been told of.",
    },
    {
      sv: "--register är registret som kontot söks i, som i connect check. Inga uppgifter om personen skrivs.",
      en: "--register is the register that the account is looked for in, as in connect check. Nothing of the person is written.",
    },
    {
      sv: "Klientens hemlighet: MILSTOLPE_LOGIN_SECRET i miljön.",
      en: "The client's secret: MILSTOLPE_LOGIN_SECRET in the environment.",
    },
  ],
  example:
    "connect login https://login.example --method staff --service platform --callback http://127.0.0.1:8765/callback --domains odeby.example --register demo-files/register --out login.json",
  most: 1,
  options: {
    method: { type: "string" },
    service: { type: "string" },
    callback: { type: "string" },
    register: { type: "string" },
    out: { type: "string" },
    domains: { type: "string" },
    entity: { type: "string" },
    certificate: { type: "string" },
    "max-validity": { type: "string" },
    assurance: { type: "string" },
    required: { type: "string" },
    scope: { type: "string" },
    "source-format": { type: "string" },
  },
  async run(call) {
    const { terminal, signal } = call;
    const given = argument(call, 0, "ISSUER");
    const out = requiredOption(call, "out");
    const callbackUrl = requiredOption(call, "callback");
    if (!isLoopback(callbackUrl))
      throw new UsageError({
        sv: "--callback ska vara en adress på den här datorn: http://127.0.0.1:PORT/…",
        en: "--callback takes an address on this computer: http://127.0.0.1:PORT/…",
      });
    const login = {
      method: requiredOption(call, "method"),
      service: requiredOption(call, "service"),
      callbackUrl,
      subject: await subjectOf(call),
      browse: personBrowses({
        minutes: 10,
        signal,
        tell: (url) =>
          terminal.note(
            `${terminal.say({ sv: "Öppna i en webbläsare och logga in", en: "Open in a browser and log in" })}:\n${url}`,
          ),
      }),
    };
    const isSaml = textOption(call, "certificate") !== undefined || !/^https?:\/\//.test(given);
    const { evidence, text, sha256 } = await (isSaml ? bySaml : byOidc)(call, given, login);
    writeText(out, text);
    terminal.document({ out, sha256, evidence });
    for (const { outcome, reason, ...step } of evidence.steps) {
      const word = {
        passed: terminal.say({ sv: "godkänt", en: "passed" }),
        failed: terminal.say({ sv: "UNDERKÄNT", en: "FAILED" }),
        skipped: terminal.say({ sv: "ej prövat", en: "skipped" }),
      }[outcome];
      terminal.line(`  ${word.padEnd(10)} ${terminal.say(step)}${reason === undefined ? "" : ` (${reason})`}`);
    }
    terminal.findings(evidence.findings, 20);
    terminal.line(`${out}  sha256 ${sha256}`);
    return evidence.isVerified ? exit.done : exit.found;
  },
};

interface Login {
  readonly method: string;
  readonly service: string;
  readonly callbackUrl: string;
  readonly subject: LoginSubjectOptions;
  readonly browse: ReturnType<typeof personBrowses>;
}

const listOption = (call: Call, name: string): readonly string[] | undefined =>
  textOption(call, name)
    ?.split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");

async function byOidc(call: Call, issuer: string, login: Login): Promise<LoginRun> {
  const { verifyOidcLogin } = await import("@milstolpe/connectors/login");
  const secret = call.environment["MILSTOLPE_LOGIN_SECRET"];
  const assurance = listOption(call, "assurance");
  const scope = textOption(call, "scope");
  requiredOption(call, "domains");
  return verifyOidcLogin({
    ...login.subject,
    method: login.method,
    issuer,
    client: { id: login.service, callbackUrl: login.callbackUrl, ...(secret === undefined ? {} : { secret }) },
    domains: listOption(call, "domains") ?? [],
    browse: login.browse,
    isSingleLogin: true,
    allowLoopback: true,
    now: () => call.now().getTime(),
    signal: call.signal,
    ...(scope === undefined ? {} : { scope }),
    ...(assurance === undefined ? {} : { assurance }),
  });
}

async function bySaml(call: Call, given: string, login: Login): Promise<LoginRun> {
  const { verifySamlLogin } = await import("@milstolpe/connectors/login");
  const entity = requiredOption(call, "entity");
  requiredOption(call, "certificate");
  const { entities, findings } = await metadataOf(call, given, ({ entityID }) => entityID === entity);
  const [provider] = entities;
  if (provider === undefined) {
    call.terminal.findings(findings);
    throw new UsageError({
      sv: `${entity} finns inte i metadatan, eller så går den inte att lita på. Pröva den med connect check.`,
      en: `${entity} is not in the metadata, or the metadata can't be trusted. Try it with connect check.`,
    });
  }
  const assurance = listOption(call, "assurance");
  return verifySamlLogin({
    ...login.subject,
    method: login.method,
    provider,
    service: { entityID: login.service, callbackUrl: login.callbackUrl },
    browse: login.browse,
    now: () => call.now().getTime(),
    signal: call.signal,
    ...(assurance === undefined ? {} : { assurance }),
  });
}

/** The register that a login is looked up in. */
async function subjectOf(call: Call): Promise<LoginSubjectOptions> {
  const fields = new Set<string>(ssoAttributes.map(({ field }) => field));
  const required = listOption(call, "required")?.filter((name): name is SsoField => {
    if (fields.has(name)) return true;
    throw new UsageError({
      sv: `--required ${name}: uppgiften är inte känd. Kända: ${[...fields].join(", ")}.`,
      en: `--required ${name}: that field is not known. Known: ${[...fields].join(", ")}.`,
    });
  });
  const source = parseSource(requiredOption(call, "register"), textOption(call, "source-format"));
  const batch = await readWithProgress(call, source);
  const units = new Set(batch.units.map(({ schoolUnitCode }) => schoolUnitCode));
  return {
    account: (identity) => accountOf(batch.persons, identity),
    isKnownUnit: (code) => units.has(code),
    ...(required === undefined ? {} : { required }),
  };
}
