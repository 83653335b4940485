/** One migration onto a scratch database, the way its tool runs it. */

import { DriftwatchError } from "../core/errors.ts";
import { ident } from "../core/sql.ts";
import { missingRole, type ScriptConnection, ScriptError } from "../postgres/script.ts";
import { type ScriptStatement, statementsOf } from "../sqltext/statements.ts";
import type { Migration } from "./layout.ts";

/** What PostgreSQL runs in no transaction. */
const OUTSIDE =
  /^(?:(?:create|drop)\s+(?:unique\s+)?index\s+concurrently|(?:alter\s+table\b[^;]*\bdetach\s+partition\b[^;]*\bconcurrently)|reindex\b[^;]*\bconcurrently|reindex\s+(?:database|system)|vacuum\b|(?:create|drop)\s+(?:database|tablespace|subscription)\b|alter\s+system\b|discard\s+all\b)/i;

export interface RunOptions {
  /** What is set before each migration: `TimeZone`, `search_path`. */
  readonly settings: Readonly<Record<string, string>>;
  /** Roles that the migrations name and nobody has made are made, and reported here; undefined = an error. */
  readonly onMissingRole: ((role: string) => void) | undefined;
}

/**
 * @throws DriftwatchError `migration-failed` that names migration, file, line and statement
 */
export async function runMigration(
  connection: ScriptConnection,
  migration: Migration,
  options: RunOptions,
): Promise<void> {
  const statements = await statementsOf(withoutPsql(migration));
  refuseMixture(migration, statements);
  const made = new Set<string>();
  const mend = async (error: ScriptError): Promise<boolean> => {
    const role = missingRole(error);
    if (role === undefined || made.has(role) || !options.onMissingRole) return false;
    made.add(role);
    // Whoever the script has become may not make one.
    await connection.run(
      `BEGIN; SET LOCAL SESSION AUTHORIZATION DEFAULT; SET LOCAL ROLE NONE; CREATE ROLE ${ident(role)}; COMMIT`,
    );
    options.onMissingRole(role);
    return true;
  };
  for (;;) {
    const failed = await attempt(connection, migration, statements, { ...options, mend });
    if (!failed) return;
    if (!(await mend(failed.error))) throw explained(migration, failed);
  }
}

interface Failure {
  readonly error: ScriptError;
  readonly statement: ScriptStatement;
}

interface Mending {
  /** Makes what the statement failed for want of, if it can. */
  readonly mend: (error: ScriptError) => Promise<boolean>;
}

const failureOf = (connection: ScriptConnection, { sql }: ScriptStatement): Promise<ScriptError | undefined> =>
  connection.run(sql).then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof ScriptError) return error;
      throw error;
    },
  );

async function attempt(
  connection: ScriptConnection,
  migration: Migration,
  statements: readonly ScriptStatement[],
  { settings, mend }: RunOptions & Mending,
): Promise<Failure | undefined> {
  const whole = inOneTransaction(migration, statements);
  // What ran by itself stays: nothing before the statement is run again.
  const apart = !whole && !statements.some(({ controlsTransaction }) => controlsTransaction);
  await begin(connection, settings);
  if (whole) await connection.run("BEGIN");
  for (const statement of statements) {
    let error = await failureOf(connection, statement);
    while (error && apart && (await mend(error))) error = await failureOf(connection, statement);
    if (!error) continue;
    await connection.run("ROLLBACK");
    return { error, statement };
  }
  if (!whole) return undefined;
  try {
    await connection.run("COMMIT");
  } catch (error) {
    // A deferred constraint speaks up only now.
    if (!(error instanceof ScriptError)) throw error;
    return { error, statement: { sql: "COMMIT", line: 1, controlsTransaction: true } };
  }
  return undefined;
}

