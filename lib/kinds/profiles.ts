/** What belongs to tools and to the platform: left out of every snapshot unless a target wants to see it. */

import type { Leave, Profile } from "../core/profile.ts";
import { LEDGERS } from "./profiles-ledgers.ts";

const REPACK = "what pg_repack makes while it works";
const PARTMAN = "a template of pg_partman";
const DMS = "what AWS Database Migration Service keeps";
const PGHERO = "what PgHero collects";

const inSchema = (schema: string, names: readonly string[], why: string): Leave[] =>
  names.map((name) => ({ kind: "table", path: [schema, name], why }));

const having = (name: string, columns: readonly string[], why: string): Leave => ({
  kind: "table",
  path: ["*", name],
  parts: { kind: "column", has: Object.fromEntries(columns.map((column) => [column, {}])) },
  why,
});

// pg_stat_statements, pg_cron and what pg_partman configures itself by are members of their extensions, and are left
// out as such; here stands what housekeeping makes beside them.
const HOUSEKEEPING: readonly Leave[] = [
  ...inSchema("repack", ["log_*", "table_*"], REPACK),
  { kind: "trigger", path: ["*", "*", "repack_trigger"], why: REPACK },
  ...inSchema("partman", ["template_*"], PARTMAN),
  ...inSchema("*", ["awsdms_*"], DMS),
  { kind: "routine", path: ["*", "awsdms_intercept_ddl", "*"], why: DMS },
  having(
    "pghero_query_stats",
    ["id", "database", "user", "query", "query_hash", "total_time", "calls", "captured_at"],
    PGHERO,
  ),
  having("pghero_space_stats", ["id", "database", "schema", "relation", "size", "captured_at"], PGHERO),
];

/** Roles that nobody but the platform is. */
const RDS_INTERNAL = ["rdsadmin", "rds_reserved", "rdsrepladmin", "rdsproxyadmin", "rdstopmgr"];
const AURORA_INTERNAL = ["rdswriteforwarduser", "rds_writeforward_user"];

/** Roles that the platform makes, and users are put into: who is in them is the users' business. */
const RDS_GROUPS = ["rds_superuser", "rds_replication", "rds_iam", "rds_password", "rds_ad", "rds_extension"];

/** What belongs to these roles, what is set for them, and what they have been granted. */
const belongingTo = (roles: readonly string[], platform: string, groups: readonly string[] = []): Leave[] => [
  // Within a role are its settings and its memberships in others.
  ...[...roles, ...groups].map((role): Leave => ({ kind: "role", path: [role], why: `a role of ${platform}` })),
  { kind: "owner", path: ["**"], spec: { role: roles }, carrier: true, why: `what ${platform} itself owns` },
  ...roles.map((role): Leave => ({ kind: "grant", path: ["**", role], why: `a right of ${platform} itself` })),
  ...groups.flatMap((role) =>
    onSystem(role).map((path): Leave => ({ kind: "grant", path, why: `a right of ${platform} itself` })),
  ),
];

/** On PostgreSQL's own schema, its relations and its routines. */
const onSystem = (role: string): string[][] =>
  [[], ["*"], ["*", "*"]].map((names) => ["*", "pg_catalog", ...names, role]);

export const PROFILES: readonly Profile[] = [
  { name: "ledgers", title: "what migration tools keep", leaves: LEDGERS },
  { name: "housekeeping", title: "what housekeeping makes", leaves: HOUSEKEEPING },
  { name: "rds", title: "what Amazon RDS owns", leaves: belongingTo(RDS_INTERNAL, "RDS", RDS_GROUPS) },
  { name: "aurora", title: "what Amazon Aurora owns", leaves: belongingTo(AURORA_INTERNAL, "Aurora") },
];
