import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";

/** The file that says who uses a directory. */
export const lockName = "lock";

interface Holder {
  pid: number;
  /** When the process began, in milliseconds since the epoch: a container gives its processes the same ids each time. */
  startedAt: number;
}

/**
 * Takes a directory for this process; the lock of a process that is gone is taken over.
 *
 * @returns what gives it back
 * @throws Error when another process, or another instance of this one, has it
 */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  const file = path.join(directory, lockName);
  const own: Holder = { pid: process.pid, startedAt: processStart() };
  const take = async (): Promise<void> => await writeFile(file, JSON.stringify(own), { flag: "wx", mode: 0o600 });
  try {
    await take();
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    const holder = await readHolder(file);
    if (holder !== undefined && isRunning(holder, own)) {
      throw new Error(
        `createLocalAws: ${directory} is in use by the process ${holder.pid}. Close that instance, or choose another ` +
          `directory; if no such process uses it, remove ${file}.`,
        { cause: error },
      );
    }
    await rm(file, { force: true });
    await take();
  }
  return async () => await rm(file, { force: true });
}

/** A lock that cannot be read was being written when its process was killed. */
async function readHolder(file: string): Promise<Holder | undefined> {
  try {
    const holder: Partial<Holder> | null = JSON.parse(await readFile(file, "utf8"));
    const { pid, startedAt } = holder ?? {};
    return typeof pid === "number" && typeof startedAt === "number" ? { pid, startedAt } : undefined;
  } catch {
    return undefined;
  }
}

function isRunning(holder: Holder, own: Holder): boolean {
  // The clock may have been set in between, by less than a restart takes.
  if (holder.pid === own.pid) return Math.abs(holder.startedAt - own.startedAt) < 1000;
  try {
    process.kill(holder.pid, 0);
    return true;
  } catch (error) {
    // It runs, and belongs to somebody else.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function processStart(): number {
  return Math.round(performance.timeOrigin);
}
