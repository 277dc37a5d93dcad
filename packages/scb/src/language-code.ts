// Twenty languages have two codes of three letters in ISO 639-2: a bibliographic one (FRE) and a terminological one (FRA).
// ISO 639-3, which SCB uses, has the second alone, and gives the first to no other language.
const bibliographic = "ALB ARM BAQ BUR CHI CZE DUT FRE GEO GER GRE ICE MAC MAO MAY PER RUM SLO TIB WEL".split(" ");

/** False for a bibliographic code of ISO 639-2, such as FRE or GER, which ISO 639-3 does not have. */
export function isTerminologicalCode(code: string): boolean {
  return !bibliographic.includes(code);
}
