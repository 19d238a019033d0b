import { outcomeOf, toneOf } from "./calls.js";
import { button, code, element } from "./dom.js";
import { ask } from "./server.js";

/** @import { RequestEntry, TimelineEvent } from "../../request-log.ts" */

/**
 * Everything the log knows of a call.
 *
 * @param {RequestEntry} entry
 * @param {() => void} leave
 * @returns {Node[]}
 */
export function detailOf(entry, leave) {
  const name = entry.operation === undefined ? "Unknown operation" : `${entry.service} ${entry.operation}`;
  return [
    button("Back to the calls", leave, "back"),
    element("h2", { textContent: name }),
    element(
      "p",
      { className: "facts" },
      factsOf(entry).map((text) => element("span", { textContent: text })),
    ),
    ...noticesOf(entry),
    copyBar(entry),
    ...part("Request", entry.body === undefined ? "no body" : entry.body),
    ...answerOf(entry),
    ...part("Headers of the request", entry.headers),
  ];
}

/** @param {RequestEntry} entry */
function factsOf({ method, path, http, auth, region, attempt, usage, durationMs, id, userAgent, ...entry }) {
  const tokens = Object.entries(usage ?? {}).map(([kind, count]) => `${kind} ${count}`);
  return [
    outcomeOf({ method, path, http, auth, attempt, id, ...entry }),
    `${method} ${path}`,
    `HTTP/${http}`,
    auth.kind === "none" ? "not signed" : `${auth.kind} ${auth.accessKeyId ?? ""}`.trim(),
    ...(region === undefined ? [] : [region]),
    `attempt ${attempt}`,
    ...(durationMs === undefined ? [] : [`${durationMs.toFixed(1)} ms`]),
    ...tokens,
    `request ${id}`,
    ...(userAgent === undefined ? [] : [userAgent]),
  ];
}

/** What went wrong, or was made to. @param {RequestEntry} entry */
function noticesOf({ errorType, message, faultId, problem }) {
  const notices = [
    message === undefined ? undefined : `${errorType}: ${message}`,
    faultId === undefined ? undefined : `The fault ${faultId} was applied.`,
    problem,
  ];
  return notices.flatMap((text) =>
    text === undefined ? [] : [element("p", { className: "notice", textContent: text })],
  );
}

/** @param {RequestEntry} entry */
function copyBar(entry) {
  const said = element("span", { className: "small" });
  said.setAttribute("role", "status");
  const copy = async () => {
    /** @type {{ code: string }} */
    const { code: text } = await ask(`requests/${entry.id}/code`);
    said.replaceChildren();
    shown.replaceChildren(code(text));
    await navigator.clipboard.writeText(text);
    said.textContent = "Copied.";
  };
  const shown = element("div");
  const bar = element("div", { className: "bar" }, [
    button("Copy as code", () => {
      copy().catch(() => (said.textContent = "Copy it from below: the browser does not let the page."));
    }),
    said,
  ]);
  return element("div", {}, [bar, shown]);
}

/** @param {RequestEntry} entry */
function answerOf(entry) {
  const { timeline, eventsSent, answer, message } = entry;
  if (timeline !== undefined) {
    const more = eventsSent - timeline.length;
    return [
      element("h3", { textContent: `Events (${eventsSent})` }),
      element("ol", { className: "timeline" }, timeline.map(eventRow)),
      ...(more > 0
        ? [element("p", { className: "small", textContent: `and ${more} more, which the log did not keep` })]
        : []),
    ];
  }
  if (answer !== undefined) return part("Answer", answer);
  if (message !== undefined || toneOf(entry) === "late") return [];
  return [element("p", { className: "small", textContent: "The log keeps no answers here: start with log.answers." })];
}

/** @param {TimelineEvent} event */
function eventRow({ afterMs, type, body }) {
  return element("li", {}, [
    element("span", { className: "small", textContent: `${afterMs.toFixed(1)} ms` }),
    element("span", { textContent: type }),
    element("span", { textContent: JSON.stringify(body) ?? "" }),
  ]);
}

/**
 * @param {string} title
 * @param {unknown} value
 */
function part(title, value) {
  return [element("h3", { textContent: title }), code(value)];
}
