/** The stamp: what one cheap statement says of the catalogue's row versions. Equal stamps: nothing has changed. */

import type { Catalogue } from "../core/kind.ts";
import type { KindRegistry } from "../core/kind-registry.ts";
import { text } from "../core/row.ts";
import { CatalogueError, INSUFFICIENT_PRIVILEGE, type Session } from "../core/session.ts";

const USER_NAMESPACES = "SELECT oid FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'";
const ofRelation = (column: string) => ({
  where: `${column} >= 16384 AND ${column} NOT IN (SELECT oid FROM temporary)`,
});
const ofNamespace = (column: string) => ({ where: `${column} IN (SELECT oid FROM namespace)` });
const USER_MADE = { where: "oid >= 16384" };

/**
 * How a row of each catalogue is told from others, as a bigint (its OID unless said), and which rows are the users'. Temporary objects stay out:
 * a session that makes a temporary table has changed nothing. `xmin` survives ANALYZE, VACUUM and VACUUM FREEZE.
 */
const ROWS: Partial<Record<Catalogue, { readonly key?: string; readonly where: string }>> = {
  pg_namespace: { where: "nspname !~ '^pg_(temp|toast)'" },
  pg_class: ofNamespace("relnamespace"),
  pg_attribute: {
    key: "(attrelid::int8 << 16) + attnum",
    where: `attnum > 0 AND ${ofRelation("attrelid").where}`,
  },
  pg_attrdef: ofRelation("adrelid"),
  pg_constraint: ofNamespace("connamespace"),
  pg_index: { key: "indexrelid::int8", ...ofRelation("indrelid") },
  pg_inherits: { key: "(inhrelid::int8 << 31) # inhparent::int8 # inhseqno", ...ofRelation("inhrelid") },
  pg_partitioned_table: { key: "partrelid::int8", ...ofRelation("partrelid") },
  pg_sequence: { key: "seqrelid::int8", ...ofRelation("seqrelid") },
  pg_rewrite: ofRelation("ev_class"),
  pg_trigger: ofRelation("tgrelid"),
  pg_policy: ofRelation("polrelid"),
  pg_proc: ofNamespace("pronamespace"),
  pg_type: ofNamespace("typnamespace"),
  pg_enum: {
    where: `enumtypid IN (SELECT oid FROM pg_type WHERE typtype = 'e' AND ${ofNamespace("typnamespace").where})`,
  },
  pg_collation: USER_MADE,
  pg_opclass: USER_MADE,
  pg_am: USER_MADE,
  pg_language: USER_MADE,
  pg_extension: { where: "true" },
  pg_tablespace: { where: "true" },
  pg_description: {
    key: "(objoid::int8 << 31) # (classoid::int8 << 16) # objsubid",
    where: "NOT (classoid = 'pg_class'::regclass AND objoid IN (SELECT oid FROM temporary))",
  },
  // Membership of extensions, which the other catalogues do not show. (Found by the index on what is referred to.)
  pg_depend: {
    key: "(objid::int8 << 31) # (classid::int8 << 8) # refobjid::int8 # ascii(deptype::text)",
    where: "refclassid = 'pg_extension'::regclass",
  },
};

const versions = (catalogue: Catalogue): string => {
  const rows = ROWS[catalogue];
  if (!rows) throw new Error(`the stamp does not know how to watch ${catalogue}`);
  return (
    `SELECT '${catalogue}' AS catalogue, count(*) AS rows, ` +
    `coalesce(sum(hashtextextended(xmin::text, ${rows.key ?? "oid::int8"})), 0) AS versions ` +
    `FROM pg_catalog.${catalogue} WHERE ${rows.where}`
  );
};

/** The catalogues that the kinds read, so that a new kind cannot be forgotten in the stamp. */
const watchedBy = (kinds: KindRegistry): Catalogue[] => [...new Set(kinds.all.flatMap((kind) => kind.reads))].sort();

/** The statement that stamps these catalogues. */
export function stampQuery(catalogues: readonly Catalogue[]): string {
  // Roles can be renamed without a trace in any catalogue above; pg_authid itself is closed to ordinary roles.
  const roles =
    "SELECT 'pg_roles', count(*), coalesce(sum(hashtextextended(rolname, oid::int8)), 0) FROM pg_catalog.pg_roles";
  return `
    WITH namespace AS MATERIALIZED (${USER_NAMESPACES}),
    temporary AS MATERIALIZED (SELECT oid FROM pg_class WHERE relpersistence = 't'),
    watched AS (${[...catalogues.map(versions), roles].join("\n UNION ALL ")})
    SELECT encode(sha256(string_agg(catalogue || ' ' || rows || ' ' || versions, ',' ORDER BY catalogue)::bytea), 'hex') AS stamp
    FROM watched`;
}

export async function readStamp(session: Session, kinds: KindRegistry): Promise<string> {
  const catalogues = watchedBy(kinds);
  try {
    return await stampOf(session, catalogues);
  } catch (error) {
    if (!(error instanceof CatalogueError) || error.sqlstate !== INSUFFICIENT_PRIVILEGE) throw error;
    // What may not be read cannot be watched; the kinds that need it will say so.
    return stampOf(session, await readable(session, catalogues));
  }
}

async function stampOf(session: Session, catalogues: readonly Catalogue[]): Promise<string> {
  let stamp = "";
  await session.read(stampQuery(catalogues), (row) => {
    stamp = text(row.stamp);
  });
  return stamp;
}

async function readable(session: Session, catalogues: readonly Catalogue[]): Promise<Catalogue[]> {
  const allowed = new Set<string>();
  await session.read(
    `SELECT relname AS name FROM pg_class
     WHERE relnamespace = 'pg_catalog'::regnamespace AND has_table_privilege(oid, 'SELECT')`,
    (row) => allowed.add(text(row.name)),
  );
  return catalogues.filter((catalogue) => allowed.has(catalogue));
}
