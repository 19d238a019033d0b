import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/**
 * The links inside a site that lead nowhere: to a file that is not there, or to a place that a page does not have.
 *
 * @param {string} site
 * @returns {string[]}
 */
export function findBrokenLinks(site) {
  const pages = readdirSync(site, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".html"))
    .map((path) => join(site, path));
  const anchors = new Map(pages.map((page) => [page, anchorsOf(readFileSync(page, "utf8"))]));
  return pages.flatMap((page) =>
    linksOf(readFileSync(page, "utf8")).flatMap((link) => {
      const [path = "", anchor] = decodeURI(link).split("#");
      const target = path === "" ? page : withIndex(join(dirname(page), path));
      if (!existsSync(target)) return [`${relative(site, page)}: ${link} is not there`];
      const places = anchors.get(target);
      const isMissing = anchor !== undefined && anchor !== "" && places !== undefined && !places.has(anchor);
      return isMissing ? [`${relative(site, page)}: ${link} has no such place`] : [];
    }),
  );
}

/** @param {string} path */
function withIndex(path) {
  return existsSync(path) && statSync(path).isDirectory() ? join(path, "index.html") : path;
}

/** @param {string} html */
function anchorsOf(html) {
  return new Set([...html.matchAll(/\b(?:id|name)="([^"]+)"/g)].map(([, name = ""]) => name));
}

/**
 * Links to places of this site; those to elsewhere are not followed.
 *
 * @param {string} html
 */
function linksOf(html) {
  const links = [...html.matchAll(/\b(?:href|src)="([^"]+)"/g)].map(([, link = ""]) => link.replaceAll("&amp;", "&"));
  return [...new Set(links)].filter((link) => !/^(?:[a-z]+:|\/\/)/i.test(link));
}
