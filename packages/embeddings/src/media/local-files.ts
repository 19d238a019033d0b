/**
 * The files of the machine. `#files` in `package.json` resolves to `node.ts`, or to `edge.ts` where the conditions
 * `edge`, `edge-light`, `workerd` or `browser` hold.
 */
export interface LocalFiles {
  /** Bytes of a file; nothing when there is no such file. */
  sizeOf(path: string): Promise<number | undefined>;
  read(path: string): Promise<Uint8Array>;
}
