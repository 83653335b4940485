/** Where messages end in both directions of one connection to PostgreSQL: of the protocol, and of TLS around it. */

import type { Side } from "./wire-proxy.ts";

export interface Frame {
  readonly bytes: Buffer;
  /** Its letter; "" of a message that has none. */
  readonly type: string;
}

const SSL_REQUEST = 80_877_103;
const TLS_HEADER = 5;

/** What comes next on a side: a message without a letter, one byte, a message, or a record of TLS. */
type Expecting = "startup" | "answer" | "message" | "record";

export class Framer {
  readonly #rest: Record<Side, Buffer> = { client: Buffer.alloc(0), server: Buffer.alloc(0) };
  readonly #expecting: Record<Side, Expecting> = { client: "startup", server: "message" };

  /** The messages that are whole with this chunk. */
  *take(side: Side, chunk: Buffer): Generator<Frame> {
    const rest = this.#rest[side];
    let bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    for (;;) {
      const length = lengthOf(this.#expecting[side], bytes);
      if (length === null || bytes.length < length) break;
      const frame = bytes.subarray(0, length);
      bytes = bytes.subarray(length);
      const type = this.#expecting[side] === "message" ? String.fromCharCode(frame[0] ?? 0) : "";
      this.#proceed(side, frame);
      yield { bytes: frame, type };
    }
    this.#rest[side] = bytes;
  }

  #proceed(side: Side, frame: Buffer): void {
    const { [side]: was } = this.#expecting;
    if (was === "startup" && frame.length === 8 && frame.readInt32BE(4) === SSL_REQUEST)
      this.#expecting.server = "answer";
    else if (was === "startup") this.#expecting.client = "message";
    else if (was === "answer") {
      const accepted = frame[0] === 0x53;
      this.#expecting.server = accepted ? "record" : "message";
      if (accepted) this.#expecting.client = "record";
    }
  }
}

/** null: not to be told yet. */
function lengthOf(expecting: Expecting, bytes: Buffer): number | null {
  switch (expecting) {
    case "startup":
      return bytes.length < 4 ? null : bytes.readInt32BE(0);
    case "answer":
      return 1;
    case "message":
      return bytes.length < 5 ? null : 1 + bytes.readInt32BE(1);
    case "record":
      return bytes.length < TLS_HEADER ? null : TLS_HEADER + bytes.readUInt16BE(3);
  }
}
