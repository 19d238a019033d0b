// Loaded by `import()` when the first client is made. A bundler that makes one file keeps every export of a module that is
// imported so: here it is one, not the handler of HTTP/2 besides.
export { NodeHttpHandler } from "@smithy/node-http-handler";
