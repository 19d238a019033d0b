/**
 * For the `catch` of an `import()` of a package that only some users install.
 *
 * @throws Error naming the package to install
 */
export function refuseMissing(name: string, version: string, cause: unknown): never {
  throw new Error(
    `createLocalAws: graphs need the package \`${name}\`. Install it with: npm install --save-dev ${name}@${version}`,
    { cause },
  );
}
