import { CallList } from "./calls.js";
import { detailOf } from "./detail.js";
import { byId } from "./dom.js";
import { ask, askForCalls, followCalls } from "./server.js";
import { showStores } from "./stores.js";

/** @import { RequestEntry } from "../../request-log.ts" */

const state = byId("state");
const calls = new CallList(showDetail);

/** @param {RequestEntry} entry */
function showDetail(entry) {
  const detail = byId("detail");
  detail.hidden = false;
  detail.replaceChildren(...detailOf(entry, leaveDetail));
  byId("calls").classList.add("chosen");
}

function leaveDetail() {
  calls.leave();
  byId("detail").hidden = true;
  byId("calls").classList.remove("chosen");
}

/** @param {"calls" | "stores"} wanted */
function show(wanted) {
  for (const name of ["calls", "stores"]) {
    byId(name).hidden = name !== wanted;
    byId(`show-${name}`).setAttribute("aria-pressed", String(name === wanted));
  }
  if (wanted === "stores") showStores().catch(tell);
}

/** @param {unknown} error */
function tell(error) {
  state.textContent = error instanceof Error ? error.message : String(error);
}

async function start() {
  // The token is kept by a cookie now, and need not stand in the address.
  history.replaceState(undefined, "", "/_local/");
  byId("address").textContent = location.origin;
  await followCalls(
    (entry) => calls.put(entry),
    () => {
      state.textContent = "live";
      askForCalls().then((entries) => entries.forEach((entry) => calls.put(entry)), tell);
    },
  );
  state.textContent = "The server has stopped.";
}

byId("show-calls").addEventListener("click", () => show("calls"));
byId("show-stores").addEventListener("click", () => show("stores"));
byId("tools").addEventListener("submit", (event) => event.preventDefault());
byId("filter").addEventListener("input", ({ target }) => {
  if (target instanceof HTMLInputElement) calls.filter(target.value);
});
byId("clear").addEventListener("click", () => {
  leaveDetail();
  ask("requests", "DELETE").then(() => calls.clear(), tell);
});
start().catch((error) => {
  // What fetch says of a connection that broke helps nobody.
  tell(error instanceof TypeError ? "The server has stopped." : error);
});
