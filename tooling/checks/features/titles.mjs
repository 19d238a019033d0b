import { coveredCases } from "../acceptance/covered.mjs";

/** Titles are the string arguments and table names that tests begin with. */
const strings = /"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`|'((?:[^'\\\n]|\\.)*)'/g;

/**
 * The titles that a proof stands for.
 *
 * @param {string} proof `[12]`, `aws-auth [12]` or words of a title
 * @param {Record<"bedrock-converse" | "aws-auth", string[]>} tests the texts of the test files, by package
 * @returns {string[]}
 */
export function provingTitles(proof, tests) {
  const [, folder = "bedrock-converse", wanted = ""] = /^(?:(aws-auth) )?(.*)$/.exec(proof) ?? [];
  const texts = folder === "aws-auth" ? tests["aws-auth"] : tests["bedrock-converse"];
  const number = /^\[(\d+)\]$/.exec(wanted)?.[1];
  return texts
    .flatMap((text) => titlesIn(text))
    .filter((title) =>
      number === undefined
        ? title.includes(wanted) && title.includes(" ")
        : coveredCases(`"${title}"`).includes(Number(number)),
    );
}

/** @param {string} text of a test file */
function titlesIn(text) {
  return [...text.matchAll(strings)].map(([, double, template, single]) => double ?? template ?? single ?? "");
}
