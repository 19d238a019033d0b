import type { InvokeEndpointInput } from "@aws-sdk/client-sagemaker-runtime";
import type { PlainRecord } from "@langchain-aws/core";
import { SagemakerConfigError } from "./errors.ts";

/** What a request may say besides its body; a new member of the SDK's stops the build. */
const members: Readonly<Record<Exclude<keyof InvokeEndpointInput, "Body">, true>> = {
  EndpointName: true,
  ContentType: true,
  Accept: true,
  CustomAttributes: true,
  TargetModel: true,
  TargetVariant: true,
  TargetContainerHostname: true,
  InferenceId: true,
  EnableExplanations: true,
  InferenceComponentName: true,
  SessionId: true,
  PrefixAwareId: true,
};

/** Source: "CustomAttributes" of "InvokeEndpoint", Amazon SageMaker API Reference. */
const maxCustomAttributes = 1024;

/** They travel as headers. */
const headerText = /^[\x20-\x7e]*$/;

/**
 * Checks members of the request before anything is sent: the AWS SDK leaves out what it does not know, without a word.
 *
 * @throws SagemakerConfigError naming the member; its value is not in the text
 */
export function checkEndpointKwargs(endpointKwargs: PlainRecord): void {
  for (const [name, value] of Object.entries(endpointKwargs)) {
    if (name === "Body") {
      throw refused(
        "endpointKwargs.Body cannot be set: the content handler makes the body, out of the input and modelKwargs.",
      );
    }
    if (!Object.hasOwn(members, name)) {
      throw refused(`endpointKwargs.${name} is no member of the request. Known: ${Object.keys(members).join(", ")}.`);
    }
    if (value !== undefined && (typeof value !== "string" || !headerText.test(value))) {
      throw refused(`endpointKwargs.${name} must be a text of visible ASCII characters: it is sent as a header.`);
    }
    if (name === "CustomAttributes" && typeof value === "string" && value.length > maxCustomAttributes) {
      throw refused(`endpointKwargs.CustomAttributes may have ${maxCustomAttributes} characters, not ${value.length}.`);
    }
  }
}

const plainOnly = ["TargetModel", "EnableExplanations"];

/**
 * Checks what a stream cannot have, which the AWS SDK would leave out as well.
 *
 * @throws SagemakerConfigError naming the member
 */
export function checkStreamKwargs(endpointKwargs: PlainRecord): void {
  const name = plainOnly.find((member) => endpointKwargs[member] !== undefined);
  if (name !== undefined) {
    throw refused(`endpointKwargs.${name} does not exist for streams. Call without streaming.`);
  }
  if (endpointKwargs["SessionId"] === "NEW_SESSION") {
    throw refused(
      "endpointKwargs.SessionId: a stream cannot begin a session. Call createSession() and pass the id it gives.",
    );
  }
}

function refused(message: string): SagemakerConfigError {
  return new SagemakerConfigError(message, { code: "CONFIG_INVALID_ENDPOINT_KWARGS" });
}
