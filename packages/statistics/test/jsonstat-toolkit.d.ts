declare module "jsonstat-toolkit" {
  /** The cell with these categories, as the reference implementation reads it. */
  interface Dataset {
    Data(at: Readonly<Record<string, string>>): { readonly value: number | null; readonly status: string | null };
  }
  export default function JSONstat(document: unknown): Dataset;
}
