// The AWS SDK's signer: a module of its own, which is loaded with the first request that is signed.
export { SignatureV4 } from "@smithy/signature-v4";
