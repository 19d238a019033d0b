/** @typedef {{ title: string, text: string }} Section its text is what follows the heading */

/**
 * @param {string} page in Markdown
 * @returns {{ head: string, sections: Section[] }}
 */
export function parsePage(page) {
  const [head = "", ...parts] = page.split(/^## /m);
  const sections = parts.map((part) => {
    const [title = "", ...lines] = part.split("\n");
    return { title: title.trim(), text: lines.join("\n").trim() };
  });
  return { head: head.trim(), sections };
}

/**
 * The page with one section new. The others stay as they are, with what was measured when they were; a new one takes its
 * place in the order.
 *
 * @param {string} page
 * @param {Section} section
 * @param {readonly string[]} order titles; what is not among them comes last
 * @returns {string}
 */
export function withSection(page, section, order) {
  const { head, sections } = parsePage(page);
  const placeOf = (/** @type {string} */ title) => (order.includes(title) ? order.indexOf(title) : order.length);
  const all = [...sections.filter(({ title }) => title !== section.title), section].toSorted(
    (a, b) => placeOf(a.title) - placeOf(b.title),
  );
  return `${[head, ...all.map(({ title, text }) => `## ${title}\n\n${text}`)].join("\n\n")}\n`;
}
