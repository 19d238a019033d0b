import { checkDependencies } from "./dependencies.mjs";
import { checkDocumentation } from "./documentation.mjs";
import { checkManifests } from "./manifests.mjs";
import { checkPlatform } from "./platform.mjs";
import { checkText } from "./text.mjs";

/**
 * @import { Violation } from "./violation.mjs"
 * @import { Workspace } from "../workspace.mjs"
 */

const rules = [checkDependencies, checkPlatform, checkManifests, checkDocumentation, checkText];

/**
 * Every broken rule of a workspace, by file and line.
 *
 * @param {Workspace} workspace
 * @returns {Violation[]}
 */
export const checkRules = (workspace) =>
  rules
    .flatMap((rule) => rule(workspace))
    .toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.what.localeCompare(b.what));
