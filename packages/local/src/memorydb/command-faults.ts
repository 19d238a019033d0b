import type { MemoryDbFault } from "./memorydb-options.ts";

/** Things that go wrong, as often as was asked for. */
export class CommandFaults {
  #faults: { fault: MemoryDbFault; seen: number; applied: number }[] = [];

  add(fault: MemoryDbFault): void {
    if (fault.error === undefined && fault.drop !== true && fault.hang !== true) {
      throw new Error("memorydb.fault: say what happens with `error`, `drop` or `hang`.");
    }
    this.#faults.push({ fault, seen: 0, applied: 0 });
  }

  clear(): void {
    this.#faults = [];
  }

  /** The fault for a command, counted. */
  pick(name: string, key: string | undefined): MemoryDbFault | undefined {
    for (const rule of this.#faults) {
      const { command, key: wanted, from = 1, times = 1 } = rule.fault;
      if (command !== undefined && command.toUpperCase() !== name) continue;
      if (wanted !== undefined && wanted !== key) continue;
      rule.seen += 1;
      if (rule.seen < from || rule.applied >= times) continue;
      rule.applied += 1;
      return rule.fault;
    }
    return undefined;
  }
}
