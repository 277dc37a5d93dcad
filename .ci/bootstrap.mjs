// `npm start`, `npm test` and `npm run check` on a machine with only Node (20.19 or newer) and npm.
// Node older than 22.18 cannot run the sources, so the command runs itself again under Node 24 through npx.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { run, steps } from "./steps.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [command = "start", ...given] = process.argv.slice(2);
const args = given.length === 0 && process.env.MILSTOLPE_ARGS ? JSON.parse(process.env.MILSTOLPE_ARGS) : given;
process.chdir(root);

const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const pnpmVersion = manifest.devEngines.packageManager.version.replace(/^\D*/, "");
const nodeVersion = "24.21.0";

/** True when this Node runs TypeScript sources by itself and has node:sqlite. */
function nodeIsNewEnough() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  return major > 22 || (major === 22 && minor >= 18);
}

function pnpmIsThere() {
  const { status, stdout } = spawnSync("pnpm", ["--version"], {
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  return status === 0 && stdout.trim().split(".")[0] === pnpmVersion.split(".")[0];
}

/** Runs this command again with the tools it needs on the PATH, fetched by npx from the npm registry. */
function runAgainThroughNpx() {
  const tools = [...(nodeIsNewEnough() ? [] : [`node@${nodeVersion}`]), `pnpm@${pnpmVersion}`];
  console.log(`Node ${process.versions.node}: fetching ${tools.join(" and ")} through npx …`);
  const env = { ...process.env, MILSTOLPE_TOOLS: "npx", MILSTOLPE_ARGS: JSON.stringify(args) };
  for (const name of ["npm_config_call", "npm_config_package", "npm_config_yes"]) delete env[name];
  const packages = tools.flatMap((tool) => ["-p", tool]);
  const { status } = spawnSync("npx", ["--yes", ...packages, "-c", `node .ci/bootstrap.mjs ${command}`], {
    stdio: "inherit",
    env,
    shell: process.platform === "win32",
  });
  process.exit(status ?? 1);
}

if (!nodeIsNewEnough() || !pnpmIsThere()) {
  if (process.env.MILSTOLPE_TOOLS === "npx") {
    console.error(`Node ${nodeVersion} and pnpm ${pnpmVersion} could not be fetched. Install Node 24 and run again.`);
    process.exit(1);
  }
  runAgainThroughNpx();
}
process.env.TURBO_TELEMETRY_DISABLED = "1";
// Tools print their results, not their colours, when nobody is watching.
if (!process.stdout.isTTY) process.env.NO_COLOR = "1";

const stampFile = "node_modules/.milstolpe-stamp";
const stamp = () =>
  createHash("sha256")
    .update(readFileSync("pnpm-lock.yaml"))
    .update(readFileSync("pnpm-workspace.yaml"))
    .update(process.versions.node)
    .digest("hex");

const setUp = {
  name: "Set-up",
  skip: () =>
    existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp()
      ? "the lockfile is installed already"
      : undefined,
  run: async () => {
    const result = await run("pnpm", ["install", "--frozen-lockfile", "--reporter=append-only"], { quiet: true });
    if (result.code === 0) writeFileSync(stampFile, stamp());
    return result;
  },
};
const node = (file, ...rest) =>
  run(process.execPath, ["--conditions=milstolpe-source", "--disable-warning=ExperimentalWarning", file, ...rest]);
const turbo = (...rest) => run("pnpm", ["exec", "turbo", "run", ...rest, "--output-logs=errors-only"], { quiet: true });

/** Runs vitest for one project and adds its counts to the report of this test run. `files`: parts of names to run alone. */
async function vitest(project, { files = [], env = {} } = {}) {
  const report = join("reports", `${[project, ...Object.values(env)].join("-").replaceAll("/", "-")}.json`);
  rmSync(report, { force: true });
  const reporters = ["--reporter=dot", "--reporter=json", `--outputFile.json=${report}`];
  const result = await run("pnpm", ["exec", "vitest", "run", "--project", project, ...reporters, ...files], { env });
  if (existsSync(report)) {
    const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(report, "utf8"));
    counts.passed += numPassedTests;
    counts.failed += numFailedTests || (result.code === 0 ? 0 : numFailedTestSuites || 1);
  } else counts.failed += 1;
  return result;
}

const datedTests = ["packages/swedish/", "calendar", "days", "plan.test", "schedule", "ical", "ics", "mspdi"];
const counts = { passed: 0, failed: 0 };
const counted = (step) => ({
  ...step,
  run: async () => {
    const result = await step.run();
    counts[result.code === 0 ? "passed" : "failed"] += 1;
    return result;
  },
});

const commands = {
  start: [
    setUp,
    { name: "Build of the web page", run: () => turbo("build", "--filter=@milstolpe/reference") },
    { name: "Main job", run: () => node("apps/reference/cli/main.ts", "demo", ...args) },
  ],
  test: [
    setUp,
    counted({ name: "Type check", run: () => turbo("typecheck") }),
    { name: "Unit and property tests", run: () => vitest("packages") },
    {
      name: "Days and times in another zone",
      // Behind UTC and with other clock changes: a day that is an instant somewhere shows here.
      run: () => vitest("packages", { files: datedTests, env: { TZ: "America/Los_Angeles" } }),
    },
    { name: "App tests", run: () => vitest("app") },
    counted({ name: "Build", run: () => turbo("build") }),
    { name: "Tarballs and README examples", run: () => tarballs() },
    counted({ name: "Examples", run: () => node(".ci/examples.mjs") }),
    { name: "Browser tests", run: () => vitest("browser") },
  ],
  check: [setUp, { name: "Checks", run: () => node(".ci/check.mjs", ...args) }],
};

async function tarballs() {
  const { tarballTests } = await import("./tarballs.mjs");
  const result = await tarballTests();
  counts.passed += result.passed;
  counts.failed += result.failed;
  return { code: result.failed === 0 ? 0 : 1 };
}

const list = commands[command];
if (!list) {
  console.error(`Unknown command "${command}". Known: ${Object.keys(commands).join(", ")}.`);
  process.exit(1);
}
mkdirSync("reports", { recursive: true });
const { failed } = await steps(list, { keepGoing: command === "test" });
if (command === "test") {
  writeFileSync("reports/test.json", JSON.stringify(counts));
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
}
process.exitCode = failed.length === 0 ? 0 : 1;
