import { MapReply, type Reply, RespError, SimpleReply } from "./reply.ts";

/** The protocol that a connection has agreed on with HELLO. */
export type Protocol = 2 | 3;

/** Appends the bytes of a reply to `out`. Source: "Redis serialization protocol specification". */
export function writeReply(reply: Reply, protocol: Protocol, out: Uint8Array[]): void {
  if (reply === null) push(out, protocol === 3 ? "_\r\n" : "$-1\r\n");
  else if (typeof reply === "number") push(out, `:${reply}\r\n`);
  else if (typeof reply === "string") push(out, `$${Buffer.byteLength(reply)}\r\n${reply}\r\n`);
  else if (reply instanceof Uint8Array) {
    push(out, `$${reply.length}\r\n`);
    out.push(reply);
    push(out, "\r\n");
  } else if (reply instanceof SimpleReply) push(out, `+${reply.text}\r\n`);
  else if (reply instanceof RespError) push(out, `-${reply.message.replaceAll(/[\r\n]+/g, " ")}\r\n`);
  else if (reply instanceof MapReply) {
    push(out, protocol === 3 ? `%${reply.pairs.length}\r\n` : `*${reply.pairs.length * 2}\r\n`);
    for (const [name, value] of reply.pairs) {
      writeReply(name, protocol, out);
      writeReply(value, protocol, out);
    }
  } else {
    push(out, `*${reply.length}\r\n`);
    for (const item of reply) writeReply(item, protocol, out);
  }
}

function push(out: Uint8Array[], text: string): void {
  out.push(Buffer.from(text));
}
