// Makes the API pages and the guides as one static site, then looks for links that lead nowhere and opens it in a browser.
import { relative } from "node:path";
import { browse } from "./browse.mjs";
import { findBrokenLinks } from "./links.mjs";
import { repositoryRoot } from "./packages.mjs";
import { buildSite, siteDirectory } from "./site.mjs";

await buildSite();
const problems = [...findBrokenLinks(siteDirectory), ...(await browse(siteDirectory))];
for (const problem of problems) console.log(problem);
console.log(`\n${relative(repositoryRoot, siteDirectory)}: ${problems.length} problems`);
if (problems.length > 0) process.exitCode = 1;
