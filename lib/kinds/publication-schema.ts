/** Schemas of publications: all their tables are sent, also those yet to come. */

import { defineKind } from "../core/registered.ts";
import { critical, high } from "../core/severity.ts";
import { ident, userSchemas } from "../core/sql.ts";
import { statement } from "../core/statement.ts";

type At = { publication: string; schema: string };

const change = (at: At, verb: "ADD" | "DROP") =>
  statement(
    `ALTER PUBLICATION ${ident(at.publication)} ${verb} TABLES IN SCHEMA ${ident(at.schema)}`,
    "changes-behaviour",
  );

export const publicationSchema = defineKind<readonly ["publication", "schema"], Record<never, never>>({
  name: "publication-schema",
  title: "published schema",
  key: ["publication", "schema"],
  catalogue: "pg_publication_namespace",
  since: 15,
  reads: ["pg_publication_namespace", "pg_publication", "pg_namespace"],
  rank: 123,
  query: () => `
    SELECT r.oid, p.pubname AS publication, n.nspname AS schema
    FROM pg_publication_namespace r
    JOIN pg_publication p ON p.oid = r.pnpubid
    JOIN pg_namespace n ON n.oid = r.pnnspid
    WHERE ${userSchemas("n")}`,
  canonicalise: () => ({}),
  within: (at) => [
    { kind: "schema", path: [at.schema] },
    { kind: "publication", path: [at.publication] },
  ],
  sqlName: (at) => `TABLES IN SCHEMA ${ident(at.schema)} IN PUBLICATION ${ident(at.publication)}`,
  label: (at) => `${at.schema} in ${at.publication}`,
  added: high("every table of the schema is sent to subscribers, also those yet to come"),
  removed: critical("subscribers no longer get the tables of the schema, and fall behind unnoticed"),
  attributes: {},
  create: (at) => [change(at, "ADD")],
  drop: (at) => [change(at, "DROP")],
  rebuildable: true,
});
