/**
 * What is left of å, ä and ö when UTF-8 was read as ISO-8859-1 or Windows-1252 on the way (`Ã¥`), or when an unreadable
 * byte was replaced (U+FFFD). A capital Ã before a letter, as in JOÃO, is a name.
 */
const traces = /\uFFFD|Ã[\u0080-\u00BF€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/;

/** True for a text that a wrong encoding has already spoiled. */
export const isGarbled = (text: string): boolean => traces.test(text);
