import { env } from "node:process";
import { testIdentity } from "@milstolpe/swedish";
import type { Batch } from "@milstolpe/sync";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csvReader } from "../src/csv.ts";
import { csvByteReader, readImportFiles } from "../src/import-files.ts";
import { proposeProfile, readWithProfile } from "../src/mapping.ts";
import { readFederation } from "../src/node.ts";
import { readOneRoster, readOneRosterRest, writeOneRoster } from "../src/oneroster.ts";
import { readSds, writeSds } from "../src/sds.ts";
import { readSkola24 } from "../src/skola24.ts";
import { readSs12000, readSs12000Folder, readSs12000Notification } from "../src/ss12000.ts";
import { oneRosterLists } from "../src/testing.ts";
import { readTieto, writeTieto } from "../src/tieto.ts";
import { writeImportFiles } from "../src/import-files.ts";
import { readZip } from "../src/zip.ts";
import { register as ss12000Register } from "./register.ts";
import { workbook } from "./workbook.ts";

// How much: a little by default, a million inputs in all with MILSTOLPE_LONG=1 (`vitest run … packages/connectors/test/fuzz`).
const isLong = env["MILSTOLPE_LONG"] === "1";
const runs = isLong ? 100_000 : 150;
const limit = isLong ? 3_600_000 : 30_000;

const readAt = "2026-10-01T05:00:00+02:00";
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const secretName = "Hemligsson";
const number = testIdentity("2013-01-01", 238);
const register = {
  units: [{ id: "u1", name: "Ödeskolan", kind: "Skolenhet" as const, schoolUnitCode: "10000001" }],
  persons: [
    {
      id: "p1",
      identity: number,
      givenName: "Åsa",
      familyName: secretName,
      email: "p1@skola.example",
      birthDate: "2013-01-01",
    },
    { id: "g1", identity: testIdentity("1985-03-04", 980), givenName: "Eva", familyName: secretName },
    { id: "t1", identity: testIdentity("1975-03-04", 981), givenName: "Lars", familyName: secretName },
  ],
  groups: [
    { id: "k1", name: "6A", kind: "Klass" as const, unit: "u1", startDate: "2026-08-17", endDate: "2027-06-11" },
  ],
  enrolments: [
    {
      id: "e1",
      person: "p1",
      unit: "u1",
      schoolType: "GR" as const,
      schoolYear: 6,
      startDate: "2026-08-17",
      endDate: "2027-06-11",
    },
  ],
  placements: [],
  duties: [{ id: "d1", person: "t1", unit: "u1", role: "Lärare" as const }],
  memberships: [
    { id: "m1", group: "k1", person: "p1", role: "pupil" as const },
    { id: "m2", group: "k1", person: "t1", role: "teacher" as const },
  ],
  guardianships: [{ id: "r1", child: "p1", guardian: "g1", relation: "Vårdnadshavare" as const }],
};

/** Signs that mean something in one of the formats. */
const tokens = [
  '"',
  ",",
  ";",
  "\t",
  "\r\n",
  "\n",
  "\0",
  "\uFEFF",
  "å",
  "Ã¥",
  "<",
  ">",
  "&",
  "</person>",
  "<!DOCTYPE x>",
  "<![CDATA[",
  "]]>",
  "{",
  "}",
  "[",
  "]",
  "null",
  "1e999",
  "-1",
  "9999-99-99",
  "constructor",
  "__proto__",
  "tobedeleted",
  "PK\u0003\u0004",
];

