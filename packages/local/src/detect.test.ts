import { describe, expect, it } from "vitest";

import { RouteTable } from "./detect.ts";
import type { Operation, Service, ServiceName } from "./operation.ts";

function createService(name: ServiceName, signingName: string, operations: readonly Partial<Operation>[]): Service {
  return {
    name,
    signingName,
    operations: operations.map((operation) => ({
      name: "",
      service: name,
      method: "POST",
      path: "/",
      handle: async () => ({ kind: "json", body: {} }),
      ...operation,
    })),
  };
}

const table = new RouteTable([
  createService("bedrock-runtime", "bedrock", [
    { name: "Converse", path: "/model/{modelId}/converse" },
    { name: "ConverseStream", path: "/model/{modelId}/converse-stream" },
    { name: "ApplyGuardrail", path: "/guardrail/{id}/version/{version}/apply" },
  ]),
  createService("bedrock", "bedrock", [{ name: "GetFoundationModel", method: "GET", path: "/foundation-models/{id}" }]),
  createService("kendra", "kendra", [
    { name: "Query", target: "AWSKendraFrontendService.Query" },
    { name: "Retrieve", target: "AWSKendraFrontendService.Retrieve" },
  ]),
  createService("neptune-graph", "neptune-graph", [{ name: "ExecuteQuery", path: "/queries" }]),
  createService("neptune-db", "neptune-db", [{ name: "Query", path: "/queries" }]),
]);

describe("RouteTable.find", () => {
  it.each([
    [
      "POST",
      "/model/amazon.nova-lite-v1%3A0/converse",
      undefined,
      undefined,
      "bedrock-runtime Converse",
      { modelId: "amazon.nova-lite-v1:0" },
    ],
    ["POST", "/model/a:b/converse-stream", undefined, undefined, "bedrock-runtime ConverseStream", { modelId: "a:b" }],
    [
      "POST",
      "/model/arn%3Aaws%3Ax%2Fy/converse",
      undefined,
      undefined,
      "bedrock-runtime Converse",
      { modelId: "arn:aws:x/y" },
    ],
    [
      "POST",
      "/model/arn:aws:x/y/z/converse",
      undefined,
      undefined,
      "bedrock-runtime Converse",
      { modelId: "arn:aws:x/y/z" },
    ],
    [
      "POST",
      "/guardrail/g1/version/DRAFT/apply",
      undefined,
      undefined,
      "bedrock-runtime ApplyGuardrail",
      { id: "g1", version: "DRAFT" },
    ],
    [
      "GET",
      "/foundation-models/arn:aws:bedrock:::foundation-model/m",
      undefined,
      undefined,
      "bedrock GetFoundationModel",
      { id: "arn:aws:bedrock:::foundation-model/m" },
    ],
    ["GET", "/foundation-models/100%", undefined, undefined, "bedrock GetFoundationModel", { id: "100%" }],
    ["POST", "/", "AWSKendraFrontendService.Retrieve", undefined, "kendra Retrieve", {}],
    ["POST", "/queries", undefined, "neptune-db", "neptune-db Query", {}],
    ["POST", "/queries", undefined, undefined, "neptune-graph ExecuteQuery", {}],
  ])("%s %s %s, signed for %s, is %s", (method, path, target, signingName, found, params) => {
    const route = table.find(method, path, target, signingName);
    expect(`${route?.service.name} ${route?.operation.name}`).toBe(found);
    expect(route?.params).toEqual(params);
  });

  it.each([
    ["GET", "/model/m/converse", undefined],
    ["POST", "/model/m/n/converse", undefined],
    ["POST", "/model//converse", undefined],
    ["POST", "/model/m/converse/", undefined],
    ["POST", "/model/m/converse", "AWSKendraFrontendService.Nothing"],
    ["POST", "/", undefined],
  ])("%s %s %s is none", (method, path, target) => {
    expect(table.find(method, path, target, "bedrock")).toBeUndefined();
  });
});

describe("RouteTable.nearest", () => {
  it.each([
    ["POST", "/model/m/convers", undefined, "nearest: Converse of bedrock-runtime is POST /model/{modelId}/converse"],
    [
      "POST",
      "/foundation-models/m",
      undefined,
      "nearest: GetFoundationModel of bedrock is GET /foundation-models/{id}",
    ],
    ["POST", "/query", undefined, "nearest: ExecuteQuery of neptune-graph is POST /queries"],
    [
      "POST",
      "/",
      "AWSKendraFrontendService.Retrive",
      "nearest: Retrieve of kendra is AWSKendraFrontendService.Retrieve",
    ],
  ])("%s %s %s: %s", (method, path, target, hint) => {
    expect(table.nearest(method, path, target)).toBe(hint);
  });

  it("has nothing to name where nothing is emulated", () => {
    expect(new RouteTable([]).nearest("GET", "/", undefined)).toBe("no operation is emulated");
  });
});
