export type { AwsCredentials, AwsCredentialsProvider } from "./options.ts";
export {
  createHttpTransport,
  type ConnectedTransport,
  type HttpTransport,
  type HttpTransportRequest,
  type HttpTransportSettings,
} from "./http-transport.ts";
export type { HttpAnswer } from "./read-response.ts";
export { signHttpRequest, type SignableBody, type SignHttpRequestInput } from "./sign-http-request.ts";
export { signedFetch, type SignedFetchInput } from "./signed-fetch.ts";
export { presignHttpRequest, type PresignHttpRequestInput } from "./presign-http-request.ts";
