import { strict as assert } from "node:assert";

/** @param {any} module `@langchain-aws/local`, imported or required */
export default async function smoke({ createLocalAws }) {
  const aws = await createLocalAws();
  const { status } = await fetch(`${aws.url}/model/us.amazon.nova-lite-v1%3A0/converse`, {
    method: "POST",
    body: "{}",
  });
  await aws.close();
  assert.equal(status, 403, "an unsigned request is refused");
  return "started, refused an unsigned request, stopped";
}
