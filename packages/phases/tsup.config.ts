import { defineConfig } from "tsup";

export default defineConfig({
  entry: [
    "src/index.ts",
    "src/schema.ts",
    "src/xstate.ts",
    "src/store.ts",
    "src/testing.ts",
    "src/mspdi.ts",
    "src/ical.ts",
    "src/gantt.ts",
    "src/presets.ts",
    "src/react.ts",
    "src/vue.ts",
  ],
  tsconfig: "tsconfig.build.json",
  format: ["esm"],
  target: "es2022",
  dts: true,
  sourcemap: true,
  clean: true,
  treeshake: true,
});