/** As a session of its own would begin: a deployment of one migration alone knows nothing of those before it. */
async function begin(connection: ScriptConnection, settings: RunOptions["settings"]): Promise<void> {
  // RESET ALL leaves both as they are.
  await connection.run("RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL");
  for (const [name, value] of Object.entries(settings)) {
    const set = connection.run(`SELECT pg_catalog.set_config('${quoted(name)}', '${quoted(value)}', false)`);
    await set.catch((cause: unknown) => {
      if (!(cause instanceof ScriptError)) throw cause;
      throw new DriftwatchError(
        "bad-argument",
        `the setting ${name}=${value} is refused by the scratch server: ${cause.message}`,
        "give --setting a name and a value that PostgreSQL knows",
        { cause },
      );
    });
  }
}

function inOneTransaction({ transaction }: Migration, statements: readonly ScriptStatement[]): boolean {
  if (transaction === "each" || statements.some(({ controlsTransaction }) => controlsTransaction)) return false;
  if (transaction === "message") return statements.length > 1;
  return transaction === "one" || !statements.some(({ sql }) => OUTSIDE.test(sql));
}

/** What the tool, or PostgreSQL under it, does not run beside other statements. */
function refuseMixture({ transaction, uniform, name, file, line }: Migration, statements: readonly ScriptStatement[]) {
  const outside = statements.find(({ sql }) => OUTSIDE.test(sql));
  const isMixed = outside && statements.some(({ sql }) => !OUTSIDE.test(sql));
  const inMessage = transaction === "message" && outside && statements.length > 1;
  if (!inMessage && !(uniform && isMixed)) return;
  const why = inMessage
    ? "cannot run beside other statements, which its tool sends in one message"
    : "is in a file with statements that want a transaction, which its tool refuses";
  throw new DriftwatchError(
    "migration-failed",
    `${file ?? name}, line ${line - 1 + outside.line}: ${shown(outside)} ${why}`,
    `give it a migration of its own${inMessage ? "" : ", or set flyway.mixed=true in flyway.conf"}`,
  );
}

/** What pg_dump puts into its scripts for psql or for its own major alone, and the rows of COPY: it makes no schema. */
const withoutPsql = ({ script }: Migration): string =>
  script
    .replaceAll(/^\\(?:restrict|unrestrict|set|unset|echo|timing|pset|encoding)\b.*$/gm, "")
    .replaceAll(/^SET transaction_timeout = 0;$/gm, "")
    .replaceAll(/^COPY [^;]* FROM stdin;\n(?:.*\n)*?\\\.$/gim, (rows) => "\n".repeat(rows.split("\n").length - 1));

function explained({ name, file, line }: Migration, { error, statement }: Failure): DriftwatchError {
  const within = error.position === undefined ? 0 : statement.sql.slice(0, error.position - 1).split("\n").length - 1;
  const where = `${file ?? name}, line ${line - 1 + statement.line + within}`;
  return new DriftwatchError(
    "migration-failed",
    `${where}: ${error.message} (SQLSTATE ${error.sqlstate}) in: ${shown(statement)}`,
    remedyFor(error),
    { cause: error },
  );
}

function remedyFor(error: ScriptError): string {
  const { sqlstate, message, hint } = error;
  if (sqlstate === "0A000" && message.includes("extension"))
    return "replay on a server that has the extension: --scratch-url postgres://…";
  if (sqlstate === "58P01")
    return "the extension is not in the embedded PostgreSQL: replay on a server that has it, --scratch-url postgres://…";
  if (missingRole(error) !== undefined) return "create the role on the scratch server";
  if (sqlstate === "42601" && message.endsWith('near "\\"'))
    return "it is a command of psql, which the server does not know: leave it out (pg_dump writes \\connect with -C), or put in its place what it includes";
  if (sqlstate === "42501") return "let the scratch role do it, or replay on the embedded server";
  return hint ?? "correct the migration, or replay with the layout, settings and placeholders that it was written for";
}

/** As much of a statement as one line has room for. */
const shown = ({ sql }: ScriptStatement): string => sql.replaceAll(/\s+/g, " ").slice(0, 80);

const quoted = (text: string): string => text.replaceAll("'", "''");
