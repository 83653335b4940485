/** Reads some objects again, and nothing else. */

import type { Batch, Server } from "../../core/kind.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import type { Kind } from "../../core/registered.ts";
import type { PreparedSession } from "../../core/session.ts";
import type { Moved } from "./moved.ts";
import type { Reader } from "./reader.ts";

/** Gives the reader the objects of these OIDs, and what hangs on them. */
export async function reread(
  session: PreparedSession,
  kinds: KindRegistry,
  server: Server,
  reader: Reader,
  moved: NonNullable<Moved>,
): Promise<void> {
  const oids = [...new Set([...moved.values()].flat())];
  const asks = (kind: Kind): boolean => kind.satellite || moved.has(kind.catalogue ?? "");
  const read = async (kind: Kind): Promise<void> => {
    if (!kind.query || kind.since > server.major || !asks(kind)) return;
    const onRow = kind.satellite ? reader.satelliteRows(kind) : reader.rows(kind);
    const sql = `SELECT * FROM (\n${kind.query(server, THOSE)}\n) q WHERE ${THOSE("q.oid")}`;
    await session.read(sql, onRow, {}, [oids]);
  };
  for (const kind of kinds.all) if (!kind.satellite) await read(kind);
  // A satellite's own rows are found through the objects they belong to.
  for (const kind of kinds.all) if (kind.satellite) await read(kind);
}

const THOSE: Batch = (oid) => `${oid} = ANY ($1::oid[])`;
