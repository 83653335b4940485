/** The tables in which migration tools keep what they have run: known by name and by columns, so that a namesake stays. */

import type { Leave, Parts } from "../core/profile.ts";

const WHOLE = ["integer", "bigint", "smallint"];
const TEXT = ["text", "character varying*"];
const TIME = ["timestamp*"];
const FLAG = ["boolean"];
const ANY = ["*"];
type Types = readonly string[];

const columns = (has: Readonly<Record<string, Types>>, mayHave: readonly string[] = []): Parts => ({
  kind: "column",
  has: Object.fromEntries(Object.entries(has).map(([name, type]) => [name, { type }])),
  mayHave,
});

const ledger = (
  tool: string,
  tables: string | readonly string[],
  has: Readonly<Record<string, Types>>,
  mayHave?: readonly string[],
): Leave[] =>
  (typeof tables === "string" ? [tables] : tables).map((table) => ({
    kind: "table",
    path: table.includes(".") ? table.split(".") : ["*", table],
    parts: columns(has, mayHave),
    why: `the ledger of ${tool}`,
  }));

/** A schema that a tool makes for its ledger alone. */
const home = (tool: string, schema: string): Leave => ({
  kind: "schema",
  path: [schema],
  ifNothingElse: true,
  why: `where ${tool} keeps its ledger`,
});

const of = (types: Types, ...names: string[]): Record<string, Types> =>
  Object.fromEntries(names.map((name) => [name, types]));

const JVM: readonly Leave[] = [
  ...ledger("Flyway", ["flyway_schema_history", "schema_version"], {
    ...of(WHOLE, "installed_rank", "checksum", "execution_time"),
    ...of(TEXT, "version", "description", "type", "script", "installed_by"),
    ...of(TIME, "installed_on"),
    ...of(FLAG, "success"),
  }),
  ...ledger(
    "Liquibase",
    "databasechangelog",
    {
      ...of(TEXT, "id", "author", "filename", "exectype", "md5sum"),
      ...of(TIME, "dateexecuted"),
      ...of(WHOLE, "orderexecuted"),
    },
    ["description", "comments", "tag", "liquibase", "contexts", "labels", "deployment_id"],
  ),
  ...ledger("Liquibase", "databasechangeloglock", {
    ...of(WHOLE, "id"),
    ...of(FLAG, "locked"),
    ...of(TIME, "lockgranted"),
    ...of(TEXT, "lockedby"),
  }),
];

const PYTHON: readonly Leave[] = [
  ...ledger("Django", "django_migrations", { ...of(WHOLE, "id"), ...of(TEXT, "app", "name"), ...of(TIME, "applied") }),
  ...ledger("Alembic", "alembic_version", of(TEXT, "version_num")),
  ...ledger("yoyo", ["_yoyo_migration", "yoyo_migration"], {
    ...of(TEXT, "migration_hash", "migration_id"),
    ...of(TIME, "applied_at_utc"),
  }),
  ...ledger("yoyo", "_yoyo_log", {
    ...of(TEXT, "id", "migration_hash", "migration_id", "operation", "username", "hostname", "comment"),
    ...of(TIME, "created_at_utc"),
  }),
  ...ledger("yoyo", "_yoyo_version", { ...of(WHOLE, "version"), ...of(TIME, "installed_at_utc") }),
  ...ledger("yoyo", "yoyo_lock", { ...of(WHOLE, "locked", "pid"), ...of(TIME, "ctime") }),
];

const JAVASCRIPT: readonly Leave[] = [
  ...ledger(
    "Prisma",
    "_prisma_migrations",
    {
      ...of(TEXT, "id", "checksum", "migration_name", "logs"),
      ...of(TIME, "finished_at", "rolled_back_at", "started_at"),
    },
    ["applied_steps_count"],
  ),
  ...ledger("Drizzle", "__drizzle_migrations", of(ANY, "id", "hash", "created_at"), ["name", "applied_at"]),
  home("Drizzle", "drizzle"),
  ...ledger("Knex", "knex_migrations", {
    ...of(WHOLE, "id", "batch"),
    ...of(TEXT, "name"),
    ...of(TIME, "migration_time"),
  }),
  ...ledger("Knex", "knex_migrations_lock", of(WHOLE, "index", "is_locked")),
  ...ledger("TypeORM", ["migrations", "typeorm_migrations"], {
    ...of(WHOLE, "id"),
    ...of(["bigint"], "timestamp"),
    ...of(TEXT, "name"),
  }),
  ...ledger("TypeORM", "typeorm_metadata", of(ANY, "type", "database", "schema", "table", "name", "value")),
  ...ledger("node-pg-migrate", "pgmigrations", { ...of(WHOLE, "id"), ...of(TEXT, "name"), ...of(TIME, "run_on") }),
  ...ledger("Sequelize", "SequelizeMeta", of(TEXT, "name"), ["createdAt", "updatedAt"]),
  ...ledger("Postgrator", "schemaversion", { ...of(WHOLE, "version") }, ["name", "md5", "run_at"]),
  ...ledger("graphile-migrate", "graphile_migrate.migrations", of(ANY, "hash", "previous_hash", "filename", "date")),
  ...ledger("graphile-migrate", "graphile_migrate.current", of(ANY, "filename", "content", "date")),
  home("graphile-migrate", "graphile_migrate"),
  ...ledger("MikroORM", "mikro_orm_migrations", {
    ...of(WHOLE, "id"),
    ...of(TEXT, "name"),
    ...of(TIME, "executed_at"),
  }),
  ...ledger("Kysely", "kysely_migration", of(TEXT, "name", "timestamp")),
  ...ledger("Kysely", "kysely_migration_lock", { ...of(TEXT, "id"), ...of(WHOLE, "is_locked") }),
];

