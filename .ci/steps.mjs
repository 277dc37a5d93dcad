// What every command of this folder does: named steps, each with its time, and a count at the end.
import { spawn } from "node:child_process";

const bold = (text) => (process.stdout.isTTY ? `\u001b[1m${text}\u001b[22m` : text);

/** Runs a command in the root of the repository. Resolves to its exit code; output is shown unless `quiet`. */
export function run(command, args, { quiet = false, env = {}, cwd } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: quiet ? ["ignore", "pipe", "pipe"] : "inherit",
    });
    let output = "";
    child.stdout?.on("data", (chunk) => (output += chunk));
    child.stderr?.on("data", (chunk) => (output += chunk));
    child.on("error", (error) => resolve({ code: 127, output: `${command}: ${error.message}\n` }));
    child.on("close", (code, signal) => resolve({ code: code ?? (signal ? 130 : 1), output }));
  });
}

/** Seconds with one decimal. */
export const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/**
 * Runs named steps in order. A step is `{ name, skip?: () => reason | undefined, run: () => { code, output? } }`.
 * With `keepGoing`, a failed step does not stop the later ones. Returns how many passed and failed.
 */
export async function steps(list, { keepGoing = false } = {}) {
  let passed = 0;
  const failed = [];
  for (const step of list) {
    const reason = step.skip?.();
    if (reason) {
      console.log(`${bold(step.name)}: skipped, ${reason}`);
      continue;
    }
    const start = performance.now();
    if (!step.quietStart) console.log(bold(`${step.name} …`));
    const { code, output } = await step.run();
    if (code === 0) {
      passed += 1;
      console.log(`${bold(step.name)}: done in ${seconds(start)}`);
    } else {
      failed.push(step.name);
      if (output) process.stdout.write(output);
      console.log(`${bold(step.name)}: FAILED (exit code ${code}) after ${seconds(start)}`);
      if (!keepGoing) break;
    }
  }
  return { passed, failed };
}
