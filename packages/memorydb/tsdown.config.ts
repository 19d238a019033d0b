import { packageBuild } from "@langchain-aws/build";

export default packageBuild({ entry: ["src/index.ts", "src/platform/node.ts", "src/platform/edge.ts"] });