type Change =
  | { readonly kind: "cut"; readonly at: number }
  | { readonly kind: "drop"; readonly at: number; readonly length: number }
  | { readonly kind: "put"; readonly at: number; readonly what: Uint8Array }
  | { readonly kind: "copy"; readonly at: number; readonly from: number; readonly length: number }
  | { readonly kind: "flip"; readonly at: number; readonly by: number };

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constant("cut" as const), at: fc.nat() }),
  fc.record({
    kind: fc.constant("drop" as const),
    at: fc.nat(),
    length: fc.integer({ min: 1, max: 40 }),
  }),
  fc.record({
    kind: fc.constant("put" as const),
    at: fc.nat(),
    what: fc.oneof(fc.constantFrom(...tokens).map(bytes), fc.uint8Array({ maxLength: 4 })),
  }),
  fc.record({
    kind: fc.constant("copy" as const),
    at: fc.nat(),
    from: fc.nat(),
    length: fc.integer({ min: 1, max: 80 }),
  }),
  fc.record({ kind: fc.constant("flip" as const), at: fc.nat(), by: fc.integer({ min: 1, max: 255 }) }),
);

function changed(file: Uint8Array, changes: readonly Change[]): Uint8Array {
  let data = [...file];
  for (const one of changes) {
    const at = one.at % (data.length + 1);
    if (one.kind === "cut") data = data.slice(0, at);
    else if (one.kind === "drop") data.splice(at, one.length);
    else if (one.kind === "put") data.splice(at, 0, ...one.what);
    else if (one.kind === "copy") data.splice(at, 0, ...data.slice(one.from % (data.length + 1)).slice(0, one.length));
    else if (at < data.length) data[at] = (data[at] ?? 0) ^ one.by;
  }
  return Uint8Array.from(data);
}

type Files = Readonly<Record<string, Uint8Array>>;
const named = (files: readonly { readonly name: string; readonly bytes: Uint8Array }[]): Files =>
  Object.fromEntries(files.map((file) => [file.name, file.bytes]));

const pupilProfile = () => {
  const file = bytes(
    `Skolenhetskod;Personnummer;Förnamn;Efternamn;Klass\r\n10000001;${number};Åsa;${secretName};6A\r\n`,
  );
  const proposed = proposeProfile({ name: "elever", bytes: file });
  if (!proposed.ok) throw new Error(proposed.error.code);
  const [mapping] = proposed.value.profile.files;
  if (mapping === undefined) throw new Error("no file proposed");
  const { encoding: _encoding, delimiter: _delimiter, ...rest } = mapping;
  return { id: "x", total: ["persons" as const], files: [{ ...rest, name: "elever*" }] };
};
const cells = (texts: readonly string[]): string =>
  texts.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join("");

const sharing = fc.record({ which: fc.nat(), changes: fc.array(change, { minLength: 1, maxLength: 6 }) });

/** What is wrong with a batch, whatever state its source is in: it has to be bounded, consistent, and silent about people. */
function faultsOf(batch: Batch): readonly string[] {
  const { findings, complete: isWhole } = batch.health;
  const told = JSON.stringify(findings);
  const faults = [
    findings.length > 3000 && "findings without end",
    told.includes(secretName) && "a name in a finding",
    told.includes(number) && "a number in a finding",
    !isWhole && !findings.some(({ severity }) => severity === "must") && "incomplete, and nobody says why",
    ...batch.coverage.map(
      ({ entity, complete }) =>
        complete && batch.rejected.some((row) => row.entity === entity) && `${entity} whole with rows put aside`,
    ),
  ];
  return faults.filter((fault) => fault !== false);
}

