import { defineConfig } from "tsup";

export default defineConfig({
  entry: [
    "src/index.ts",
    "src/ss12000.ts",
    "src/import-files.ts",
    "src/oneroster.ts",
    "src/sds.ts",
    "src/tieto.ts",
    "src/skola24.ts",
    "src/mapping.ts",
    "src/scim.ts",
    "src/google.ts",
    "src/node.ts",
    "src/sso.ts",
    "src/login.ts",
    "src/testing.ts",
  ],
  // The testing and node entries need the types of Node; that nothing else does is checked by tsconfig.build.json.
  tsconfig: "tsconfig.json",
  format: ["esm"],
  target: "es2022",
  dts: true,
  sourcemap: true,
  clean: true,
  treeshake: true,
});
