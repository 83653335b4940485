/** The stamp: what one cheap statement says of the catalogue's row versions. Equal stamps: nothing has changed. */

import { DriftwatchError } from "../../core/errors.ts";
import type { Catalogue, Server } from "../../core/kind.ts";
import type { Watched } from "../../core/kind-registry.ts";
import { type Row, text, textOrNull } from "../../core/row.ts";
import { type CatalogueError, isPrepared, type Session } from "../../core/session.ts";
import { closedCatalogues, isRefusal, mendingGrant } from "./rights.ts";

const USER_NAMESPACES = "SELECT oid FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'";
const ofRelation = (column: string) => ({
  where: `${column} >= 16384 AND ${column} NOT IN (SELECT oid FROM temporary)`,
});
const ofNamespace = (column: string) => ({ where: `${column} IN (SELECT oid FROM namespace)` });
/** Of what initdb made, only privileges are looked at; VACUUM FULL makes new versions of such rows. */
const ofNamespaceOrGranted = (column: string, acl: string) => ({
  version: `CASE WHEN oid < 16384 THEN ${acl}::text ELSE xmin::text END`,
  where: `(${ofNamespace(column).where} OR ${column} = 'pg_catalog'::regnamespace AND ${acl} IS NOT NULL)`,
});
const USER_MADE = { where: "oid >= 16384" };

const OF_THIS_DATABASE = "(SELECT oid FROM pg_database WHERE datname = current_database())";
const hash = (text: string) => `hashtextextended(${text}, 0)`;
const partOf = (catalogue: string, oid: string) => `(${oid}::int8 << 31) # (${catalogue}::int8 << 16)`;

interface Rows {
  /** Tells a row of the catalogue from others, as a bigint. @default its OID */
  readonly key?: string;
  /** What changes with the row. @default its `xmin`, which survives ANALYZE, VACUUM and VACUUM FREEZE */
  readonly version?: string | ((major: number) => string);
  /** Which rows are the users'. Temporary objects stay out: who makes a temporary table has changed nothing. */
  readonly where: string;
  /** First server major that has the catalogue. */
  readonly since?: number;
}

