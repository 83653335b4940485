/** Which rights on the catalogue a role lacks for what it is to read, said the way GRANT takes them. */

import { text } from "../../core/row.ts";
import { CatalogueError, INSUFFICIENT_PRIVILEGE, type Session } from "../../core/session.ts";
import { ident, literal } from "../../core/sql.ts";

/** What a role reads: catalogues by name, and the statements that it runs. */
export interface Needs {
  readonly catalogues: readonly string[];
  readonly statements: readonly string[];
}

const list = (names: Iterable<string>): string => `ARRAY[${[...names].map(literal).join(", ")}]::text[]`;

/** Names of catalogues and of functions as they stand in SQL text; what is neither is sorted out by the server. */
const namesIn = (statements: readonly string[]): Set<string> =>
  new Set(statements.flatMap((sql) => sql.match(/\b[a-z_][a-z0-9_]*\b/g) ?? []));

// The catalogue's own functions need no right on what they look at, so that they answer even where it is closed.
const CLOSED_CATALOGUES = (names: Iterable<string>, role: string): string => `
  SELECT name FROM (VALUES ${[...names].map((name) => `(${literal(name)})`).join(", ")}) AS known(name)
  WHERE NOT has_any_column_privilege(${role}, pg_catalog.to_regclass('pg_catalog.' || name)::oid, 'SELECT')`;

const CLOSED_FUNCTIONS = (names: Iterable<string>, role: string): string => `
  SELECT 'pg_catalog.' || p.oid::regprocedure::text AS name FROM pg_catalog.pg_proc p
  WHERE p.pronamespace = 11 AND p.prokind <> 'p' AND p.proname = ANY (${list(names)})
    AND NOT has_function_privilege(${role}, p.oid, 'EXECUTE')`;

/** Closed to every ordinary role from the beginning, and not needed: what is read of them is read through a view. */
const CLOSED_TO_ALL = new Set([
  "pg_authid",
  "pg_user_mapping",
  "pg_statistic",
  "pg_statistic_ext_data",
  "pg_largeobject",
]);

/** The catalogues among these that the role may not read, even in part. */
export async function closedCatalogues(
  session: Session,
  names: Iterable<string>,
  role = "current_user",
): Promise<Set<string>> {
  const closed = new Set<string>();
  const asked = [...names].filter((name) => !CLOSED_TO_ALL.has(name));
  if (asked.length > 0) await session.read(CLOSED_CATALOGUES(asked, role), (row) => closed.add(text(row.name)));
  return closed;
}

/** Has passwords in a column that nothing reads; initdb opens the others to everybody. */
const SECRETIVE: { readonly [catalogue: string]: string } = { pg_subscription: "subconninfo" };

/** For GRANT, the columns of a catalogue that is not to be opened as a whole: `(oid, subname, …) `. */
async function columnsOf(session: Session, catalogue: string): Promise<string> {
  const secret = SECRETIVE[catalogue];
  if (secret === undefined) return "";
  const names: string[] = [];
  await session.read(
    `SELECT attname AS name FROM pg_catalog.pg_attribute WHERE attrelid = 'pg_catalog.${catalogue}'::regclass
       AND attnum > 0 AND NOT attisdropped AND attname <> ${literal(secret)} ORDER BY attnum`,
    (row) => names.push(text(row.name)),
  );
  return `(${names.join(", ")}) `;
}

/**
 * The rights that are missing: `SELECT ON pg_catalog.pg_policy`.
 * @param role an SQL expression for its name; `'public'` is what everybody has
 */
export async function missingRights(session: Session, needs: Needs, role = "current_user"): Promise<string[]> {
  const names = namesIn(needs.statements);
  const known = [...needs.catalogues, ...[...names].filter((name) => name.startsWith("pg_"))];
  const closed = await closedCatalogues(session, new Set(known), role);
  const rights: string[] = [];
  for (const name of [...closed].sort()) rights.push(`SELECT ${await columnsOf(session, name)}ON pg_catalog.${name}`);
  // Which functions there are is asked of a catalogue, too.
  if (closed.has("pg_proc")) return rights;
  await session.read(CLOSED_FUNCTIONS(names, role), (row) => rights.push(`EXECUTE ON FUNCTION ${text(row.name)}`));
  return rights;
}

/** The GRANT that would let the role of this session run what it was refused. */
export async function mendingGrant(session: Session, needs: Needs, refusal: CatalogueError): Promise<string> {
  const fallback = "GRANT the right that the message names TO the monitor's role";
  try {
    const rights = await missingRights(session, { ...needs, statements: [...needs.statements, refusal.message] });
    let role = "";
    await session.read("SELECT current_user::text AS role", (row) => {
      role = ident(text(row.role));
    });
    return rights.length === 0 ? fallback : rights.map((right) => `GRANT ${right} TO ${role}`).join("; ");
  } catch (error) {
    if (error instanceof CatalogueError) return fallback;
    throw error;
  }
}

export const isRefusal = (error: unknown): error is CatalogueError =>
  error instanceof CatalogueError && error.sqlstate === INSUFFICIENT_PRIVILEGE;
