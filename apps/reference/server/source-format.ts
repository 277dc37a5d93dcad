import type { Finding, Result } from "@milstolpe/connectors";
import { readImportFiles } from "@milstolpe/connectors/import-files";
import {
  oneRosterScopes,
  readOneRoster,
  readOneRosterRest,
  readOneRosterRestChanges,
} from "@milstolpe/connectors/oneroster";
import { parseMappingProfile, readWithProfile } from "@milstolpe/connectors/mapping";
import { readSds } from "@milstolpe/connectors/sds";
import { readSkola24 } from "@milstolpe/connectors/skola24";
import {
  dnpDialect,
  edlevoDialect,
  istDialect,
  readSs12000,
  readSs12000Changes,
  readSs12000Folder,
  standardDialect,
  type Dialect,
  type Fetch,
  type NamedFile,
  type TokenSource,
} from "@milstolpe/connectors/ss12000";
import { completeDelta, readTieto } from "@milstolpe/connectors/tieto";
import type { Batch, Entities } from "@milstolpe/sync";
import type { Text } from "./status.ts";

/** How an address is read, whatever is spoken there. */
export interface AddressReading {
  readonly baseUrl: string;
  readonly token?: TokenSource;
  readonly fetch?: Fetch;
  readonly now: () => number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { readonly list: string; readonly rows: number }) => void;
  /** What has changed is asked for, and not everything. */
  readonly changes?: { readonly since: string; readonly known: Entities };
}

/** A format that a register can come in. */
export interface SourceFormat {
  readonly id: string;
  readonly title: Text;
  /** Ends of the names of its files, in small letters; other files in a folder are left alone. */
  readonly extensions: readonly string[];
  /** Of SS 12000: how it is spoken. */
  readonly dialect?: Dialect;
  /** Of formats that are also read from an address. */
  readonly overHttp?: (reading: AddressReading) => Promise<Batch>;
  /** Scopes that a token for the address needs. */
  readonly scope?: string;
  /** Reads files into a batch; never rejects for what is in them. `known` is what the register has of the source. */
  readonly read: (files: readonly NamedFile[], readAt: string, known?: Entities) => Promise<Batch>;
}

export const defaultFormat = "ss12000";

const ss12000 = (id: string, title: Text, dialect: Dialect): SourceFormat => ({
  id,
  title,
  extensions: [".json"],
  dialect,
  read: (files, readAt) => readSs12000Folder({ files, readAt, dialect }),
  overHttp: ({ changes, ...reading }) =>
    changes ? readSs12000Changes({ ...reading, ...changes, dialect }) : readSs12000({ ...reading, dialect }),
});

/** The zip, or the CSV files. */
function readOneRosterFiles(files: readonly NamedFile[], readAt: string): Promise<Batch> {
  const [only] = files;
  const isZip = files.length === 1 && only !== undefined && only.name.toLowerCase().endsWith(".zip");
  return readOneRoster({ files: isZip ? only.bytes : files, readAt });
}

const oneRoster = (version: "1.1" | "1.2"): SourceFormat => ({
  id: `oneroster-${version}`,
  title: {
    sv: `OneRoster ${version} över REST, eller zip eller CSV`,
    en: `OneRoster ${version} over REST, or zip or CSV`,
  },
  extensions: [".csv"],
  scope: oneRosterScopes[version],
  read: readOneRosterFiles,
  overHttp: ({ changes, ...reading }) =>
    changes
      ? readOneRosterRestChanges({ ...reading, ...changes, version })
      : readOneRosterRest({ ...reading, version }),
});

/** `schoolForms`: those that there are files of; when one is missing, its pupils have not left. */
const tieto = (id: string, schoolForms?: readonly string[]): SourceFormat => ({
  id,
  title: {
    sv: "Tieto Education/Edlevo och vanlig IMS Enterprise 1.1 (XML); tieto:GR,FS när de skolformerna är alla",
    en: "Tieto Education/Edlevo and plain IMS Enterprise 1.1 (XML); tieto:GR,FS when those school forms are all",
  },
  extensions: [".xml"],
  read: async (files, readAt, known) => {
    const batch = await readTieto({ files, readAt, ...(schoolForms ? { schoolForms } : {}) });
    return known ? completeDelta(batch, known) : batch;
  },
});

/** Every format that `--source-format` takes. */
export const sourceFormats: readonly SourceFormat[] = [
  ss12000(defaultFormat, { sv: "SS 12000:2020 (TK450)", en: "SS 12000:2020 (TK450)" }, standardDialect),
  ss12000(
    "ss12000-dnp",
    { sv: "SS 12000 för digitala nationella prov", en: "SS 12000 for the digital national tests" },
    dnpDialect,
  ),
  ss12000("ss12000-edlevo", { sv: "SS 12000 som Edlevo talar det", en: "SS 12000 as Edlevo speaks it" }, edlevoDialect),
  ss12000("ss12000-ist", { sv: "SS 12000 som IST talar det", en: "SS 12000 as IST speaks it" }, istDialect),
  {
    id: "import-files",
    title: { sv: "Plattformens importfiler", en: "The platform's import files" },
    extensions: [".csv", ".txt"],
    read: (files, readAt) => readImportFiles({ files, readAt }),
  },
  {
    id: "oneroster",
    title: { sv: "OneRoster 1.1 och 1.2 (zip eller CSV)", en: "OneRoster 1.1 and 1.2 (zip or CSV)" },
    extensions: [".csv"],
    read: readOneRosterFiles,
  },
  oneRoster("1.1"),
  oneRoster("1.2"),
  {
    id: "sds",
    title: { sv: "Microsoft School Data Sync v1, v2, v2.1", en: "Microsoft School Data Sync v1, v2, v2.1" },
    extensions: [".csv"],
    read: (files, readAt) => readSds({ files, readAt }),
  },
  tieto("tieto"),
  {
    id: "skola24",
    title: {
      sv: "Skola24: filer vars namn börjar med barn, personal, vårdnadshavare",
      en: "Skola24: files whose names begin with children, staff, guardians",
    },
    extensions: [".csv", ".txt"],
    read: (files, readAt) =>
      readSkola24({
        children: files.filter(({ name }) => /^(barn|children)/i.test(name)),
        staff: files.filter(({ name }) => /^(personal|staff)/i.test(name)),
        guardians: files.filter(({ name }) => /^(v(å|a\u030a|a)rdnadshavare|guardians)/i.test(name)),
        readAt,
      }),
  },
];

/** A format of one's own: files that are read by a mapping profile. What is wrong with the profile is returned. */
export function profileFormat(json: unknown): Result<SourceFormat, readonly Finding[]> {
  const parsed = parseMappingProfile(json);
  if (!parsed.ok) return parsed;
  const profile = parsed.value;
  return {
    ok: true,
    value: {
      id: profile.id,
      title: { sv: `profilen ${profile.id}`, en: `the profile ${profile.id}` },
      extensions: [".csv", ".txt", ".tsv", ".xlsx"],
      read: (files, readAt) => readWithProfile({ files, readAt, profile }),
    },
  };
}

/** The format with this id, if there is one; `tieto:GR,FS` names the school forms that there are files of. */
export function formatNamed(id: string): SourceFormat | undefined {
  const forms = /^tieto:([A-Z]+(?:,[A-Z]+)*)$/.exec(id)?.[1];
  return forms === undefined ? sourceFormats.find((one) => one.id === id) : tieto(id, forms.split(","));
}
