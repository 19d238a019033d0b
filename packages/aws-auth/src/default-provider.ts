// Loaded by `import()` when credentials are first looked for. A bundler that makes one file keeps every export of a module
// that is imported so: here it is one, not every way to put a chain together.
export { defaultProvider } from "@aws-sdk/credential-provider-node";
