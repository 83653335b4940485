/** Comments. Satellite of every kind. */

import { safe } from "../core/hazard.ts";
import { defineSatellite } from "../core/registered-satellite.ts";
import { text } from "../core/row.ts";
import type { Host } from "../core/satellite.ts";
import { info } from "../core/severity.ts";
import { literal } from "../core/sql.ts";
import { rated, type Statement } from "../core/statement.ts";

export const comment = defineSatellite<{ text: string }>({
  name: "comment",
  title: "comment",
  suffix: [],
  ofUnlisted: true,
  reads: ["pg_description", "pg_shdescription", "pg_class", "pg_extension", "pg_database"],
  rank: 150,
  // Whoever makes a large object chooses its number. initdb and CREATE EXTENSION write comments of their own, which differ between versions.
  query: () => `
    SELECT c.relname AS catalogue, d.objoid AS oid, d.objsubid AS subid, d.description AS text
    FROM pg_description d
    JOIN pg_class c ON c.oid = d.classoid
    WHERE d.objoid >= 16384 AND d.classoid NOT IN ('pg_extension'::regclass, 'pg_namespace'::regclass)
       OR d.classoid = 'pg_largeobject'::regclass
       OR d.classoid = 'pg_namespace'::regclass AND d.description <> 'standard public schema' AND (d.objoid >= 16384 OR d.objoid = 2200)
       OR d.classoid = 'pg_extension'::regclass
          AND NOT EXISTS (SELECT FROM pg_extension e JOIN pg_available_extensions a ON a.name = e.extname
                          WHERE e.oid = d.objoid AND a.comment = d.description)
    UNION ALL
    SELECT c.relname, d.objoid, 0, d.description
    FROM pg_shdescription d
    JOIN pg_class c ON c.oid = d.classoid
    WHERE d.objoid >= 16384
      AND (d.classoid <> 'pg_database'::regclass OR d.objoid = (SELECT oid FROM pg_database WHERE datname = current_database()))`,
  canonicalise: (row) => ({ text: text(row.text) }),
  added: info("people read a comment that nobody reviewed; nothing else depends on it"),
  removed: info("people no longer find the comment; nothing else depends on it"),
  attributes: {
    text: {
      drift: info("people read another comment; nothing else depends on it"),
      verbatim: true,
      alter: ({ host }, to) => say(host, literal(to)),
    },
  },
  create: ({ host }, spec) => say(host, literal(spec.text)),
  drop: ({ host }) => say(host, "NULL"),
});

const say = (host: Host, text: string): Statement[] => [
  rated(
    safe("the comment changes, and nothing else"),
    `COMMENT ON ${host.sqlName} IS ${text}`,
    ...host.lock("share-update-exclusive-lock"),
  ),
];
