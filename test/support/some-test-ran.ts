/** A vitest reporter that fails a run of named tests (`-t NAME`) in which no test has that name. */
import type { Reporter, TestModule, Vitest } from "vitest/node";

export default class SomeTestRan implements Reporter {
  #vitest: Vitest | undefined;

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const pattern = this.#vitest?.getGlobalTestNamePattern();
    if (pattern === undefined) return;
    const ran = modules.some((module) =>
      [...module.children.allTests()].some((test) => test.result().state !== "skipped"),
    );
    if (ran) return;
    process.stderr.write(`\nNo test was run: none is named like ${pattern.source}\n`);
    process.exitCode = 1;
  }
}
