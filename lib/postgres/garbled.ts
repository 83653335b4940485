/** Bytes that are no message of a server: `pg` throws at them where nobody catches, and the process would die. */

import type { Duplex } from "node:stream";
import type pg from "pg";
import { oneLine } from "../core/errors.ts";

/** From now on they end the connection, and whoever waits for it is told. */
export function containGarbled(client: pg.Client): void {
  const { connection } = client as unknown as { readonly connection: { attachListeners(stream: Duplex): void } };
  const attach = connection.attachListeners.bind(connection);
  connection.attachListeners = (stream) => {
    attach(stream);
    const listeners = stream.listeners("data") as ((bytes: Buffer) => void)[];
    stream.removeAllListeners("data");
    const forward = (bytes: Buffer) => {
      for (const listener of listeners) listener.call(stream, bytes);
    };
    stream.on("data", (bytes: Buffer) => ended(stream, () => forward(bytes)));
  };
}

/** Does what may meet such bytes; if it does, nothing more is read from there. */
export function ended(stream: Duplex, work: () => void): void {
  if (stream.destroyed) return;
  try {
    work();
  } catch (error) {
    stream.destroy(new Error(`the server sent what is no message of its protocol (${oneLine(error)})`));
  }
}
