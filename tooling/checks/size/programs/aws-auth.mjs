import { createIdentitySource, takeAwsFields } from "@langchain-aws/aws-auth";
import { signHttpRequest } from "@langchain-aws/aws-auth/sign";

const { options } = takeAwsFields({ region: "us-east-1" }, { service: "neptune-db" });
const { credentials } = createIdentitySource({ options, service: "neptune-db" });
const url = "https://db.us-east-1.neptune.amazonaws.com:8182/sparql";
export const headers = await signHttpRequest({
  method: "GET",
  url,
  service: "neptune-db",
  region: "us-east-1",
  credentials,
});
