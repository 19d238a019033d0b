/**
 * Whether a file of a package is for its tests and never shipped.
 *
 * @param {string} path from the package's folder
 */
export const isTestFile = (path) => path.startsWith("test/") || /\.(test|test-d|live\.test)\.ts$/.test(path);
