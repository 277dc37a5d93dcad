import { defineConfig } from "tsup";

export default defineConfig({
  entry: ["src/index.ts", "src/ss12000.ts", "src/import-files.ts", "src/testing.ts"],
  tsconfig: "tsconfig.build.json",
  format: ["esm"],
  target: "es2022",
  dts: true,
  sourcemap: true,
  clean: true,
  treeshake: true,
});
