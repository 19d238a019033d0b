import { parseModelId } from "@langchain-aws/core";

export default () => {
  if (parseModelId("us.amazon.nova-lite-v1:0").provider !== "amazon") throw new Error("no provider");
};
