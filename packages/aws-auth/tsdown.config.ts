import { packageBuild } from "@langchain-aws/build";

export default packageBuild({ entry: ["src/index.ts", "src/sign.ts", "src/node.ts", "src/edge.ts"] });
