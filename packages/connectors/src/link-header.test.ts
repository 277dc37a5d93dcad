import { expect, test } from "vitest";
import { linksIn } from "./link-header.ts";

test.each<[string, Readonly<Record<string, string>>]>([
  ['</a?offset=5>; rel="next"', { next: "/a?offset=5" }],
  ["</a>; rel=next", { next: "/a" }],
  ["</a>; rel='next'", { next: "/a" }],
  ['</a>;REL="Next"', { next: "/a" }],
  ['</a>; title="a, b; rel=prev"; rel="next"', { next: "/a" }],
  [String.raw`</a>; title="a \"</x>; rel=prev\" b"; rel="next"`, { next: "/a" }],
  ['</a>; rel="next last", </b>; rel="first"', { next: "/a", last: "/a", first: "/b" }],
  ['</a>; rel="first"; rel="next"', { first: "/a" }],
  ['</a>; rel="next", </b>; rel="next"', { next: "/a" }],
  ["</a,b>; rel=next", { next: "/a,b" }],
  ["</a>", {}],
  ["rel=next", {}],
  ["", {}],
])("%s", (header, links) => {
  expect(Object.fromEntries(linksIn(header))).toEqual(links);
});
