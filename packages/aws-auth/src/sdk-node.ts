// What Node alone needs of the AWS SDK, loaded by `import()` with the first client or the first profile that is read. A
// bundler that makes one file keeps every export of a module that is imported so: here it is what is used, not the handler
// of HTTP/2 and all of the SDK's configuration besides. One module, since one that is split off costs a bundle that is
// split one more file to load.
export { loadConfig } from "@smithy/core/config";
export { NodeHttpHandler } from "@smithy/node-http-handler";
