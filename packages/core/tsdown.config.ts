import { packageBuild } from "@langchain-aws/build";

export default packageBuild({ entry: ["src/index.ts", "src/event-stream.ts", "src/tools.ts"] });
