import { packageBuild } from "@langchain-aws/build";

export default packageBuild({
  entry: ["src/index.ts", "src/vitest.ts", "src/cli.ts", "src/engines/semantic/worker.js", "src/page/assets/app.js"],
});
