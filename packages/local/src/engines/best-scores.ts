/** The place of something in an index, and how well it fits. */
export interface Scored {
  slot: number;
  score: number;
}

/** Keeps the best so many of a stream of scores, in a heap whose root is the worst that is kept. */
export class BestScores {
  readonly #limit: number;
  readonly #heap: Scored[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(slot: number, score: number): void {
    const heap = this.#heap;
    if (heap.length < this.#limit) {
      heap.push({ slot, score });
      this.#rise(heap.length - 1);
      return;
    }
    const [worst] = heap;
    if (worst === undefined || !isWorse(worst, { slot, score })) return;
    heap[0] = { slot, score };
    this.#sink();
  }

  /** Best first; of equal scores, the lower slot first. */
  toSorted(): Scored[] {
    return this.#heap.toSorted((left, right) => right.score - left.score || left.slot - right.slot);
  }

  #rise(from: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#swapIfWorse(at, parent)) return;
      at = parent;
    }
  }

  #sink(): void {
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const [first, second] = [this.#heap[left], this.#heap[left + 1]];
      if (first === undefined) return;
      const child = second !== undefined && isWorse(second, first) ? left + 1 : left;
      if (!this.#swapIfWorse(child, at)) return;
      at = child;
    }
  }

  #swapIfWorse(below: number, above: number): boolean {
    const heap = this.#heap;
    const [child, parent] = [heap[below], heap[above]];
    if (child === undefined || parent === undefined || !isWorse(child, parent)) return false;
    heap[below] = parent;
    heap[above] = child;
    return true;
  }
}

function isWorse(left: Scored, right: Scored): boolean {
  return left.score < right.score || (left.score === right.score && left.slot > right.slot);
}
