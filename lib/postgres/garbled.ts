/** Bytes that are no message of a server: `pg` throws at them where nobody catches, and the process would die. */

import type { Duplex } from "node:stream";
import type pg from "pg";
import { oneLine } from "../core/errors.ts";

/** How the error of such bytes begins. */
export const GARBLED = "the server sent what is no message of its protocol";

/** From now on they end the connection, and whoever waits for it is told. */
export function containGarbled(client: pg.Client): void {
  const { connection } = client as unknown as { readonly connection: { attachListeners(stream: Duplex): void } };
  const attach = connection.attachListeners.bind(connection);
  connection.attachListeners = (stream) => {
    attach(stream);
    const listeners = stream.listeners("data") as ((bytes: Buffer) => void)[];
    stream.removeAllListeners("data");
    let greeted = false;
    const forward = (bytes: Buffer) => {
      if (!greeted && !GREETING.test(start(bytes)))
        return end(stream, `it begins with ${JSON.stringify(start(bytes))}`);
      greeted = true;
      for (const listener of listeners) listener.call(stream, bytes);
    };
    stream.on("data", (bytes: Buffer) => ended(stream, () => forward(bytes)));
  };
}

/** A server begins with its authentication, an error, a notice, or the protocol's version; anything else is no PostgreSQL. */
const GREETING = /^[RENv]/;
const start = (bytes: Buffer): string => bytes.subarray(0, 16).toString("latin1");

/** Does what may meet such bytes; if it does, nothing more is read from there. */
export function ended(stream: Duplex, work: () => void): void {
  if (stream.destroyed) return;
  try {
    work();
  } catch (error) {
    end(stream, oneLine(error));
  }
}

function end(stream: Duplex, why: string): void {
  stream.destroy(new Error(`${GARBLED} (${why})`));
}
