/** A number as files of statistics have it: digits with a point, never with an exponent. */
export function numberText(value: number): string {
  const text = `${value}`;
  if (!text.includes("e")) return text;
  return Number.isInteger(value) ? BigInt(value).toString() : value.toFixed(20).replace(/\.?0+$/, "");
}
