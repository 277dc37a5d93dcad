import type { Finding, NamedFile } from "@milstolpe/connectors";
import { writeImportFiles } from "@milstolpe/connectors/import-files";
import { writeOneRoster } from "@milstolpe/connectors/oneroster";
import { writeSds } from "@milstolpe/connectors/sds";
import { writeSkola24 } from "@milstolpe/connectors/skola24";
import { writeTieto } from "@milstolpe/connectors/tieto";
import type { Batch } from "@milstolpe/sync";
import type { Text } from "./status.ts";

/** What a file is made for. */
export interface WriteFor {
  /** `YYYY-MM-DD`. */
  readonly on: string;
  /** ISO 8601 instant. */
  readonly writtenAt: string;
  /** Id of the one school that a file is for, or the code of the one school form; empty when nobody said. */
  readonly unit: string;
  readonly schoolForm: string;
}

/** A format that a register can be written in. */
export interface WriteFormat {
  readonly id: string;
  readonly title: Text;
  /** What has to be said, since a file holds one of them. */
  readonly needs?: "unit" | "schoolForm";
  readonly write: (
    batch: Batch,
    what: WriteFor,
  ) => { readonly files: readonly NamedFile[]; readonly findings: readonly Finding[] };
}

/** Every format that `connect write --to` takes. Protected people are left out of all of them. */
export const writeFormats: readonly WriteFormat[] = [
  {
    id: "import-files",
    title: { sv: "plattformens importfiler", en: "the platform's import files" },
    write: (entities, { on }) => writeImportFiles({ entities, on }),
  },
  {
    id: "oneroster",
    title: { sv: "OneRoster 1.1, en zip", en: "OneRoster 1.1, a zip" },
    write: (entities, { on }) => {
      const { zip, findings } = writeOneRoster({ entities, schoolYear: schoolYearOf(on) });
      return { files: [{ name: "oneroster.zip", bytes: zip }], findings };
    },
  },
  {
    id: "sds",
    title: { sv: "Microsoft School Data Sync 2.1", en: "Microsoft School Data Sync 2.1" },
    write: (entities) => writeSds({ entities }),
  },
  {
    id: "tieto",
    title: { sv: "Tieto Education/Edlevo, en fil per skolform", en: "Tieto Education/Edlevo, a file per school form" },
    needs: "schoolForm",
    write: (entities, { schoolForm, writtenAt }) => {
      const { findings, ...file } = writeTieto({ entities, schoolForm, dataSource: entities.source, writtenAt });
      return { files: [file], findings };
    },
  },
  {
    id: "skola24",
    title: { sv: "Skola24, filer för en skola", en: "Skola24, files for one school" },
    needs: "unit",
    write: (entities, { unit, on }) => writeSkola24({ entities, unit, on }),
  },
];

/** The school year that a day lies in: from 1 July to 30 June, as Swedish statistics count it. */
function schoolYearOf(day: string): { readonly start: string; readonly end: string } {
  const year = Number(day.slice(0, 4)) - (day.slice(5) < "07-01" ? 1 : 0);
  return { start: `${year}-07-01`, end: `${year + 1}-06-30` };
}
