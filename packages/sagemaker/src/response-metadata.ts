import { omitUndefined } from "@langchain-aws/core";

/** The members of both outputs that say something about the exchange. */
export interface ExchangeFacts {
  readonly ContentType?: string | undefined;
  readonly InvokedProductionVariant?: string | undefined;
  readonly CustomAttributes?: string | undefined;
  readonly NewSessionId?: string | undefined;
  readonly ClosedSessionId?: string | undefined;
  readonly $metadata?: { readonly requestId?: string | undefined } | undefined;
}

/** What `response_metadata` and `generationInfo` say about the exchange. The body is not among it. */
export function toResponseMetadata(output: ExchangeFacts): Record<string, unknown> {
  return omitUndefined({
    contentType: output.ContentType,
    invokedProductionVariant: output.InvokedProductionVariant,
    customAttributes: output.CustomAttributes,
    newSessionId: output.NewSessionId,
    closedSessionId: output.ClosedSessionId,
    requestId: output.$metadata?.requestId,
  });
}
