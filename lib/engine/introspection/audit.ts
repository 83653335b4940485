/** The table in which an event trigger of the database keeps who changed the schema. Its SQL texts are not read. */

import { encodePath, parseAddress } from "../../core/address.ts";
import type { AuditEntry, Finding } from "../../core/finding.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import { text, textOrNull, texts } from "../../core/row.ts";
import { CatalogueError, type Session } from "../../core/session.ts";
import { literal, qualified } from "../../core/sql.ts";

/** By what its columns are called, in the order of preference: what happened when, to what, by what command, by whom. */
const COLUMNS = {
  at: "event_time ddl_time ddl_date ddl_timestamp logged_at executed_at occurred_at happened_at changed_at recorded_at created_at event_timestamp c_time time timestamp ts at",
  object: "object_identity objid_identity identity object_name ddl_object object c_name",
  command: "command_tag ddl_tag tag c_tag ddl_command_tag",
  user: "session_user_name username user_name usename login_name ddl_user db_user executed_by performed_by changed_by session_user user role_name c_user login actor",
};
type Role = keyof typeof COLUMNS;

/** An audit table, and which of its columns is which. */
interface AuditTable {
  readonly schema: string;
  readonly name: string;
  readonly columns: Readonly<Record<Role, string | null>>;
}

/** As much of a table of any size as is looked at, newest first. */
const NEWEST = 2_000;

const TIMEOUT_MS = 2_000;

/** The newest row about each finding's object, or what it stands in. What may not be read tells nothing. */
export async function auditEntries(
  session: Session,
  kinds: KindRegistry,
  findings: readonly Finding[],
  configured?: string,
): Promise<Map<Finding, AuditEntry>> {
  try {
    const table = await auditTable(session, configured);
    return table ? await entriesIn(session, kinds, table, findings) : new Map();
  } catch (error) {
    if (error instanceof CatalogueError) return new Map();
    throw error;
  }
}

const roles = Object.keys(COLUMNS) as Role[];

const list = (names: Iterable<string>): string => `ARRAY[${[...names].map(literal).join(", ")}]::text[]`;

// That some table of an application has such columns is not enough: a trigger on DDL must speak of it.
const OF_A_TRIGGER = `
  EXISTS (SELECT FROM pg_event_trigger e JOIN pg_proc p ON p.oid = e.evtfoid WHERE position(c.relname::text in p.prosrc) > 0)`;

async function auditTable(session: Session, configured: string | undefined): Promise<AuditTable | null> {
  const dot = configured?.indexOf(".") ?? -1;
  const which =
    configured === undefined
      ? OF_A_TRIGGER
      : `n.nspname = ${literal(configured.slice(0, dot))} AND c.relname = ${literal(configured.slice(dot + 1))}`;
  const found: AuditTable[] = [];
  await session.read(
    `SELECT n.nspname AS schema, c.relname AS name,
            array_agg(a.attname::text) FILTER (WHERE t.typname IN ('timestamp', 'timestamptz')) AS moments,
            array_agg(a.attname::text) AS columns
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     JOIN pg_type t ON t.oid = a.atttypid
     WHERE c.relkind IN ('r', 'p', 'v') AND n.nspname !~ '^pg_' AND ${which}
       AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
     GROUP BY n.nspname, c.relname ORDER BY n.nspname, c.relname`,
    (row) => {
      const columns = pick(texts(row.columns), texts(row.moments));
      if (columns) found.push({ schema: text(row.schema), name: text(row.name), columns });
    },
    { timeoutMs: TIMEOUT_MS },
  );
  return found[0] ?? null;
}

/** Who did it may be missing; the rest makes the table what it is. */
function pick(present: readonly string[], moments: readonly string[]): AuditTable["columns"] | null {
  const columns = Object.fromEntries(
    roles.map((role) => {
      const among = role === "at" ? moments : present;
      return [role, COLUMNS[role].split(" ").find((name) => among.includes(name)) ?? null];
    }),
  ) as Record<Role, string | null>;
  return columns.at !== null && columns.object !== null && columns.command !== null ? columns : null;
}

async function entriesIn(
  session: Session,
  kinds: KindRegistry,
  { schema, name, columns }: AuditTable,
  findings: readonly Finding[],
): Promise<Map<Finding, AuditEntry>> {
  const identities = await identitiesOf(session, kinds, findings);
  const column = (role: Role) => (columns[role] === null ? "NULL" : qualified(columns[role]));
  const newest = new Map<string, AuditEntry>();
  await session.read(
    `SELECT DISTINCT ON (object) object, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at,
            CASE WHEN command ~ '^[A-Z ]{1,60}$' THEN command END AS command, left(who, 100) AS who
     FROM (SELECT replace(${column("object")}::text, 'pg_catalog.', '') AS object, ${column("at")}::timestamptz AS at, ${column("command")}::text AS command,
                  ${column("user")}::text AS who
           FROM ${qualified(schema, name)} ORDER BY ${column("at")} DESC NULLS LAST LIMIT ${NEWEST}) recent
     WHERE object = ANY (${list(new Set([...identities.values()].flat()))}) ORDER BY object, at DESC`,
    (row) =>
      newest.set(text(row.object), {
        table: encodePath([schema, name]),
        at: textOrNull(row.at),
        user: textOrNull(row.who),
        command: textOrNull(row.command),
      }),
    { timeoutMs: TIMEOUT_MS },
  );
  const entries = new Map<Finding, AuditEntry>();
  for (const [finding, names] of identities) {
    const known = names.map((identity) => newest.get(identity)).find((entry) => entry !== undefined);
    if (known) entries.set(finding, known);
  }
  return entries;
}

/** What PostgreSQL may call a finding's object in an event trigger, the closest first, then what it stands in. */
async function identitiesOf(
  session: Session,
  kinds: KindRegistry,
  findings: readonly Finding[],
): Promise<Map<Finding, string[]>> {
  const hosts = findings.map((finding) => {
    const address = parseAddress(finding.rename?.to ?? finding.address);
    return { finding, host: kinds.get(address.kind).host(address) };
  });
  const names = [...new Set(hosts.flatMap(({ host }) => host.address.path))];
  const quoted = new Map<string, string>();
  await session.read(`SELECT name, quote_ident(name) AS quoted FROM unnest(${list(names)}) name`, (row) =>
    quoted.set(text(row.name), text(row.quoted)),
  );
  const spell = (parts: readonly string[]) => parts.map((part) => quoted.get(part) ?? part).join(".");
  return new Map(
    hosts.map(({ finding, host: { address, label } }) => {
      const { path } = address;
      const [schema = "", table = "", own] = path;
      const outer = spell([schema, table]);
      // A trigger is "on" its table, an index beside it; types of arguments are not spaced.
      const inner = own === undefined ? [] : [`${spell([own])} on ${outer}`, spell([schema, own]), outer];
      return [finding, [spell(path), label.replaceAll(", ", ","), ...inner, path.join(".")]];
    }),
  );
}
