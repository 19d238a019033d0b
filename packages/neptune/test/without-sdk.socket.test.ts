import { useLocalAws } from "@langchain-aws/local/vitest";
import { expect, it, vi } from "vitest";
import { NeptuneAnalyticsGraph, NeptuneConfigError, NeptuneGraph } from "../src/index.ts";
import { caught } from "./support/caught.ts";

// What happens to an import of a package that is not installed.
vi.mock("@aws-sdk/client-neptune-graph", () => {
  throw Object.assign(new Error("Cannot find package '@aws-sdk/client-neptune-graph'"), {
    code: "ERR_MODULE_NOT_FOUND",
  });
});

const aws = useLocalAws();
const options = (): object => ({ endpointUrl: aws.url, region: aws.region, credentials: aws.credentials });

it("[22] works with Neptune Database where the client of Neptune Analytics is not installed", async () => {
  expect(await new NeptuneGraph(options()).query("RETURN 1 AS x")).toEqual([{ x: 1 }]);
  const analytics = new NeptuneAnalyticsGraph({ ...options(), graphIdentifier: "g-0123456789" });
  const error = await caught(analytics.query("RETURN 1"));
  expect(NeptuneConfigError.isInstance(error)).toBe(true);
  expect(String(error)).toMatch(/npm install @aws-sdk\/client-neptune-graph/);
});
