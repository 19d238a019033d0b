import type { UserContext as WireUserContext } from "@aws-sdk/client-kendra";
import { misconfigured } from "../misconfigured.ts";
import { listOf, members, text } from "../shape.ts";

const check = members({
  Token: text,
  UserId: text,
  Groups: listOf(text),
  DataSourceGroups: listOf(members({ GroupId: text, DataSourceId: text }, ["GroupId", "DataSourceId"])),
});

/**
 * Checks on whose behalf is searched, and gives a copy. The AWS SDK drops a misspelt member without a word, and the search
 * then finds what everybody may see, or more.
 *
 * @throws AwsConfigurationError naming the path; never a token
 */
export function checkUserContext(value: unknown, path: string): WireUserContext {
  const checked = check(value, path);
  const names = Object.keys(checked);
  if (names.length === 0) throw misconfigured(`${path} is empty. Leave it out, or say whom it is for.`);
  if ("Token" in checked && names.length > 1) {
    const others = names.filter((name) => name !== "Token").join(", ");
    throw misconfigured(`${path} has Token beside ${others}. The service takes a token, or a user with their groups.`);
  }
  return checked;
}
