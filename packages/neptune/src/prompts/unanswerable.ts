/** What a model writes when the schema has no answer to the question. */
export const unanswerable = (): string => "NO_QUERY_POSSIBLE";
