import { packageBuild } from "@langchain-aws/build";

export default packageBuild();
