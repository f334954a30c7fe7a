import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import packed from "./package.json" with { type: "json" };
import { optimizeLate } from "./tools/v8-flags.mjs";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** The package's doors, each as its source: `tidemark/core` is src/core/index.ts. */
const doors = Object.entries(packed.exports).flatMap(([door, to]) =>
  typeof to === "string"
    ? []
    : [
        {
          find: new RegExp(`^tidemark${door.slice(1)}$`),
          replacement: path(to.default.replace("./dist/", "./src/").replace(/\.js$/, ".ts")),
        },
      ],
);

export default defineConfig({
  resolve: {
    alias: doors,
  },
  test: {
    include: ["test/**/*.test.ts"],
    environment: "node",
    reporters: ["default", path("./test/support/some-test-ran.ts")],
    // Starts nothing by itself: a broker comes with the first test that asks for one.
    globalSetup: ["test/integration/global-setup.ts"],
    // Two cores: forks, no more of them than cores.
    pool: "forks",
    maxWorkers: 2,
    // A young generation of 64 MB: much of what tests make is garbage at once.
    execArgv: [...optimizeLate, "--max-semi-space-size=64"],
    // Within a fork the library is loaded once, not once for each file: tests leave no state behind in it.
    isolate: false,
    testTimeout: 120_000,
  },
});
