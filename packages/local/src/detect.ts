import type { Operation, Service } from "./operation.ts";

/** An operation found for a request, with its path parameters decoded. */
export interface Route {
  service: Service;
  operation: Operation;
  params: Record<string, string>;
}

const mostCompared = 200;

interface CompiledRoute {
  service: Service;
  operation: Operation;
  pattern: RegExp;
  names: readonly string[];
}

/** Finds the operation of a request: by target, then by method and path, with the signing service as tie-break. */
export class RouteTable {
  readonly #services: readonly Service[];
  readonly #byTarget = new Map<string, CompiledRoute>();
  readonly #byStart = new Map<string, CompiledRoute[]>();

  constructor(services: readonly Service[]) {
    this.#services = services;
    for (const service of services) {
      for (const operation of service.operations) this.#add(service, operation);
    }
  }

  find(method: string, path: string, target: string | undefined, signingName: string | undefined): Route | undefined {
    if (target !== undefined) {
      const route = this.#byTarget.get(target);
      return route && { service: route.service, operation: route.operation, params: {} };
    }
    const matches: Route[] = [];
    for (const { service, operation, pattern, names } of this.#byStart.get(startOf(method, path)) ?? []) {
      const match = pattern.exec(path);
      if (match === null) continue;
      const params = Object.fromEntries(names.map((name, index) => [name, decode(match[index + 1] ?? "")]));
      matches.push({ service, operation, params });
    }
    return matches.find(({ service }) => service.signingName === signingName) ?? matches[0];
  }

  /** The operation that a request which found none may have meant, in words for a header. */
  nearest(method: string, path: string, target: string | undefined): string {
    // Comparing takes as long as both are, and nobody misspells more than that.
    const wanted = (target ?? `${method} ${path}`).slice(0, mostCompared);
    const candidates = this.#services.flatMap(({ name, operations }) =>
      operations.map((operation) => {
        const written = target === undefined ? `${operation.method} ${operation.path}` : (operation.target ?? "");
        return { text: `${operation.name} of ${name} is ${written}`, distance: distance(wanted, written) };
      }),
    );
    const [best] = candidates.toSorted((a, b) => a.distance - b.distance);
    return best === undefined ? "no operation is emulated" : `nearest: ${best.text}`;
  }

  #add(service: Service, operation: Operation): void {
    const names: string[] = [];
    const source = operation.path
      .split("/")
      .map((segment) => {
        const name = /^\{(.+)\}$/.exec(segment)?.[1];
        if (name === undefined) return segment.replace(/[.+*?^${}()|[\]\\]/g, "\\$&");
        names.push(name);
        // An ARN may come with its slashes and colons raw.
        return "(arn(?::|%3[Aa]).+|[^/]+)";
      })
      .join("/");
    const route = { service, operation, pattern: new RegExp(`^${source}$`), names };
    if (operation.target !== undefined) {
      this.#byTarget.set(operation.target, route);
      return;
    }
    const start = startOf(operation.method, operation.path);
    this.#byStart.set(start, [...(this.#byStart.get(start) ?? []), route]);
  }
}

/** Method and first segment: enough to leave a handful of patterns to try. */
function startOf(method: string, path: string): string {
  const end = path.indexOf("/", 1);
  return `${method} ${end < 0 ? path : path.slice(0, end)}`;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Segments that differ, a parameter counting as half; spelling decides between equals. */
function distance(wanted: string, written: string): number {
  const [a, b] = [wanted.split(/[/ ]/), written.split(/[/ ]/)];
  let sum = 0;
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const [left, right] = [a[index], b[index]];
    if (left === right) continue;
    if (left === undefined || right === undefined) sum += 1;
    else if (right.startsWith("{")) sum += 0.3;
    else sum += editDistance(left, right) / Math.max(left.length, right.length, 1);
  }
  return sum;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
