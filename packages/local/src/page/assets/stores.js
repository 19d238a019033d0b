import { button, byId, code, element } from "./dom.js";
import { ask } from "./server.js";

/** @import { StoreSummary } from "../store-view.ts" */

const pageSize = 50;

/** Shows what is stored, as it is now. */
export async function showStores() {
  /** @type {{ stores: { name: string, containers: StoreSummary[] }[] }} */
  const { stores } = await ask("stores");
  byId("stores").replaceChildren(
    button("Read again", () => void showStores()),
    ...stores.map(({ name, containers }) =>
      element("section", {}, [
        element("h2", { textContent: name }),
        ...(containers.length === 0
          ? [element("p", { className: "small", textContent: "Nothing is stored here." })]
          : containers.map((container) => containerOf(name, container))),
      ]),
    ),
  );
}

/**
 * @param {string} store
 * @param {StoreSummary} container
 */
function containerOf(store, { id, size, details = {} }) {
  const facts = Object.entries(details).map(([key, value]) => `${key} ${String(value)}`);
  const items = element("div");
  const made = element("details", {}, [
    element("summary", { textContent: [id, `${size} items`, ...facts].join(" · ") }),
    items,
  ]);
  made.addEventListener("toggle", () => {
    if (made.open && items.childElementCount === 0)
      void addItems(items, `stores/${store}/${encodeURIComponent(id)}`, 0);
  });
  return made;
}

/**
 * @param {HTMLElement} place
 * @param {string} path
 * @param {number} from
 */
async function addItems(place, path, from) {
  /** @type {{ items: unknown[] }} */
  const { items } = await ask(`${path}?from=${from}&limit=${pageSize}`);
  place.append(...items.map(code));
  if (items.length < pageSize) return;
  const more = button("More", () => {
    more.remove();
    void addItems(place, path, from + pageSize);
  });
  place.append(more);
}
