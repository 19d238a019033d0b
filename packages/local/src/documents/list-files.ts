import { readdir, stat } from "node:fs/promises";
import path from "node:path";

/** A file that was found. */
export interface FoundFile {
  /** As it is opened. */
  file: string;
  /** From the directory that was named, with `/`; of a file that was named itself, its name. */
  relative: string;
}

/**
 * The file that is named, or all wanted files below the directory that is named, in the order of their names.
 *
 * Names that begin with a dot, and `node_modules`, are passed over.
 *
 * @param isWanted - asked with the name of each file below a directory
 */
export async function listFiles(where: string, isWanted: (name: string) => boolean): Promise<FoundFile[]> {
  const isDirectory = (await stat(where)).isDirectory();
  const root = isDirectory ? where : path.dirname(where);
  const files = isDirectory ? await filesBelow(where, isWanted) : [where];
  return files.map((file) => ({ file, relative: path.relative(root, file).replaceAll(path.sep, "/") }));
}

async function filesBelow(directory: string, isWanted: (name: string) => boolean): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const files: string[] = [];
  // In the order of their names, not of the disk, so that what they hold has the same order everywhere.
  for (const entry of entries.toSorted((left, right) => (left.name < right.name ? -1 : 1))) {
    if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
    const place = path.join(directory, entry.name);
    if (entry.isDirectory()) files.push(...(await filesBelow(place, isWanted)));
    else if (isWanted(entry.name)) files.push(place);
  }
  return files;
}

/** The extension of a file in small letters, without its dot. */
export function kindOf(file: string): string {
  return path.extname(file).slice(1).toLowerCase();
}
