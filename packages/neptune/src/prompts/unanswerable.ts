/** What a model writes when the schema has no answer to the question. */
export const unanswerable = "NO_QUERY_POSSIBLE";