const v1 = named(writeSds({ entities: register, version: "1" }).files);
const formats: Readonly<Record<string, { readonly files: Files; readonly read: (files: Files) => Promise<Batch> }>> = {
  "OneRoster 1.1": {
    files: named(writeOneRoster({ entities: register, schoolYear: { start: "2026-08-17", end: "2027-06-11" } }).files),
    read: (files) => readOneRoster({ files, readAt }),
  },
  "OneRoster 1.2": {
    files: named(
      writeOneRoster({ entities: register, version: "1.2", schoolYear: { start: "2026-08-17", end: "2027-06-11" } })
        .files,
    ),
    read: (files) => readOneRoster({ files, readAt }),
  },
  "School Data Sync 1": { files: v1, read: (files) => readSds({ files, readAt }) },
  "School Data Sync 2.1": {
    files: named(writeSds({ entities: register }).files),
    read: (files) => readSds({ files, readAt }),
  },
  Tieto: {
    files: named([writeTieto({ entities: register, schoolForm: "GR", dataSource: "x", writtenAt: readAt })]),
    read: (files) => readTieto({ files, readAt, schoolForms: ["GR"] }),
  },
  Skola24: {
    files: {
      "barn.csv": bytes(`Ån;E;${number};Åsa;${secretName};0\r\nÅn;E;${number.slice(2)};Åsa;${secretName}\r\n`),
      "personal.csv": bytes(`Ån;;${number};Åsa;${secretName};AB;a@x.se;1\r\n`),
      "vh.csv": bytes(`${number};${number};Åsa;${secretName};a@x.se;070\r\n`),
    },
    read: (files) =>
      readSkola24({
        readAt,
        children: { "barn.csv": files["barn.csv"] ?? new Uint8Array() },
        staff: { "personal.csv": files["personal.csv"] ?? new Uint8Array() },
        guardians: { "vh.csv": files["vh.csv"] ?? new Uint8Array() },
      }),
  },
  "import files": {
    files: named(writeImportFiles({ entities: register, on: "2026-10-01" }).files),
    read: (files) => readImportFiles({ files, readAt }),
  },
  "SS 12000": {
    files: Object.fromEntries(
      Object.entries(ss12000Register(2)).map(([list, data]) => [
        `${list}.json`,
        bytes(JSON.stringify({ data, pageToken: null })),
      ]),
    ),
    read: (files) => readSs12000Folder({ files, readAt }),
  },
  "a mapping profile": {
    files: {
      "elever.csv": bytes(
        `Skolenhetskod;Personnummer;Förnamn;Efternamn;Klass\r\n10000001;${number};Åsa;${secretName};6A\r\n`.repeat(2),
      ),
    },
    read: (files) => readWithProfile({ files, profile: pupilProfile(), readAt }),
  },
  // Spoiled inside its zip, since a spoiled zip is refused by its checksums.
  "the sheet of an Excel file": {
    files: {
      sheet: bytes(
        `<worksheet><sheetData><row r="1">${cells(["Skolenhetskod", "Personnummer", "Förnamn", "Efternamn", "Klass"])}</row>` +
          `<row r="2">${cells(["10000001", number, "Åsa", secretName, "6A"])}</row></sheetData></worksheet>`,
      ),
    },
    read: ({ sheet }) => {
      const file = workbook("", { "xl/worksheets/sheet1.xml": new TextDecoder().decode(sheet) });
      return readWithProfile({ files: { "elever.xlsx": file }, profile: pupilProfile(), readAt });
    },
  },
};

/** A source whose answers are these bytes, list by list, whatever else it is asked. */
const answering = (files: Files) => ({
  baseUrl: "https://register.example",
  now: () => Date.parse(readAt),
  sleep: () => Promise.resolve(),
  retry: { attempts: 2 },
  maxPages: 5,
  fetch: (url: string) => {
    const file = files[new URL(url).pathname.split("/").at(-1) ?? ""];
    // Without a link to a next page this is the last one.
    const headers = { link: '</>; rel="first"' };
    return Promise.resolve(
      file === undefined ? new Response(null, { status: 404 }) : new Response(file.slice(), { headers }),
    );
  },
});

const served: typeof formats = {
  "OneRoster over REST": {
    files: Object.fromEntries(
      Object.entries(
        oneRosterLists({ entities: register, schoolYear: { start: "2026-08-17", end: "2027-06-11" }, version: "1.2" }),
      ).map(([list, rows]) => [list, bytes(JSON.stringify({ [list]: rows }))]),
    ),
    read: (files) => readOneRosterRest({ ...answering(files), version: "1.2" }),
  },
  "SS 12000 over HTTP": {
    files: Object.fromEntries(
      Object.entries(ss12000Register(2)).map(([list, data]) => [
        list,
        bytes(JSON.stringify({ data, pageToken: null })),
      ]),
    ),
    read: (files) => readSs12000(answering(files)),
  },
};

