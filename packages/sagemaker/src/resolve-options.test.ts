import { expect, test } from "vitest";
import { SagemakerConfigError } from "./errors.ts";
import { resolveSettings, toCanonicalNames } from "./resolve-options.ts";

test("Python's names become ours; what is not passed is left out, and what is not ours is left alone", () => {
  const fields = {
    endpoint_name: "e",
    model_kwargs: { top_p: 1 },
    tags: null,
    temprature: undefined,
    max_line_bytes: null,
  };
  expect(toCanonicalNames<object>(fields)).toEqual({ endpointName: "e", modelKwargs: { top_p: 1 }, tags: null });
});

test("two spellings with different values are refused, in whatever order", () => {
  const given = { endpointName: "a", endpoint_name: "b" };
  for (const fields of [given, { endpoint_name: "b", endpointName: "a" }]) {
    expect(() => toCanonicalNames(fields)).toThrow(SagemakerConfigError);
    expect(() => toCanonicalNames(fields)).toThrow(/"endpoint_?[nN]ame" and "endpoint_?[nN]ame" are two spellings/);
  }
  expect(toCanonicalNames<object>({ endpointName: "a", endpoint_name: "a" })).toEqual({ endpointName: "a" });
});

test("null does not switch the watch over silent streams off", () => {
  const settings = resolveSettings(
    { ...toCanonicalNames({ endpointName: "e", streamIdleTimeoutMs: null }) },
    undefined,
  );
  expect(settings.streamIdleTimeoutMs).toBe(300_000);
});
