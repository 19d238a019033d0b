/** @import { Reporter, TestModule } from "vitest/node" */

/**
 * Closes a run with one plain line, `N passed, N failed, N skipped`, that any CI can count. A file that cannot be
 * loaded and an error outside of every test count as failed.
 *
 * @implements {Reporter}
 */
export default class PlainSummary {
  /**
   * @param {ReadonlyArray<TestModule>} modules
   * @param {ReadonlyArray<unknown>} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      if (module.errors().length > 0) counts.failed += 1;
      for (const test of module.children.allTests()) counts[test.result().state] += 1;
    }
    console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  }
}
