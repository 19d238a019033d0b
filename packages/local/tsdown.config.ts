import { packageBuild } from "@langchain-aws/build";

export default packageBuild({
  entry: ["src/index.ts", "src/vitest.ts", "src/cli.ts", "src/engines/semantic/worker.js", "src/page/assets/app.js"],
  inPlace: [
    "src/engines/semantic/node.ts",
    "src/page/node.ts",
    ...["calls", "detail", "dom", "server", "stores"].map((name) => `src/page/assets/${name}.js`),
  ],
});
