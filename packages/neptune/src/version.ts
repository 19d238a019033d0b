/** This package's name, for user agents. */
export const packageName = "@langchain-aws/neptune";

/** This package's version; a test keeps it equal to the manifest's. */
export const packageVersion = "0.0.0";
