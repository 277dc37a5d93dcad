// Compiles the kernel to src/csv-kernel-code.ts: `pnpm --filter @milstolpe/sync kernel`. A test sees that it is up to date.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { main } from "assemblyscript/asc";

const options = "-O2 --noAssert --runtime stub --importMemory --noExportMemory --enable simd,bulk-memory";

/** The compiled kernel as base64, without padding. */
export async function compileKernel(): Promise<string> {
  const entry = fileURLToPath(new URL("./csv-kernel.ts", import.meta.url));
  let code = "";
  const { error } = await main([entry, "--outFile", "kernel.wasm", ...options.split(" ")], {
    writeFile(_, contents) {
      code = Buffer.from(contents).toString("base64").replaceAll("=", "");
    },
  });
  if (error) throw error;
  return code;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const said = "/** The compiled kernel, as base64: made of `kernel/*.ts` by `kernel/compile.mts`. */";
  const file = new URL("../src/csv-kernel-code.ts", import.meta.url);
  writeFileSync(file, `${said}\nexport const kernelCode =\n  "${await compileKernel()}";\n`);
}
