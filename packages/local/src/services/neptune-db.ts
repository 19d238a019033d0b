import type { Service } from "../operation.ts";
import { cancelSparqlQuery } from "./neptune-db/cancel-sparql-query.ts";
import { engineStatus } from "./neptune-db/engine-status.ts";
import { openCypher, openCypherByJson } from "./neptune-db/open-cypher.ts";
import { sparql } from "./neptune-db/sparql.ts";
import { propertyGraphStatistics, propertyGraphSummary, rdfStatistics, rdfSummary } from "./neptune-db/statistics.ts";

/**
 * Neptune Database: its HTTPS endpoints. Errors are JSON with a `code`.
 *
 * Source: "Neptune graph engine error messages and codes", Neptune User Guide.
 */
export const neptuneDb: Service = {
  name: "neptune-db",
  signingName: "neptune-db",
  operations: [
    openCypher,
    openCypherByJson,
    sparql,
    cancelSparqlQuery,
    propertyGraphSummary,
    rdfSummary,
    propertyGraphStatistics,
    rdfStatistics,
    engineStatus,
  ],
  errorBody: ({ type, message }, requestId) => ({
    body: { requestId, code: type, detailedMessage: message, message },
    headers: {},
  }),
};