const OTHERS: readonly Leave[] = [
  // Rails, dbmate and Ecto; golang-migrate; Supabase.
  ...ledger("Rails, dbmate or Ecto", "schema_migrations", { version: [...TEXT, ...WHOLE] }, ["inserted_at"]),
  ...ledger("Rails", "ar_internal_metadata", {
    ...of(TEXT, "key", "value"),
    ...of(TIME, "created_at", "updated_at"),
  }),
  ...ledger("golang-migrate", "schema_migrations", { ...of(WHOLE, "version"), ...of(FLAG, "dirty") }),
  ...ledger("golang-migrate", "schema_lock", of(WHOLE, "lock_id")),
  ...ledger("Supabase", ["supabase_migrations.schema_migrations", "supabase_migrations.seed_files"], {}, [
    "version",
    "statements",
    "name",
    "created_by",
    "idempotency_key",
    "rollback",
    "path",
    "hash",
  ]),
  home("Supabase", "supabase_migrations"),
  ...ledger("sqlx", "_sqlx_migrations", {
    ...of(["bigint"], "version", "execution_time"),
    ...of(TEXT, "description"),
    ...of(TIME, "installed_on"),
    ...of(FLAG, "success"),
    ...of(["bytea"], "checksum"),
  }),
  ...ledger("Diesel", "__diesel_schema_migrations", { ...of(TEXT, "version"), ...of(TIME, "run_on") }),
  ...ledger("refinery", "refinery_schema_history", { ...of(WHOLE, "version"), ...of(TEXT, "name") }, [
    "applied_on",
    "checksum",
  ]),
  ...ledger("goose", "goose_db_version", {
    ...of(WHOLE, "id"),
    ...of(["bigint"], "version_id"),
    ...of(FLAG, "is_applied"),
    ...of(TIME, "tstamp"),
  }),
  ...ledger(
    "Atlas",
    "atlas_schema_revisions",
    { ...of(TEXT, "version", "description"), ...of(ANY, "type", "applied", "total", "executed_at", "execution_time") },
    ["error", "error_stmt", "hash", "partial_hashes", "operator_version"],
  ),
  home("Atlas", "atlas_schema_revisions"),
  ...ledger("Entity Framework", "__EFMigrationsHistory", of(TEXT, "MigrationId", "ProductVersion")),
  ...ledger("Entity Framework", "__EFMigrationsHistory", of(TEXT, "migration_id", "product_version")),
  ...ledger("DbUp", "schemaversions", {
    ...of(WHOLE, "schemaversionsid"),
    ...of(TEXT, "scriptname"),
    ...of(TIME, "applied"),
  }),
  ...ledger("Laravel", "migrations", { ...of(WHOLE, "id", "batch"), ...of(TEXT, "migration") }),
  ...ledger("Doctrine", "doctrine_migration_versions", {
    ...of(TEXT, "version"),
    ...of(TIME, "executed_at"),
    ...of(WHOLE, "execution_time"),
  }),
  ...ledger("Phinx", "phinxlog", { ...of(WHOLE, "version"), ...of(TIME, "start_time", "end_time") }, [
    "migration_name",
    "breakpoint",
  ]),
  ...["changes", "dependencies", "events", "projects", "releases", "tags"].map(
    (name): Leave => ({ kind: "table", path: ["sqitch", name], why: "the ledger of Sqitch" }),
  ),
  home("Sqitch", "sqitch"),
];

export const LEDGERS: readonly Leave[] = [...JVM, ...PYTHON, ...JAVASCRIPT, ...OTHERS];
