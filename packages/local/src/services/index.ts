import type { Service } from "../operation.ts";

/** Every service of this endpoint; a new one is a file beside this and a row here. */
export const services: readonly Service[] = [];
