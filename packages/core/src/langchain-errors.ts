import type {
  ContextOverflowError as LangChainOverflow,
  LangChainError,
  ModelRefusalError as LangChainRefusal,
  ns,
} from "@langchain/core/errors";
import type { BaseMessage } from "@langchain/core/messages";

// LangChain tells its errors apart by registered symbols, so that several copies of it understand each other. Here they
// are set by hand: its entry for errors is younger than its other entries, and importing it would make a too old
// `@langchain/core` a link error, which says nothing to the person who reads it. docs/decisions/0071 has the details.

type Brands = typeof ns;
// oxlint-disable-next-line typescript/no-explicit-any -- TypeScript asks for it where a class extends one it does not know
type Arguments = any[];
type Class = new (...args: Arguments) => Error;

const carries = (value: unknown, brand: symbol): boolean => Reflect.get(Object(value), brand) === true;

function branded(Base: Class, brand: symbol): Class {
  return class extends Base {
    constructor(...args: Arguments) {
      super(...args);
      Object.assign(this, { [brand]: true });
    }

    static isInstance(value: unknown): boolean {
      return carries(value, brand);
    }

    static override [Symbol.hasInstance](value: unknown): boolean {
      return carries(value, brand);
    }
  };
}

function createBrands(path: string): Brands {
  return {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the base, and the test that was added to it
    brand: ((Base: Class, marker?: string) =>
      branded(Base, Symbol.for(marker === undefined ? path : `${path}.${marker}`))) as Brands["brand"],
    sub: (name) => createBrands(`${path}.${name}`),
    isInstance: (value) => carries(value, Symbol.for(path)),
  };
}

/** What LangChain's `ns` of `@langchain/core/errors` is: `errorBrands.isInstance(error)` knows every error of LangChain. */
export const errorBrands: Brands = /* @__PURE__ */ createBrands("langchain.error");

/** The root that LangChain's own errors have. Every class below it sets its own name. */
export const BrandedError: typeof LangChainError = /* @__PURE__ */ errorBrands.brand(Error);

const retryable: unique symbol = /* @__PURE__ */ Symbol.for("langchain.errors.retryable");

/** Marks an error for whoever retries, as LangChain's function of this name does. */
export function stampRetryable<T>(error: T, isRetryable: boolean): T {
  if (Object.isExtensible(error)) {
    Object.defineProperty(error, retryable, { value: isRetryable, configurable: true });
  }
  return error;
}

/** The mark of {@link stampRetryable}; nothing where there is none. */
export function getRetryable(error: unknown): boolean | undefined {
  const mark: unknown = Reflect.get(Object(error), retryable);
  return typeof mark === "boolean" ? mark : undefined;
}

const Overflow: typeof BrandedError = /* @__PURE__ */ errorBrands.brand(BrandedError, "context-overflow");

/** LangChain's own error for too long an input: `ContextOverflowError.isInstance(error)` of LangChain knows it. */
export class ContextOverflowError extends Overflow implements LangChainOverflow {
  override readonly name = "ContextOverflowError";
  declare cause?: Error;

  constructor(text: string) {
    super(text);
    stampRetryable(this, false);
  }
}

const Refusal: typeof BrandedError = /* @__PURE__ */ errorBrands.brand(BrandedError, "model-refusal");

/** LangChain's own error for an answer that was withheld, likewise. */
export class ModelRefusalError extends Refusal implements LangChainRefusal {
  override readonly name = "ModelRefusalError";
  readonly rawMessage: BaseMessage;

  constructor(text: string, rawMessage: BaseMessage) {
    super(text);
    this.rawMessage = rawMessage;
    stampRetryable(this, false);
  }
}
