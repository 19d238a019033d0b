/** This package, in the user agent of its requests. */
export const packageName = "@langchain-aws/embeddings";

/** This package's version; a test keeps it equal to the manifest's. */
export const packageVersion = "0.0.0";
