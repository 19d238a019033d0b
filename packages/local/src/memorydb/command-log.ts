import type { MemoryDbCommand } from "./memorydb-options.ts";

/** Binary arguments up to this length are kept. */
const keptBytes = 256;

/** The last commands of one server, oldest first. */
export class CommandLog {
  readonly #most: number;
  #commands: MemoryDbCommand[] = [];
  readonly #listeners = new Set<() => void>();

  constructor(most: number) {
    this.#most = most;
  }

  add(command: MemoryDbCommand): void {
    this.#commands.push(command);
    if (this.#commands.length > this.#most * 1.5) this.#trim();
    for (const listener of this.#listeners) listener();
  }

  find(name?: string): MemoryDbCommand[] {
    this.#trim();
    const wanted = name?.toUpperCase();
    return this.#commands.filter((command) => wanted === undefined || command.name === wanted);
  }

  clear(): void {
    this.#commands = [];
  }

  async wait(name: string, count: number, timeoutMs: number): Promise<MemoryDbCommand> {
    const found = (): MemoryDbCommand | undefined => this.find(name)[count - 1];
    const now = found();
    if (now !== undefined) return now;
    return await new Promise((resolve, reject) => {
      const finish = (): void => {
        clearTimeout(timer);
        this.#listeners.delete(look);
      };
      const look = (): void => {
        const command = found();
        if (command === undefined) return;
        finish();
        resolve(command);
      };
      const timer = setTimeout(() => {
        finish();
        const names = this.#commands.map((command) => command.name).slice(-20);
        reject(
          new Error(`No ${count} × ${name} within ${timeoutMs} ms; received last: ${names.join(", ") || "nothing"}.`),
        );
      }, timeoutMs);
      this.#listeners.add(look);
    });
  }

  #trim(): void {
    const extra = this.#commands.length - this.#most;
    if (extra > 0) this.#commands = this.#commands.slice(extra);
  }
}

/** The arguments of a command fit for a log: passwords are masked, long binary ones replaced by their length. */
export function loggedArguments(name: string, args: readonly Buffer[]): (string | Uint8Array)[] {
  const secrets = name === "AUTH" ? [args.length - 1] : name === "HELLO" ? [secretOfHello(args)] : [];
  return args.map((argument, index) => {
    if (secrets.includes(index)) return "***";
    const text = argument.toString("utf8");
    if (!text.includes("�") && !text.includes("\0")) return text;
    return argument.length > keptBytes ? `<${argument.length} bytes>` : Uint8Array.from(argument);
  });
}

function secretOfHello(args: readonly Buffer[]): number {
  const at = args.findIndex((argument) => argument.toString("latin1").toUpperCase() === "AUTH");
  return at < 0 ? -1 : at + 2;
}
