/** Closes a run with one plain line, `N passed, N failed, N skipped`, that any CI can count. */
export default class PlainSummary {
  onTestRunEnd(modules) {
    const counts = { passed: 0, failed: 0, skipped: 0 };
    let broken = 0;
    for (const module of modules) {
      if (module.errors().length > 0) broken += 1;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state in counts) counts[state] += 1;
      }
    }
    console.log(`${counts.passed} passed, ${counts.failed + broken} failed, ${counts.skipped} skipped`);
  }
}
