import { createLocalAws } from "@langchain-aws/local";
import { expect, test } from "vitest";
import { endpointOptions, run } from "../examples/hundred-thousand.mjs";

test("the example stores, finds, lists and deletes, and goes on after a failure", async () => {
  await using aws = await createLocalAws(endpointOptions(3));
  let printed = "";
  await run(
    { endpointUrl: aws.url, region: aws.region, credentials: aws.credentials, vectorBucketName: "examples" },
    { total: 1_000, dimension: 16, batchSize: 100 },
    (line) => {
      printed += line;
    },
  );
  expect(printed).toMatch(/cut off when \d+ were stored/);
  expect(printed).toContain("1000 of 1000");
  expect(printed).toContain("nothing is left");
});
