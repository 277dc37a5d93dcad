// Which of these is an identity number, and if not, why?
import { maskIdentity, parseIdentity } from "@milstolpe/swedish";

for (const text of ["19811228-9874", "811228-9874", "19811228-9875", "20130101-TF01", "hello"]) {
  const parsed = parseIdentity(text);
  console.log(parsed.ok ? `${parsed.value.kind}: ${maskIdentity(parsed.value.number)}` : `refused: ${parsed.error}`);
}
