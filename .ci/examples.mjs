// Runs every program in examples/ and fails when one of them does.
import { readdirSync } from "node:fs";
import { run } from "./steps.mjs";

let failed = 0;
for (const name of readdirSync("examples").sort()) {
  const { code, output } = await run(process.execPath, ["--conditions=milstolpe-source", "main.ts"], {
    quiet: true,
    cwd: `examples/${name}`,
  });
  if (code === 0 && output.trim() !== "") console.log(`  ${name}: ran, ${output.trim().split("\n").length} lines`);
  else {
    failed += 1;
    console.log(`  ${name}: ${code === 0 ? "printed nothing" : `exit code ${code}`}\n${output}`);
  }
}
process.exitCode = failed === 0 ? 0 : 1;
