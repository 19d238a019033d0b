import { NeptuneGraph } from "@langchain-aws/neptune";

const graph = new NeptuneGraph({ host: "cluster.us-east-1.neptune.amazonaws.com", region: "us-east-1" });
await graph.refreshSchema();
export const rows = await graph.query("MATCH (n) RETURN n LIMIT 10");
