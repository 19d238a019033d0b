import { inputError } from "./input-error.ts";
import type { EmbedProgress } from "./options.ts";
import type { Vector, VectorForm } from "./vector.ts";

/** The vectors of a call, filled as answers come. */
export interface Results<V> {
  readonly vectors: readonly (V | undefined)[];
  readonly done: number;
  put(indexes: readonly number[], vectors: readonly V[]): void;
  progress(indexes: readonly number[]): EmbedProgress<V>;
  /** All vectors, once each is there. */
  complete(): V[];
}

/**
 * An empty place for each input, or the vectors of an earlier call.
 *
 * @throws TypeError or RangeError when `resume` does not fit
 */
export function startResults<V extends Vector>(
  total: number,
  resume: readonly (V | undefined)[] = [],
  form: VectorForm<V>,
): Results<V> {
  if (!Array.isArray(resume)) throw new TypeError("`resume` must be an array: a vector or undefined for each input.");
  if (resume.length > total) {
    throw new RangeError(
      `\`resume\` has ${resume.length} places for ${total} inputs. Pass the inputs it was made for.`,
    );
  }
  const vectors: (V | undefined)[] = Array.from({ length: total });
  let done = 0;
  for (const [index, vector] of resume.entries()) {
    if (vector === undefined || vector === null) continue;
    if (!form.is(vector)) throw inputError(TypeError, index, `\`resume\`: place ${index} holds no ${form.name}.`);
    vectors[index] = vector;
    done += 1;
  }
  return {
    vectors,
    get done(): number {
      return done;
    },
    put(indexes, received) {
      for (const [at, index] of indexes.entries()) vectors[index] = received[at];
      done += indexes.length;
    },
    progress: (indexes) => ({ done, total, indexes, vectors }),
    complete() {
      if (!isComplete(vectors)) throw new Error("Not every input has a vector: please report this.");
      return vectors;
    },
  };
}

const isComplete = <V>(vectors: (V | undefined)[]): vectors is V[] => !vectors.includes(undefined);
