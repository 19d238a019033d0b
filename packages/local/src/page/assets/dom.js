/**
 * An element with its properties and what is in it; text is always text, never markup.
 *
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Partial<Record<"className" | "textContent" | "title", string>>} [properties]
 * @param {readonly (Node | string)[]} [children]
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function element(name, properties = {}, children = []) {
  const made = document.createElement(name);
  Object.assign(made, properties);
  made.append(...children);
  return made;
}

/**
 * A button that does something.
 *
 * @param {string} label
 * @param {() => void} act
 * @param {string} [className]
 */
export function button(label, act, className = "") {
  const made = element("button", { textContent: label, className });
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

/**
 * An element of the page that is there from the start.
 *
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no #${id}.`);
  return found;
}

/**
 * A value as indented JSON.
 *
 * @param {unknown} value
 */
export function code(value) {
  return element("pre", {
    textContent: typeof value === "string" ? value : (JSON.stringify(value, undefined, 2) ?? ""),
  });
}
