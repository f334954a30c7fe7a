/** A vitest reporter that tells the parent process about each test file as it ends. */
export default class PartReporter {
  /** @param {import("vitest/node").TestModule} module */
  onTestModuleEnd(module) {
    let passed = 0;
    // A file that cannot be loaded has no tests, and errors of its own.
    let failed = module.errors().length;
    const skipped = [];
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === "passed") passed += 1;
      else if (state === "failed") failed += 1;
      else skipped.push(test.fullName);
    }
    const durationMs = module.diagnostic().duration;
    process.send?.({ kind: "module", file: module.relativeModuleId, passed, failed, skipped, durationMs });
  }

  /**
   * @param {readonly unknown[]} _modules
   * @param {readonly unknown[]} errors thrown outside of any test
   */
  onTestRunEnd(_modules, errors) {
    if (errors.length > 0) process.send?.({ kind: "unhandled", count: errors.length });
  }
}
