/** A file as bytes. The name is the last part of its path; where it lies is the caller's. */
export interface NamedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Files in any of the forms a caller may have them in. */
export type NamedFiles = Readonly<Record<string, Uint8Array>> | Iterable<NamedFile> | AsyncIterable<NamedFile>;

/** The files in the order of their names, `persons-2` before `persons-10`, so that the order of arrival is nothing. */
export async function collectFiles(files: NamedFiles): Promise<readonly NamedFile[]> {
  const collected: NamedFile[] = [];
  if (isIterable(files)) for await (const { name, bytes } of files) collected.push({ name, bytes });
  else for (const [name, bytes] of Object.entries(files)) collected.push({ name, bytes });
  const order = new Intl.Collator("en", { numeric: true }).compare;
  return collected.sort((a, b) => order(a.name, b.name));
}

const isIterable = (files: NamedFiles): files is Iterable<NamedFile> | AsyncIterable<NamedFile> =>
  Symbol.iterator in files || Symbol.asyncIterator in files;
