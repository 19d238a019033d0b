import type { Operation } from "../../operation.ts";
import { define } from "./define.ts";
import { requests } from "./requests.ts";
import { returnedVector } from "./returned-vector.ts";

/** GetVectors and DeleteVectors: by their keys. Keys that are not there are no error. */
export const keyedOperations: readonly Operation[] = [
  define({
    name: "GetVectors",
    request: requests.getVectors,
    run: ({ keys, ...request }, { s3Vectors }) => {
      const { index } = s3Vectors.index(request);
      // The service does not keep the order of the keys, so neither may a client count on it here.
      const slots = new Set(keys.flatMap((key) => index.slotOf(key) ?? []));
      const sorted = [...slots].toSorted((left, right) => left - right);
      return { vectors: sorted.flatMap((slot) => returnedVector(index, slot, request)) };
    },
  }),
  define({
    name: "DeleteVectors",
    request: requests.deleteVectors,
    run: ({ keys, ...reference }, { s3Vectors }) => {
      const { index } = s3Vectors.index(reference);
      for (const key of keys) index.delete(key);
    },
  }),
];
