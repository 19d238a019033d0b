import { packageBuild } from "@langchain-aws/build";

export default packageBuild({
  entry: ["src/index.ts", "src/event-stream.ts", "src/model-profiles.ts", "src/structured-output.ts", "src/tools.ts"],
});
