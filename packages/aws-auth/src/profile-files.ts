// Loaded by `import()` when a profile is first read. A bundler that makes one file keeps every export of a module that is
// imported so: here it is one, not all of the SDK's configuration.
export { loadConfig } from "@smithy/core/config";
