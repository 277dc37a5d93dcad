// What is shipped is what is tested: every package is packed, installed alone into an empty folder, and the example of
// its README is run from there, on the oldest Node the libraries promise and on the one that runs this.
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "./steps.mjs";

const oldestNode = "20.19.0";

/** The code of the block that follows `<!-- example -->` in a README. */
function readmeExample(readme) {
  return /<!-- example -->\s*```js\n([\s\S]*?)```/.exec(readme)?.[1];
}

const npm = (folder, ...args) =>
  run(
    "npm",
    ["install", "--no-audit", "--no-fund", "--no-package-lock", "--prefer-offline", "--loglevel=error", ...args],
    {
      quiet: true,
      cwd: folder,
    },
  );

/** Packs, installs and runs every package. Returns how many README examples passed and failed, by Node version. */
export async function tarballTests() {
  const work = mkdtempSync(join(tmpdir(), "milstolpe-tarballs-"));
  let passed = 0;
  let failed = 0;
  const fail = (text) => {
    failed += 1;
    console.log(`  ${text}`);
  };
  try {
    const oldNodeFolder = join(work, "node");
    mkdirSync(oldNodeFolder);
    writeFileSync(join(oldNodeFolder, "package.json"), "{}");
    const installed = await npm(oldNodeFolder, `node@${oldestNode}`);
    const oldNode = join(oldNodeFolder, "node_modules", ".bin", "node");
    const nodes = [[process.versions.node, process.execPath]];
    if (installed.code === 0) nodes.unshift([oldestNode, oldNode]);
    else fail(`Node ${oldestNode} could not be installed: ${installed.output}`);

    const names = readdirSync("packages");
    const tarball = {};
    for (const name of names) {
      const packed = await run("pnpm", ["pack", "--pack-destination", work], { quiet: true, cwd: `packages/${name}` });
      if (packed.code !== 0) fail(`${name}: could not be packed\n${packed.output}`);
      tarball[name] = join(work, readdirSync(work).find((file) => file.startsWith(`milstolpe-${name}-`)) ?? "missing");
    }
    for (const name of names) {
      const folder = join(work, name);
      mkdirSync(folder);
      writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
      const { dependencies = {} } = JSON.parse(readFileSync(`packages/${name}/package.json`, "utf8"));
      // Until the first release the packages it depends on are not on the registry: their tarballs stand in.
      const own = Object.keys(dependencies)
        .filter((key) => key.startsWith("@milstolpe/"))
        .map((key) => tarball[key.slice("@milstolpe/".length)]);
      const install = await npm(folder, ...own, tarball[name]);
      if (install.code !== 0) {
        fail(`${name}: does not install alone\n${install.output}`);
        continue;
      }
      const example = readmeExample(readFileSync(`packages/${name}/README.md`, "utf8"));
      if (!example) {
        fail(`${name}: README has no example`);
        continue;
      }
      writeFileSync(join(folder, "example.js"), example);
      for (const [version, path] of nodes) {
        const { code, output } = await run(path, ["example.js"], { quiet: true, cwd: folder });
        if (code === 0 && output.trim() !== "") {
          passed += 1;
          console.log(`  ${name}: README example runs from its tarball on Node ${version}`);
        } else fail(`${name}: README example on Node ${version}: ${code === 0 ? "printed nothing" : output}`);
      }
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return { passed, failed };
}
