import { asciiName } from "./names.ts";
import type { Random } from "./random.ts";

/** Domains that can't exist (RFC 2606): nobody gets mail by mistake. */
export const domains = {
  pupil: "elev.milsjo.example",
  staff: "milsjo.example",
  home: "post.example",
} as const;

/** Hands out e-mail addresses and principal names, none of them twice. */
export interface AccountOffice {
  /** `given.family@domain`, with a number after it from the second of the name on. */
  email(givenName: string, familyName: string, domain: string): string;
  /** eduPersonPrincipalName: opaque, since a name in it would have to change when the name does. */
  eppn(): string;
}

export function accountOffice(random: Random): AccountOffice {
  const taken = new Map<string, number>();
  const eppns = new Set<string>();
  const letters = "abcdefghjkmnpqrstuvwxyz23456789";
  return {
    email(givenName, familyName, domain) {
      const local = `${asciiName(givenName) || "x"}.${asciiName(familyName) || "x"}`;
      const address = `${local}@${domain}`;
      const before = taken.get(address) ?? 0;
      taken.set(address, before + 1);
      return before === 0 ? address : `${local}${before + 1}@${domain}`;
    },
    eppn() {
      for (;;) {
        const local = Array.from({ length: 8 }, () => letters[random.below(letters.length)]).join("");
        if (eppns.has(local)) continue;
        eppns.add(local);
        return `${local}@milsjo.example`;
      }
    },
  };
}
