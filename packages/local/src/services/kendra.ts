import type { Service } from "../operation.ts";
import { batchPutDocument } from "./kendra/batch-put-document.ts";
import { describeIndex } from "./kendra/describe-index.ts";
import { jsonType } from "./kendra/json-answer.ts";
import { query } from "./kendra/query.ts";
import { retrieve } from "./kendra/retrieve.ts";

/** Amazon Kendra, which speaks awsJson 1.1: the operation stands in `x-amz-target`. */
export const kendra: Service = {
  name: "kendra",
  signingName: "kendra",
  operations: [retrieve, query, batchPutDocument, describeIndex],
  errorBody: ({ type, message, extra }) => ({
    body: { __type: type, Message: message, ...extra },
    headers: { "content-type": jsonType, "x-amzn-errortype": type },
  }),
};
