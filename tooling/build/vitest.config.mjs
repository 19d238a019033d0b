import { packageTests } from "@langchain-aws/vitest-config";

export default packageTests({ include: ["*.test.js"] });
