/** The server's messages on their way to `pg`: rows are taken out as the bytes they are, all others go on. */

import type pg from "pg";
import { ended } from "./garbled.ts";

/** A row: the bytes it is in, and where in them its fields begin. */
export type OnBytes = (bytes: Buffer, at: number) => void;

const DATA_ROW = 0x44;
/** A letter, then the length of what follows, itself included. */
const HEAD = 5;

/** Stands between a connected client and its socket. */
export class Wire {
  /** What takes the rows; without it they are left to `pg`. */
  onRow: OnBytes | undefined;
  readonly #forward: (bytes: Buffer) => void;
  /** Of a message whose end has not come yet. */
  #waiting: Buffer[] = [];
  #size = 0;
  /** How many bytes there must be before another look is worth it. */
  #wanted = 0;

  constructor({ connection: { stream } }: pg.Client) {
    const listeners = stream.listeners("data") as ((bytes: Buffer) => void)[];
    stream.removeAllListeners("data");
    this.#forward = (bytes) => {
      for (const listener of listeners) listener.call(stream, bytes);
    };
    stream.on("data", (bytes: Buffer) => ended(stream, () => this.#receive(bytes)));
  }

  #receive(bytes: Buffer): void {
    this.#waiting.push(bytes);
    this.#size += bytes.length;
    if (this.#size < this.#wanted) return;
    const whole = this.#waiting.length === 1 ? bytes : Buffer.concat(this.#waiting);
    const rest = whole.subarray(this.#handOn(whole));
    this.#waiting = rest.length === 0 ? [] : [rest];
    this.#size = rest.length;
    this.#wanted = rest.length < HEAD ? 0 : rest.readUInt32BE(1) + 1;
  }

  /** Hands on every message that is complete; returns where the first begins that is not. */
  #handOn(bytes: Buffer): number {
    let at = 0;
    let kept = 0;
    while (at + HEAD <= bytes.length) {
      const end = at + 1 + bytes.readUInt32BE(at + 1);
      if (end > bytes.length) break;
      if (bytes[at] === DATA_ROW && this.onRow) {
        // What comes before a row says what its fields are.
        if (kept < at) this.#forward(bytes.subarray(kept, at));
        this.onRow(bytes, at + HEAD);
        kept = end;
      }
      at = end;
    }
    if (kept < at) this.#forward(bytes.subarray(kept, at));
    return at;
  }
}
