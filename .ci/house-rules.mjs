// Rules of this repository that no tool knows.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { run } from "./steps.mjs";

const verdict = (problems) => ({
  code: problems.length === 0 ? 0 : 1,
  output: problems.map((line) => `${line}\n`).join(""),
});

const topLevel = new Set([
  "LICENSE",
  "README.md",
  "apps",
  "docs",
  "examples",
  "knip.json",
  "package.json",
  "packages",
  "pnpm-lock.yaml",
  "pnpm-workspace.yaml",
  "tsconfig.base.json",
  "turbo.json",
  "vitest.config.ts",
]);

/** The top level holds what docs/decisions/001-borders.md names, and nothing else. */
export async function layoutIsAsDocumented() {
  const { output } = await run("git", ["ls-files"], { quiet: true });
  const names = new Set(
    output
      .split("\n")
      .filter(Boolean)
      .map((file) => file.split("/")[0]),
  );
  return verdict(
    [...names]
      .filter((name) => !name.startsWith(".") && !topLevel.has(name))
      .map((name) => `${name} is not part of the layout`),
  );
}

/** Who upgrades reads what changed: a changeset waiting for release, or a changelog. */
export function changesetsTellOfEveryPackage(packages) {
  const waiting = readdirSync(".changeset")
    .filter((file) => file.endsWith(".md"))
    .map((file) => readFileSync(`.changeset/${file}`, "utf8"))
    .join("\n");
  return verdict(
    packages
      .filter((name) => !waiting.includes(`"@milstolpe/${name}"`) && !existsSync(`packages/${name}/CHANGELOG.md`))
      .map((name) => `${name} has neither a changeset nor a changelog`),
  );
}

/** No machine paths and no registry hosts in what is published. */
export async function productAlone() {
  const { output } = await run(
    "git",
    [
      "grep",
      "-nE",
      "(^|[^.[:alnum:]/])/(work|root|home)/[a-z]|https?://registry\\.",
      "--",
      ":!pnpm-lock.yaml",
      ":!.ci/house-rules.mjs",
    ],
    { quiet: true },
  );
  return verdict(output.split("\n").filter(Boolean));
}
