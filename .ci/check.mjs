// Every check that is not a test: format, lint, types, borders, packages as they are published, sizes, docs.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { run, steps } from "./steps.mjs";

const packages = readdirSync("packages").filter((name) => existsSync(`packages/${name}/package.json`));
const pnpm = (...args) => run("pnpm", args, { quiet: true });
const exec = (...args) => pnpm("exec", ...args);

const everyPackage = async (command) => {
  let output = "";
  for (const name of packages) {
    const result = await run("pnpm", ["exec", ...command], { quiet: true, cwd: `packages/${name}` });
    if (result.code !== 0) output += `${name}:\n${result.output}\n`;
  }
  return { code: output === "" ? 0 : 1, output };
};

const { changesetsTellOfEveryPackage, layoutIsAsDocumented, productAlone } = await import("./house-rules.mjs");

const { passed, failed } = await steps(
  [
    { name: "Format (oxfmt)", run: () => exec("oxfmt", "--check", ".") },
    { name: "Lint (oxlint, type-aware)", run: () => exec("oxlint", "--type-aware", "--deny-warnings") },
    { name: "Types (TypeScript 7)", run: () => exec("turbo", "run", "typecheck", "--output-logs=errors-only") },
    { name: "Same versions everywhere (sherif)", run: () => exec("sherif") },
    { name: "Build", run: () => exec("turbo", "run", "build", "--output-logs=errors-only") },
    { name: "Borders (turbo boundaries)", run: () => exec("turbo", "boundaries", "--no-color") },
    { name: "Nothing unused (knip)", run: () => exec("knip") },
    { name: "Package form (publint)", run: () => everyPackage(["publint", "--strict"]) },
    {
      name: "Types as consumers see them (attw)",
      run: () => everyPackage(["attw", "--pack", "--profile", "esm-only"]),
    },
    { name: "Sizes (size-limit)", run: () => everyPackage(["size-limit"]) },
    { name: "Docs (VitePress, TypeDoc)", run: () => pnpm("run", "docs") },
    { name: "Top level as documented", run: () => layoutIsAsDocumented() },
    { name: "A changeset or changelog for every package", run: () => changesetsTellOfEveryPackage(packages) },
    { name: "The repository speaks of the product alone", run: () => productAlone() },
  ],
  { keepGoing: true },
);

mkdirSync("reports", { recursive: true });
writeFileSync("reports/check.json", JSON.stringify({ passed, failed: failed.length }));
if (failed.length > 0) console.log(`Failed: ${failed.join("; ")}`);
console.log(`${passed} passed, ${failed.length} failed`);
process.exitCode = failed.length === 0 ? 0 : 1;
