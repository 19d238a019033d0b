/**
 * How many numbered acceptance cases each behaviour has, which packages' tests cover them, and whether all must be.
 *
 * A test covers a case by its title: `[12] refuses …`, `[12, 13] …`, `[12-15] …`; so does a golden case of the folder
 * `wireCases` of `tooling/wire-cases`.
 *
 * @type {{ name: string, packages: string[], cases: number, complete: boolean, wireCases?: string }[]}
 */
export const acceptance = [
  { name: "core and aws-auth", packages: ["core", "aws-auth"], cases: 50, complete: true },
  { name: "bedrock-converse", packages: ["bedrock-converse"], cases: 98, complete: true },
  { name: "bedrock-invoke", packages: ["bedrock-invoke"], cases: 70, complete: true, wireCases: "invoke" },
  { name: "embeddings", packages: ["embeddings"], cases: 43, complete: true },
  { name: "rerank", packages: ["rerank"], cases: 34, complete: true },
  { name: "knowledge-bases", packages: ["knowledge-bases"], cases: 38, complete: true },
  { name: "kendra", packages: ["kendra"], cases: 38, complete: true },
  { name: "s3-vectors", packages: ["s3-vectors"], cases: 50, complete: true },
  { name: "memorydb", packages: ["memorydb"], cases: 55, complete: true },
  { name: "sagemaker", packages: ["sagemaker"], cases: 46, complete: true },
  { name: "neptune", packages: ["neptune"], cases: 73, complete: true },
  { name: "local", packages: ["local"], cases: 56, complete: false },
];
