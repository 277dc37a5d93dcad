import { expect, test } from "vitest";
import { openPage } from "./ss12000-pages.ts";

test.each([undefined, null, ""])("a page with the token %j is the last one", (pageToken) => {
  expect(openPage({ data: [{}], pageToken }, "persons")).toEqual({ rows: [{}] });
});

test.each([
  ["abc", "abc"],
  [7, "7"],
])("a page with the token %j has a next one", (pageToken, next) => {
  expect(openPage({ data: [{}], pageToken }, "persons")).toEqual({ rows: [{}], next });
});

test.each([true, false, {}, ["abc"]])("%j as a token is not the end of a list: the page is refused", (pageToken) => {
  expect(openPage({ data: [{}], pageToken }, "persons")).toBeUndefined();
});
