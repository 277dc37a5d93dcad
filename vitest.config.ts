import { defineConfig } from "vitest/config";

// Packages are tested from their sources (the `milstolpe-source` export condition); what is shipped is tested from
// packed tarballs by the project `tarballs`. The time zone is set by the caller, so that the suite can run under several.
const resolve = { conditions: ["milstolpe-source", "module", "node", "import", "default"] };

export default defineConfig({
  resolve,
  ssr: { resolve: { conditions: resolve.conditions } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "packages",
          include: ["packages/*/src/**/*.test.ts", "packages/*/test/**/*.test.ts"],
          // A limit for what hangs, not a measurement: machines are slow and busy.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "app",
          include: ["apps/*/**/*.test.ts"],
          exclude: ["**/*.e2e.test.ts", "**/node_modules/**"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: { name: "browser", include: ["apps/*/**/*.e2e.test.ts"], testTimeout: 120_000 },
      },
    ],
  },
});
