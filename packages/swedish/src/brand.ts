/** A string that has been checked; the brand's key is a string, so it agrees across packages that never import each other. */
export type Brand<T, K extends string> = T & { readonly "~brand": { readonly [P in K]: P } };

/** Marks a text whose checks have all been made: the only cast in this package. */
export function branded<K extends string>(checked: string): Brand<string, K> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a brand exists in the type only
  return checked as Brand<string, K>;
}
