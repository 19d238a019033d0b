import type { PutVectorsCommand } from "@aws-sdk/client-s3vectors";

/**
 * Makes a command send these bytes, in place of what the AWS SDK would write from its input. Right after the SDK has
 * made the request, so that its length and its signature are those of the bytes.
 */
export function replaceBody({ middlewareStack }: PutVectorsCommand, body: Uint8Array): void {
  middlewareStack.add(
    (next) => async (step) => {
      if (typeof step.request === "object" && step.request !== null) Object.assign(step.request, { body });
      return await next(step);
    },
    { step: "serialize", priority: "low", name: "langchainAwsBody", override: true },
  );
}
