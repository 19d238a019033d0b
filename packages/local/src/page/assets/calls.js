import { byId, element } from "./dom.js";

/** @import { RequestEntry } from "../../request-log.ts" */

const mostShown = 1000;

/** The list of calls, newest first. */
export class CallList {
  /** @type {Map<string, { entry: RequestEntry, row: HTMLLIElement }>} */
  #rows = new Map();
  #filter = "";
  /** @type {string | undefined} */
  #chosen;
  #choose;

  /** @param {(entry: RequestEntry) => void} choose called with the call that is clicked, and again when it changes */
  constructor(choose) {
    this.#choose = choose;
  }

  /** Shows a call, or what has become of it. @param {RequestEntry} entry */
  put(entry) {
    const known = this.#rows.get(entry.id);
    const row = this.#rowOf(entry);
    if (known === undefined) byId("entries").prepend(row);
    else known.row.replaceWith(row);
    this.#rows.set(entry.id, { entry, row });
    if (this.#rows.size > mostShown) this.#dropOldest();
    byId("empty").hidden = true;
    if (entry.id === this.#chosen) this.#choose(entry);
  }

  clear() {
    this.#rows.clear();
    this.#chosen = undefined;
    byId("entries").replaceChildren();
    byId("empty").hidden = false;
  }

  /** Leaves those that have all the words. @param {string} text */
  filter(text) {
    this.#filter = text.toLowerCase();
    for (const { entry, row } of this.#rows.values()) row.hidden = !this.#isWanted(entry);
  }

  /** Nothing is chosen any more. */
  leave() {
    this.#mark(undefined);
  }

  /** @param {RequestEntry} entry */
  #rowOf(entry) {
    const row = element("li");
    const button = element("button", {}, [
      element("span", { className: "name", textContent: entry.operation ?? `${entry.method} ${entry.path}` }),
      element("span", { className: `right ${toneOf(entry)}`, textContent: outcomeOf(entry) }),
      element("span", { className: "small", textContent: aboutOf(entry), title: entry.path }),
      element("span", { className: "small right", textContent: costOf(entry) }),
    ]);
    button.type = "button";
    button.setAttribute("aria-current", String(entry.id === this.#chosen));
    button.addEventListener("click", () => {
      this.#mark(entry.id);
      this.#choose(this.#rows.get(entry.id)?.entry ?? entry);
    });
    row.append(button);
    row.hidden = !this.#isWanted(entry);
    return row;
  }

  /** @param {string | undefined} id */
  #mark(id) {
    this.#chosen = id;
    for (const [key, { row }] of this.#rows) row.firstElementChild?.setAttribute("aria-current", String(key === id));
  }

  /** @param {RequestEntry} entry */
  #isWanted(entry) {
    const text = [entry.service, entry.operation, entry.model, entry.status, entry.errorType, entry.path].join(" ");
    return this.#filter.split(" ").every((word) => text.toLowerCase().includes(word));
  }

  #dropOldest() {
    const [oldest] = this.#rows.entries();
    if (oldest === undefined) return;
    oldest[1].row.remove();
    this.#rows.delete(oldest[0]);
  }
}

/** How a call ended, in a word or two. @param {RequestEntry} entry */
export function outcomeOf({ status, errorType, endedBy }) {
  if (endedBy === undefined) return status === undefined ? "waiting" : "streaming";
  if (endedBy === "client") return "left by the client";
  if (endedBy === "server") return "closed";
  const words = [status, errorType, endedBy === "fault" ? "broken" : undefined];
  return words.filter((word) => word !== undefined).join(" ");
}

/** @param {RequestEntry} entry */
export function toneOf({ status, errorType, endedBy }) {
  if (endedBy === undefined) return "late";
  return errorType === undefined && endedBy === "answer" && (status ?? 500) < 400 ? "good" : "bad";
}

/** @param {RequestEntry} entry */
function aboutOf(entry) {
  const about = entry.model ?? Object.values(entry.params ?? {}).join(" ");
  const attempt = entry.attempt > 1 ? `attempt ${entry.attempt}` : "";
  return [timeOf(entry.at), about || (entry.service ?? "unknown"), attempt].filter((part) => part !== "").join("  ");
}

/** @param {RequestEntry} entry */
function costOf({ usage, durationMs, eventsSent }) {
  const tokens = usage && `${usage.inputTokens} in, ${usage.outputTokens} out`;
  const events = eventsSent > 0 ? `${eventsSent} events` : undefined;
  const time = durationMs === undefined ? undefined : `${Math.round(durationMs)} ms`;
  return [tokens, events, time].filter((part) => part !== undefined).join(" · ");
}

/** @param {number} at milliseconds since the epoch */
function timeOf(at) {
  return new Date(at).toLocaleTimeString();
}
