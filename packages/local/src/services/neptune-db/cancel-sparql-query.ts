import { type Operation, ServiceError } from "../../operation.ts";
import { readForm } from "./form.ts";

/**
 * Cancels a SPARQL query. The engine answers at once, so there never is one to cancel.
 *
 * Source: "SPARQL query cancellation", Neptune User Guide.
 */
export const cancelSparqlQuery: Operation = {
  name: "CancelSparqlQuery",
  service: "neptune-db",
  method: "POST",
  path: "/sparql/status",
  action: "neptune-db:CancelQuery",
  bodyKind: "raw",
  async handle(request) {
    const form = readForm(request);
    if (!form.has("cancelQuery"))
      return { kind: "json", body: { acceptedQueryCount: 0, runningQueryCount: 0, queries: [] } };
    if (!form.has("queryId")) throw new ServiceError("MissingParameterException", 400, "Missing parameter: queryId");
    return { kind: "json", body: {} };
  },
};
