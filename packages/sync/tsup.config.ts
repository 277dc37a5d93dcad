import { defineConfig } from "tsup";

export default defineConfig({
  entry: [
    "src/index.ts",
    "src/csv.ts",
    "src/csv-kernel.ts",
    "src/duckdb.ts",
    "src/link.ts",
    "src/node.ts",
    "src/postgres.ts",
    "src/xstate.ts",
    "src/csv-worker.ts",
  ],
  tsconfig: "tsconfig.build.json",
  format: ["esm"],
  target: "es2022",
  dts: true,
  sourcemap: true,
  clean: true,
  treeshake: true,
});
