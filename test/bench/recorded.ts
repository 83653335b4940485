/** What a reading sends to the server, word for word, so that others can send the same. */

import pg from "pg";
import { takeSnapshot } from "../../lib/index.ts";

/** The messages of a reading, by connection, each with its transaction and its settings. */
export type Recorded = readonly (readonly string[])[];

/** The last of our connections that was asked something. */
let lastAsked: pg.Client | undefined;
let heard: { readonly client: pg.Client; readonly text: string }[] = [];

const query = pg.Client.prototype.query;
pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]): unknown {
  const [sent] = given;
  if (sent instanceof pg.Query) {
    lastAsked = this;
    heard.push({ client: this, text: String((sent as { readonly text?: unknown }).text) });
  }
  return Reflect.apply(query, this, given);
} as typeof query;

/** How many bytes the connection that was last asked has been sent. */
export const bytesReceived = (): number =>
  (lastAsked as { connection?: { stream: { bytesRead: number } } } | undefined)?.connection?.stream.bytesRead ?? 0;

async function heardDuring(work: () => Promise<unknown>): Promise<typeof heard> {
  heard = [];
  await work();
  return heard;
}

/** All that a snapshot asks but for its stamps: the catalogue queries, and who needs whom. */
export async function recordReading(url: string): Promise<Recorded> {
  const byConnection = new Map<pg.Client, string[]>();
  for (const { client, text } of await heardDuring(() => takeSnapshot(url))) {
    const before = byConnection.get(client) ?? [];
    if (!text.includes("AS stamp")) byConnection.set(client, [...before, text]);
    // It ended the transaction that the statement before it began.
    else if (before.at(-1)?.endsWith("COMMIT") === false) byConnection.set(client, [...before, "COMMIT"]);
  }
  return [...byConnection.values()];
}
