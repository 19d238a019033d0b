import type { Operation, WireRequest } from "../../operation.ts";
import { parseRequest } from "../../validation/smithy-schema.ts";
import { requests } from "./requests.ts";

const common = {
  service: "s3vectors",
  path: "/tags/{resourceArn}",
  resource: ({ params }: WireRequest) => arnOf(params),
} as const;

/** The tags of buckets and indexes. */
export const tagOperations: readonly Operation[] = [
  {
    ...common,
    name: "TagResource",
    method: "POST",
    handle: async ({ params, body }, { s3Vectors, options }) => {
      const { tags } = parseRequest(body, requests.tagResource, options.validation);
      s3Vectors.tag(arnOf(params), tags);
      return { kind: "json", body: {} };
    },
  },
  {
    ...common,
    name: "UntagResource",
    method: "DELETE",
    handle: async ({ params, query }, { s3Vectors }) => {
      s3Vectors.untag(arnOf(params), query.getAll("tagKeys"));
      return { kind: "json", body: {} };
    },
  },
  {
    ...common,
    name: "ListTagsForResource",
    method: "GET",
    handle: async ({ params }, { s3Vectors }) => ({
      kind: "json",
      body: { tags: Object.fromEntries(s3Vectors.tagsOf(arnOf(params))) },
    }),
  },
];

function arnOf({ resourceArn = "" }: Record<string, string>): string {
  return resourceArn;
}
