/** What a reading sends to the server, word for word, so that others can send the same. */

import pg from "pg";
import { readStamp } from "../../lib/engine/stamp.ts";
import { takeSnapshot } from "../../lib/index.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { endpointFrom } from "../../lib/postgres/client-config.ts";
import { openSession } from "../../lib/postgres/session.ts";

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
export async function recordReading(url: string, major: number): Promise<Recorded> {
  const stamps = await heardDuring(async () => {
    const session = await openSession(endpointFrom(url));
    await readStamp(session, KINDS.asked({}), { major });
    await session.close();
  });
  const known = new Set(stamps.map(({ text }) => text));
  const byConnection = new Map<pg.Client, string[]>();
  for (const { client, text } of await heardDuring(() => takeSnapshot(url))) {
    if (known.has(text)) continue;
    byConnection.set(client, [...(byConnection.get(client) ?? []), text]);
  }
  return [...byConnection.values()];
}
