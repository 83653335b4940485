/** What a table has from those above it, under names of its own: it keeps it when it leaves them. */

import { encodeAddress } from "./address.ts";
import type { Facts } from "./kind.ts";
import type { Row } from "./row.ts";

/** For a query whose `pg_class` is `c`: `inherited.parts`, beside `parents`. */
export const INHERITED_PARTS = `
    LEFT JOIN (SELECT part.holder, jsonb_agg(jsonb_build_array(part.kind, part.name, part.first, part.own, an.nspname, a.relname, part.above) ORDER BY part.kind, part.name COLLATE "C") AS parts
               FROM (SELECT i.indrelid AS holder, CASE WHEN k.oid IS NULL THEN 'index' ELSE 'constraint' END AS kind, own.relname AS name, false AS first, false AS own,
                            ai.indrelid AS whole, above.relname AS above
                     FROM pg_inherits x
                     JOIN pg_index i ON i.indexrelid = x.inhrelid JOIN pg_class own ON own.oid = x.inhrelid
                     JOIN pg_index ai ON ai.indexrelid = x.inhparent JOIN pg_class above ON above.oid = x.inhparent
                     LEFT JOIN pg_constraint k ON k.conrelid = i.indrelid AND k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')
                     UNION ALL
                     SELECT k.conrelid, 'constraint', k.conname, k.contype = 'c', k.conislocal AND k.contype = 'c', above.conrelid, above.conname
                     FROM pg_inherits x
                     JOIN pg_constraint k ON k.conrelid = x.inhrelid AND (k.contype = 'f' AND k.conparentid <> 0 OR k.contype = 'c' AND k.coninhcount > 0)
                     JOIN pg_constraint above ON above.conrelid = x.inhparent AND CASE WHEN k.contype = 'f' THEN above.oid = k.conparentid ELSE above.conname = k.conname END) part
               JOIN pg_class a ON a.oid = part.whole JOIN pg_namespace an ON an.oid = a.relnamespace
               GROUP BY part.holder) inherited ON inherited.holder = c.oid`;

/**
 * From a row of such a query: each part by kind and name, with the address of what it comes from; `first`: the table
 * must have it before it comes to those above; `own`: it had it before, and keeps it whatever becomes of theirs.
 */
export const inheritedParts = (row: Row): Facts =>
  row.parents
    ? {
        parts: ((row.parts ?? []) as readonly (readonly [string, string, boolean, boolean, ...string[]])[]).map(
          ([kind, name, first, own, ...above]) => ({
            kind,
            name,
            first,
            own,
            of: encodeAddress({ kind, path: above }),
          }),
        ),
      }
    : {};
