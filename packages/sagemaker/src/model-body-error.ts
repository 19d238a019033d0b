/** What a built-in handler throws for an answer with status 200 that describes an error. Becomes a SagemakerModelError. */
export class ModelBodyError extends Error {
  override readonly name: string = "ModelBodyError";
  readonly status: number | undefined;

  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}
