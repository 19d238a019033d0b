import { packageBuild } from "@langchain-aws/build";

export default packageBuild({ entry: ["src/index.ts", "src/media/node.ts", "src/media/edge.ts"] });
