/** Types of which there is but the name: what is left when the definition never came. */

import { typeName } from "../core/names.ts";
import { defineKind } from "../core/registered.ts";
import { high, low } from "../core/severity.ts";
import { notFromExtension, qualified, userSchemas } from "../core/sql.ts";
import { statement } from "../core/statement.ts";

type At = { schema: string; name: string };

const sqlName = (at: At) => `TYPE ${qualified(at.schema, at.name)}`;

export const shellType = defineKind<readonly ["schema", "name"], Record<never, never>>({
  name: "shell-type",
  title: "shell type",
  key: ["schema", "name"],
  catalogue: "pg_type",
  someOf: "pg_type WHERE typtype = 'p' AND oid >= 16384",
  reads: ["pg_type", "pg_namespace", "pg_depend"],
  rank: 28,
  query: () => `
    SELECT t.oid, n.nspname AS schema, t.typname AS name, pg_get_userbyid(t.typowner) AS owner
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE t.typtype = 'p' AND NOT t.typisdefined AND ${userSchemas("n")} AND ${notFromExtension("pg_type", "t.oid")}`,
  canonicalise: () => ({}),
  within: (at) => [{ kind: "schema", path: [at.schema] }],
  sqlName,
  added: low("a type without a definition: nothing can be made of it"),
  removed: high("the functions that were to define the type cannot be created any more"),
  attributes: {},
  create: (at) => [statement(`CREATE ${sqlName(at)}`)],
  occupies: (at) => [typeName(at.schema, at.name)],
  drop: (at) => [statement(`DROP ${sqlName(at)}`, "breaks-names", "may-fail")],
  rebuildable: true,
});
