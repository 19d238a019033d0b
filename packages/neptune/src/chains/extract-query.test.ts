import { describe, expect, it } from "vitest";
import { extractCypher, extractSparql } from "./extract-query.ts";

const query =
  "MATCH (a:Person)\n  -[:KNOWS]->(b)\nWHERE a.name = 'x'\n  AND b.secret = false\nRETURN b.name AS n\nUNION\nMATCH (c) RETURN c.name AS n";

describe("extractCypher", () => {
  it.each([
    ["a fence", `\`\`\`cypher\n${query}\n\`\`\``],
    ["a fence in capitals", `\`\`\`Cypher\n${query}\n\`\`\``],
    ["an openCypher fence among others", `\`\`\`text\nno\n\`\`\`\n\`\`\`opencypher\n${query}\n\`\`\``],
    ["a fence whose name is glued to the query", `\`\`\`cypher ${query}\n\`\`\``],
    ["a fence without a name", `Here:\n\`\`\`\n${query}\n\`\`\`\nDone.`],
    ["a fence with another name", `\`\`\`sql\n${query}\n\`\`\``],
    ["a fence that is never closed", `\`\`\`cypher\n${query}`],
    ["a fence of tildes", `~~~cypher\n${query}\n~~~`],
    ["prose before it", `Sure! This is what you want:\n${query}`],
    ["thoughts before it", `<think>MATCH (x) DELETE x?\n</think>\n${query}`],
    ["thoughts whose beginning is missing", `MATCH (x) DELETE x?</think>${query}`],
    ["marks of a chat template", `${query}<|im_end|>`],
    ["the end of a sequence", `${query}</s>`],
    ["tags", `<query>${query}</query> is it.`],
    ["tags of its language", `<cypher>\n${query}\n</cypher>`],
    ["backticks", `\`${query}\``],
    ["a fence that was opened before the answer", `${query}\n\`\`\``],
    ["a semicolon", `${query};`],
    ["nothing", query],
  ])("[55] takes a query out of %s", (_what, text) => {
    expect(extractCypher(text)).toBe(query);
  });

  it("[56] leaves no line of a query out", () => {
    expect(extractCypher(`\`\`\`cypher\n${query}\n\`\`\``).split("\n")).toHaveLength(7);
  });

  it.each([
    "MATCH (n) RETURN n.`code name`",
    "MATCH (n) RETURN n.code AS `City name`",
    "MATCH (n:`Odd Label`) RETURN n.`a``b`",
  ])("leaves the backticks of a name at the end: %s", (text) => {
    expect(extractCypher(text)).toBe(text);
    expect(extractCypher(`\`${text}\``)).toBe(text);
    expect(extractCypher(`\`\`\`cypher\n${text};\n\`\`\``)).toBe(text);
  });

  it.each(["", "  \n", "```cypher\n```", "<think>hm</think>", "<think>perhaps\nMATCH (n) RETURN n", ";"])(
    "[67] finds none in %j",
    (text) => {
      expect(extractCypher(text)).toBe("");
    },
  );
});

describe("extractSparql", () => {
  const sparql = "PREFIX ex: <http://e/>\nSELECT ?s WHERE {\n  ?s a ex:C .\n}";
  it.each([
    `\`\`\`sparql\n${sparql}\n\`\`\``,
    `\`\`\`SPARQL ${sparql}\n\`\`\``,
    `First:\n\`\`\`turtle\nx\n\`\`\`\nthen\n\`\`\`sparql\n${sparql}\n\`\`\``,
    `Here it is:\n${sparql}`,
    `<sparql>${sparql}</sparql>`,
    sparql,
  ])("[69] takes a query out of an answer (%#)", (text) => {
    expect(extractSparql(text)).toBe(sparql);
  });
});
