/** Sessions that are not quite ordinary. */

import type { Row, Session } from "../../lib/core/session.ts";
import type { Snapshot } from "../../lib/core/snapshot.ts";
import { capture } from "../../lib/engine/capture.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { SqlTexts } from "../../lib/sqltext/sqltext.ts";

/** A session whose rows come in another order. */
export const reordered = (session: Session, reorder: (rows: Row[]) => Row[]): Session => ({
  close: () => session.close(),
  read: async (sql, onRow, options) => {
    const rows: Row[] = [];
    const count = await session.read(sql, (row) => rows.push(row), options);
    for (const row of reorder(rows)) onRow(row);
    return count;
  },
});

/** A snapshot by this session, with nothing remembered from others. */
export async function snapshotBy(session: Session, options: { readonly tries?: number } = {}): Promise<Snapshot> {
  const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds / 10));
  const { snapshot } = await capture(session, KINDS, new SqlTexts(), { ...options, now: () => new Date(0), wait });
  return snapshot;
}
