// How many changes of the rules the tests notice (Stryker). In a folder of its own: the tool and what it brings are not
// installed with the repository. Needs a build of @milstolpe/swedish. Takes some minutes; prints the survivors and a table.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const rules = ["check-cell", "grade-rules", "language-code", "national-test-rules", "staff-rules"];
const tests = ["check-cell", "check-report", "grade-rules", "national-test-rules", "staff-rules"];
const tools = ["@stryker-mutator/core@10.1.1", "@stryker-mutator/vitest-runner@10.1.1"];

const scb = new URL("../", import.meta.url).pathname;
const swedish = new URL("../../swedish/", import.meta.url).pathname;
const catalog = readFileSync(new URL("../../../pnpm-workspace.yaml", import.meta.url), "utf8");
const pinned = (name: string): string => `${name}@${new RegExp(`"?${name}"?: (.+)`).exec(catalog)?.[1] ?? "latest"}`;

const folder = mkdtempSync(join(tmpdir(), "scb-mutation-"));
try {
  const write = (name: string, content: string): void => writeFileSync(join(folder, name), content);
  const run = (command: string, args: readonly string[]): void => {
    execFileSync(command, args, { cwd: folder, stdio: ["ignore", "inherit", "inherit"] });
  };
  write("package.json", JSON.stringify({ name: "mutation", private: true, type: "module" }));
  write(
    "vitest.config.ts",
    `export default ${JSON.stringify({ test: { include: tests.map((name) => `src/${name}.test.ts`) } })};`,
  );
  write(
    "stryker.config.json",
    JSON.stringify({
      testRunner: "vitest",
      vitest: { configFile: "vitest.config.ts" },
      mutate: rules.map((name) => `src/${name}.ts`),
      reporters: ["clear-text"],
      allowConsoleColors: false,
      coverageAnalysis: "perTest",
      thresholds: { high: 95, low: 90, break: 90 },
    }),
  );
  const versions = ["vitest", "typescript", "fast-check", "fflate", "@noble/hashes"].map(pinned);
  run("npm", ["install", "--no-audit", "--no-fund", "--silent", ...tools, ...versions]);
  mkdirSync(join(folder, "node_modules/@milstolpe/swedish"), { recursive: true });
  for (const part of ["dist", "package.json"])
    cpSync(join(swedish, part), join(folder, "node_modules/@milstolpe/swedish", part), { recursive: true });
  for (const part of ["src", "test"]) cpSync(join(scb, part), join(folder, part), { recursive: true });
  run("npx", ["stryker", "run"]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
