import { packageBuild } from "@langchain-aws/build";

export default packageBuild({ entry: ["src/index.ts", "src/tools.ts"] });