const ROWS: Partial<Record<Catalogue, Rows>> = {
  pg_namespace: { where: "nspname !~ '^pg_(temp|toast)'" },
  pg_class: ofNamespaceOrGranted("relnamespace", "relacl"),
  pg_attribute: {
    key: "(attrelid::int8 << 16) + attnum",
    where: `attnum > 0 AND (attrelid >= 16384 OR attacl IS NOT NULL) AND attrelid NOT IN (SELECT oid FROM temporary)`,
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
  pg_proc: ofNamespaceOrGranted("pronamespace", "proacl"),
  pg_type: ofNamespace("typnamespace"),
  pg_enum: {
    where: `enumtypid IN (SELECT oid FROM pg_type WHERE typtype = 'e' AND ${ofNamespace("typnamespace").where})`,
  },
  pg_collation: USER_MADE,
  pg_opclass: USER_MADE,
  pg_am: USER_MADE,
  pg_language: { where: "true" },
  pg_opfamily: USER_MADE,
  pg_operator: USER_MADE,
  pg_amop: USER_MADE,
  pg_amproc: USER_MADE,
  pg_cast: USER_MADE,
  pg_conversion: USER_MADE,
  pg_transform: USER_MADE,
  pg_aggregate: { key: "aggfnoid::oid::int8", where: "aggfnoid >= 16384" },
  pg_range: { key: "rngtypid::int8", where: "rngtypid >= 16384" },
  pg_statistic_ext: USER_MADE,
  pg_event_trigger: USER_MADE,
  pg_publication: USER_MADE,
  pg_publication_rel: USER_MADE,
  pg_publication_namespace: { ...USER_MADE, since: 15 },
  // Its connection string is closed to ordinary roles, and with it everything that asks for the whole row.
  pg_subscription: {
    version: (major) =>
      `row(subname, subowner, subenabled, subbinary, substream, subslotname, subsynccommit, subpublications${[
        major >= 15 ? ", subtwophasestate, subdisableonerr" : "",
        major >= 16 ? ", suborigin, subpasswordrequired, subrunasowner" : "",
        major >= 17 ? ", subfailover" : "",
      ].join("")})::text`,
    where: `subdbid = ${OF_THIS_DATABASE}`,
  },
  pg_foreign_data_wrapper: USER_MADE,
  pg_foreign_server: USER_MADE,
  pg_foreign_table: { key: "ftrelid::int8", where: "ftrelid >= 16384" },
  // pg_user_mapping itself is closed to ordinary roles.
  pg_user_mappings: { key: "umid::int8", version: "row(srvname, usename, umoptions)::text", where: "true" },
  pg_ts_config: USER_MADE,
  pg_ts_config_map: { key: "(mapcfg::int8 << 31) # (maptokentype << 8) # mapseqno", where: "mapcfg >= 16384" },
  pg_ts_dict: USER_MADE,
  pg_ts_parser: USER_MADE,
  pg_ts_template: USER_MADE,
  pg_default_acl: { where: "true" },
  pg_init_privs: { key: partOf("classoid", "objoid"), where: "privtype = 'e'" },
  pg_seclabel: { key: `${partOf("classoid", "objoid")} # objsubid # ${hash("provider")}`, where: "true" },
  pg_shseclabel: { key: `${partOf("classoid", "objoid")} # ${hash("provider")}`, where: "true" },
  pg_shdescription: { key: partOf("classoid", "objoid"), where: "true" },
  pg_largeobject_metadata: {
    where:
      "lomacl IS NOT NULL OR oid IN (SELECT objoid FROM pg_description WHERE classoid = 'pg_largeobject'::regclass)" +
      " OR oid IN (SELECT objoid FROM pg_seclabel WHERE classoid = 'pg_largeobject'::regclass)",
  },
  pg_parameter_acl: { where: "true", since: 15 },
  pg_database: { where: "datname = current_database()" },
  pg_db_role_setting: {
    key: "(setdatabase::int8 << 31) # setrole::int8",
    where: `setdatabase IN (0, ${OF_THIS_DATABASE})`,
  },
  pg_auth_members: { key: "(roleid::int8 << 31) # member::int8", where: "true" },
  // pg_authid itself is closed to ordinary roles.
  pg_roles: { version: "row(pg_roles.*)::text", where: "true" },
  pg_extension: { where: "true" },
  // Whoever gives an object to another role changes its own row as well.
  pg_shdepend: { key: "0::int8", where: "false" },
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

const versions = (catalogue: Catalogue, { major }: Server): string => {
  const rows = ROWS[catalogue];
  if (!rows) throw new Error(`the stamp does not know how to watch ${catalogue}`);
  const version = typeof rows.version === "function" ? rows.version(major) : (rows.version ?? "xmin::text");
  return (
    `SELECT '${catalogue}' AS catalogue, count(*) AS rows, ` +
    `coalesce(sum(hashtextextended(${version}, ${rows.key ?? "oid::int8"})), 0) AS versions ` +
    `FROM pg_catalog.${catalogue} WHERE ${rows.where}`
  );
};

/** The kinds that a stamp is of: a registry, or what is known of one without it. */
interface Kinds {
  readonly all: readonly Pick<Watched, "reads">[];
}

/** The catalogues that the kinds read, so that a new kind cannot be forgotten in the stamp. */
export const watchedBy = (kinds: Kinds, { major }: Server): Catalogue[] =>
  [...new Set(kinds.all.flatMap((kind) => kind.reads))].filter((name) => (ROWS[name]?.since ?? 0) <= major).sort();

/** What the stamp stands on besides the catalogues it watches. */
const BASES: Readonly<Record<string, string>> = { namespace: "pg_namespace", temporary: "pg_class" };

// Roles can be renamed without a trace in any catalogue above; pg_authid itself is closed to ordinary roles.
const ROLES =
  "SELECT 'pg_roles', count(*), coalesce(sum(hashtextextended(rolname, oid::int8)), 0) FROM pg_catalog.pg_roles";

/**
 * Which transactions were under way, and which to come: while it is the same, none has ended, in the whole cluster. A standby
 * does not say of those that are under way (PostgreSQL: the snapshot of a server in recovery lists them apart).
 */
const MOMENT = "CASE WHEN NOT pg_is_in_recovery() THEN pg_current_snapshot()::text END";

/**
 * The statement that stamps these catalogues, as far as it may be run where some are closed.
 * @param since an earlier stamp, which still holds where no transaction has ended: then nothing is looked at; or the values
 *   `$1`, the moment of such a stamp, and `$2`, the stamp
 */
export function stampQuery(
  catalogues: readonly Catalogue[],
  server: Server,
  closed: ReadonlySet<string> = new Set(),
  since?: Stamp | "values",
): string {
  const bases = [
    `namespace AS MATERIALIZED (${USER_NAMESPACES})`,
    "temporary AS MATERIALIZED (SELECT oid FROM pg_class WHERE relpersistence = 't')",
  ].filter((base) => !needs(base).some((name) => closed.has(name)));
  const parts = [...catalogues.map((catalogue) => versions(catalogue, server)), ROLES];
  const watched = parts.filter((part) => !needs(part).some((name) => closed.has(name)));
  // With everything closed there is nothing to be said, and nothing will be read either.
  const all = watched.length > 0 ? watched.join("\n UNION ALL ") : "SELECT '', 0, 0::numeric";
  const taken =
    "(SELECT encode(sha256(string_agg(catalogue || ' ' || rows || ' ' || versions, ',' ORDER BY catalogue)::bytea), 'hex') FROM watched)";
  const [then, held] = since === "values" ? ["$1::text", "$2::text"] : [`'${since?.moment}'`, `'${since?.stamp}'`];
  const stamp =
    since === "values" || since?.moment ? `CASE WHEN ${MOMENT} = ${then} THEN ${held} ELSE ${taken} END` : taken;
  return `
    WITH ${[...bases, `watched(catalogue, rows, versions) AS (${all})`].join(",\n    ")}
    SELECT ${stamp} AS stamp, ${MOMENT} AS moment`;
}

/** The catalogues that a part of the statement reads. */
const needs = (sql: string): string[] =>
  [...sql.matchAll(/\bFROM (?:pg_catalog\.)?(\w+)/g)].map(([, name = ""]) => BASES[name] ?? name);

/** What the stamp of these kinds may not look at: what it cannot watch cannot be read either, and be true. */
export interface Stamp {
  readonly stamp: string;
  readonly closed: ReadonlySet<string>;
  /** When it was taken, as the cluster's transactions tell; null of a standby. */
  readonly moment: string | null;
}

/** @param since an earlier stamp of the same: looked at again only where something has happened since */
export const readStamp = async (session: Session, kinds: Kinds, server: Server, since?: Stamp): Promise<string> =>
  (await takeStamp(session, kinds, server, since)).stamp;

export async function takeStamp(session: Session, kinds: Kinds, server: Server, since?: Stamp): Promise<Stamp> {
  const catalogues = watchedBy(kinds, server);
  try {
    return await stampOf(session, catalogues, server, new Set(), since);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const closed = await closedCatalogues(session, [...catalogues, "pg_class", "pg_namespace", "pg_roles"]);
    if (closed.size === 0) throw await refusedStamp(session, stampQuery(catalogues, server), error);
    return stampOf(session, catalogues, server, closed, since);
  }
}

const refusedStamp = async (session: Session, sql: string, refusal: CatalogueError): Promise<DriftwatchError> =>
  new DriftwatchError(
    "query-failed",
    `the catalogue's stamp could not be taken: ${refusal.message}`,
    await mendingGrant(session, { catalogues: [], statements: [sql] }, refusal),
    { cause: refusal },
  );

async function stampOf(
  session: Session,
  catalogues: readonly Catalogue[],
  server: Server,
  closed: ReadonlySet<string>,
  since?: Stamp,
): Promise<Stamp> {
  let stamp: Stamp = { stamp: "", closed, moment: null };
  const onRow = (row: Row) => {
    stamp = { ...stampIn(row), closed };
  };
  if (isPrepared(session)) {
    const values = [since?.moment ?? null, since?.stamp ?? null];
    await session.read(stampQuery(catalogues, server, closed, "values"), onRow, {}, values);
  } else await session.read(stampQuery(catalogues, server, closed, since), onRow);
  return stamp;
}

/** What the row of a stamp's statement says. */
export const stampIn = (row: Row): Stamp => ({
  ...{ stamp: text(row.stamp), moment: textOrNull(row.moment) },
  closed: new Set(),
});
