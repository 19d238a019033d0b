/** Tells one listener of changes. Until there is one, a change costs a call. */
export class ChangeNotice {
  #listener: (() => void) | undefined;

  onChange(listener: () => void): void {
    this.#listener = listener;
  }

  /** Something has changed. It may be called outside of any object. */
  readonly changed = (): void => {
    this.#listener?.();
  };
}