describe("spoiled files of every format", () => {
  test.each([...Object.entries(formats), ...Object.entries(served)])(
    "%s: no crash, no hang, nothing said of people, nothing wholly spoken for that was not wholly read",
    async (_name, { files, read }) => {
      const names = Object.keys(files);
      await fc.assert(
        fc.asyncProperty(sharing, async ({ which, changes }) => {
          const name = names[which % names.length] ?? "";
          const batch = await read({ ...files, [name]: changed(files[name] ?? new Uint8Array(), changes) });
          expect(faultsOf(batch)).toEqual([]);
        }),
        { numRuns: runs },
      );
    },
    limit,
  );
});

test(
  "spoiled zips: only what was packed comes out, and no more than the limit",
  () => {
    const { zip, files } = writeOneRoster({
      entities: register,
      schoolYear: { start: "2026-08-17", end: "2027-06-11" },
    });
    const packed = new Set(files.map((file) => new TextDecoder().decode(file.bytes)));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        const content = readZip(changed(zip, changes), "x.zip", { maxBytes: 1_000_000 });
        for (const { bytes: out } of content.files)
          expect(out.length === 0 || packed.has(new TextDecoder().decode(out))).toBe(true);
      }),
      { numRuns: runs },
    );
  },
  limit,
);

test(
  "delimited bytes in pieces of any size are the rows of the whole text",
  () => {
    const file = bytes('a;"b;""c""";å\r\n"d\r\ne";;f\n\n;g;"h"\r\n');
    fc.assert(
      fc.property(fc.array(change, { maxLength: 6 }), fc.integer({ min: 1, max: 9 }), (changes, size) => {
        const data = changed(file, changes);
        const rows: string[] = [];
        const reader = csvByteReader({
          encoding: "iso-8859-1",
          delimiter: ";",
          onRow: (row, line) => rows.push(JSON.stringify([line, row])),
        });
        for (let at = 0; at < data.length; at += size) reader.push(data.subarray(at, at + size));
        reader.end();
        const whole: string[] = [];
        const text = csvReader({ delimiter: ";", onRow: (row, line) => whole.push(JSON.stringify([line, row])) });
        text.push(new TextDecoder("windows-1252").decode(data));
        text.end();
        expect(rows).toEqual(whole);
      }),
      { numRuns: runs },
    );
  },
  limit,
);

test(
  "spoiled notifications say nothing but names of lists, and who does not know the secret gets nowhere",
  async () => {
    const secret = "a-secret-of-some-length";
    const body = bytes(JSON.stringify({ modifiedEntites: ["Person", "Grade"], deletedEntities: true }));
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { maxLength: 6 }),
        fc.array(change, { maxLength: 2 }),
        async (changes, spoiled) => {
          const last = new TextDecoder().decode(changed(bytes(secret), spoiled));
          const url = `https://ours.example/${encodeURIComponent(last)}`;
          const request = new Request(url, { method: "POST", body: changed(body, changes).slice() });
          const { status, notification } = await readSs12000Notification({ request, secret });
          expect([200, 400, 404, 413]).toContain(status);
          expect(notification !== undefined).toBe(status === 200);
          expect(status === 404).toBe(last !== secret);
        },
      ),
      { numRuns: runs },
    );
  },
  limit,
);

test(
  "spoiled metadata of a federation is not believed",
  () => {
    const encode = (json: object): string => Buffer.from(JSON.stringify(json)).toString("base64url");
    const signature = { protected: encode({ alg: "ES256", exp: 2e9 }), signature: "AAAA" };
    const metadata = bytes(JSON.stringify({ payload: encode({ entities: [] }), signatures: [signature] }));
    const key = {
      kty: "EC",
      crv: "P-256",
      x: "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
      y: "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    };
    fc.assert(
      fc.property(fc.array(change, { maxLength: 6 }), (changes) => {
        const text = new TextDecoder().decode(changed(metadata, changes));
        expect(readFederation({ metadata: text, keys: [key], now: 0 }).ok).toBe(false);
      }),
      { numRuns: runs },
    );
  },
  limit,
);
