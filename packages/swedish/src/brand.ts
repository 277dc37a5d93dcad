/** A string that has been checked; the brand's key is a string, so it agrees across packages that never import each other. */
export type Brand<T, K extends string> = T & { readonly "~brand": { readonly [P in K]: P } };
