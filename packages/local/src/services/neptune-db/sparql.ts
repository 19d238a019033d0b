import { authorizeAction } from "../../auth/authenticate.ts";
import { ReaderError } from "../../graphs/run-query.ts";
import { type LocalState, type Operation, ServiceError, type WireAnswer, type WireRequest } from "../../operation.ts";
import { readForm } from "./form.ts";
import { toDatabaseError } from "./refuse.ts";

/** SPARQL over a form. Source: "HTTP API operations: sparql", Neptune User Guide. */
export const sparql: Operation = {
  name: "ExecuteSparqlQuery",
  service: "neptune-db",
  method: "POST",
  path: "/sparql",
  action: "neptune-db:ReadDataViaQuery",
  bodyLimit: 150_000_000,
  bodyKind: "raw",
  async handle(request, state) {
    const form = readForm(request);
    const [query, update] = [form.get("query"), form.get("update")];
    if ((query === null) === (update === null)) {
      throw new ServiceError(
        "MissingParameterException",
        400,
        "Exactly one of the parameters query and update is required",
      );
    }
    try {
      return update === null ? await select(query ?? "", request, state) : await change(update, request, state);
    } catch (error) {
      throw toDatabaseError(error);
    }
  },
};

async function select(query: string, request: WireRequest, state: LocalState): Promise<WireAnswer> {
  const engine = await state.graphs.database.rdf();
  return { kind: "raw", ...engine.query(query, request.headers["accept"]), lateStatus: true };
}

async function change(update: string, request: WireRequest, state: LocalState): Promise<WireAnswer> {
  for (const action of ["WriteDataViaQuery", "DeleteDataViaQuery"]) {
    authorizeAction(state.options, request.auth, `neptune-db:${action}`, () => "*");
  }
  const graph = state.graphs.database;
  if (graph.options.reader === true) throw new ReaderError();
  (await graph.rdf()).update(update);
  graph.noteChange();
  return { kind: "json", body: [{ type: "UpdateEvent" }, { type: "Commit" }] };
}
