import { defineConfig } from "tsup";

export default defineConfig({
  entry: [
    "src/index.ts",
    "src/schema.ts",
    "src/ics.ts",
    "src/csv.ts",
    "src/exact.ts",
    "src/exact-worker.ts",
    "src/svg.ts",
    "src/testing.ts",
    "src/timetable.ts",
    "src/worker.ts",
    "src/xlsx.ts",
  ],
  tsconfig: "tsconfig.build.json",
  format: ["esm"],
  target: "es2022",
  dts: true,
  sourcemap: true,
  clean: true,
  treeshake: true,
});
