import type { ValidationHint } from "@langchain-aws/core";

/** What the hints name. */
export interface HintFacts {
  readonly endpointName: string;
  readonly inferenceComponentName?: string | undefined;
  readonly region?: string | undefined;
}

const anything = /(?:)/;

/** What to do about each kind of failure, where that is something else than for a model on Amazon Bedrock. */
export function hintsFor({ endpointName, inferenceComponentName, region }: HintFacts): readonly ValidationHint[] {
  const where = region === undefined ? "this region" : region;
  const component =
    inferenceComponentName === undefined
      ? "an endpoint with inference components needs inferenceComponentName"
      : `is "${inferenceComponentName}" one of its inference components`;
  const notFound = `Is endpoint "${endpointName}" in service in ${where}, and in this account? ${capitalised(component)}.`;
  return [
    { kinds: ["validation"], when: /not found|could not find|does not exist/i, hint: notFound },
    { kinds: ["not-found"], when: anything, hint: notFound },
    {
      kinds: ["access"],
      when: anything,
      hint: `Allow sagemaker:InvokeEndpoint on arn:aws:sagemaker:${region ?? "<region>"}:<account>:endpoint/${endpointName}.`,
    },
    { kinds: ["not-ready"], when: anything, hint: "The model is being loaded. Raise maxRetries to wait longer." },
    { kinds: ["throttling"], when: anything, hint: "Lower maxConcurrency, raise maxRetries, or add instances." },
    { kinds: ["timeout"], when: anything, hint: "Raise requestTimeoutMs, or stream: a container has 60 seconds." },
    { kinds: ["validation"], when: anything, hint: "Check endpointKwargs and the content handler's content type." },
  ];
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
