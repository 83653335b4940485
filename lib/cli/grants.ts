/** `driftwatch grants`: the SQL that makes the monitor's role and gives it what it needs, and no more. */

import { parseAddress } from "../core/address.ts";
import { DriftwatchError } from "../core/errors.ts";
import { type LeftOut, majorOf } from "../core/snapshot.ts";
import { ident, literal } from "../core/sql.ts";
import { needsOf } from "../engine/introspection/introspect.ts";
import { missingRights } from "../engine/introspection/rights.ts";
import { stampQuery, watchedBy } from "../engine/introspection/stamp.ts";
import { takeSnapshot } from "../index.ts";
import { KINDS } from "../kinds/registry.ts";
import { endpointFrom } from "../postgres/client-config.ts";
import { openSession } from "../postgres/session.ts";
import type { CliCommand } from "./command.ts";
import type { Console } from "./console.ts";
import type { Run } from "./main.ts";
import { withProgress } from "./progress.ts";
import { quoted } from "./quoted.ts";

interface GrantsOptions {
  readonly role: string;
  readonly database?: string;
  readonly databaseUrl?: string;
}

export function addGrants(program: CliCommand, run: Run): void {
  program
    .command("grants")
    .summary("print the SQL for the monitor's role")
    .description(
      "Prints the SQL that makes a role for the monitor with the least rights it needs: to connect, and, of a database " +
        "that can be looked at, to read the ledgers of migration tools and what that server has closed to everybody. " +
        "Nothing is run.",
    )
    .option("--role <name>", "what to call the role", "driftwatch")
    .option("--database <name>", "the database to watch (default: that of the URL)")
    .option(
      "--database-url <url>",
      "look at this database for what else the role needs (default: DATABASE_URL, if set)",
    )
    .examples(
      "driftwatch grants --database shop > role.sql",
      "driftwatch grants --role monitor --database-url postgres://me@localhost/shop | psql -d shop",
    )
    .action((options: GrantsOptions) => run((console) => grants(options, console)));
}

async function grants({ role, database, databaseUrl }: GrantsOptions, console: Console): Promise<number> {
  checkRole(role);
  // Named by itself, a database need not be the one that some URL in the environment leads to.
  const url = databaseUrl ?? (database === undefined ? console.env.DATABASE_URL || undefined : undefined);
  const seen =
    url === undefined ? undefined : await withProgress(console, "Looking at the database", () => lookAt(url));
  const name = database ?? seen?.database;
  if (name === undefined)
    throw new DriftwatchError("bad-argument", "no database was named", "give --database, or --database-url");
  if (seen && seen.database !== name)
    throw new DriftwatchError(
      "bad-argument",
      `--database is ${quoted(name)} and the URL leads to ${quoted(seen.database)}`,
      "give one of the two",
    );
  await console.print(roleSql(role, name, seen));
  return 0;
}

/** @throws DriftwatchError `bad-argument` when no role can be called that */
export function checkRole(role: string): void {
  if (role === "" || Buffer.byteLength(role) > 63 || /^(pg_|public$|none$)/.test(role))
    throw new DriftwatchError(
      "bad-argument",
      `--role cannot be ${quoted(role)}`,
      "give a name of 1 to 63 bytes that PostgreSQL does not keep for itself",
    );
}

/**
 * The SQL that makes the role; `seen` is what else it needs in a database that was looked at.
 * @param database its name; undefined: whichever it is run in
 */
export function roleSql(role: string, database: string | undefined, seen?: Pick<Seen, "ledgers" | "missing">): string {
  const to = ident(role);
  return [
    "-- Run this in the database to be watched, as a superuser or the administrator that RDS gave you.",
    "-- No password is in it: set one with psql's \\password, which keeps it out of logs and histories.",
    `CREATE ROLE ${to} LOGIN;`,
    database === undefined ? connectHere(to) : `GRANT CONNECT ON DATABASE ${ident(database)} TO ${to};`,
    ...under("-- To read what migration tools have recorded:", seen?.ledgers ?? [], to),
    ...under("-- What this server has closed to everybody:", seen?.missing ?? [], to),
    "-- Not needed: how far the sequences of a schema have come, of which health tells, is seen with",
    `--   GRANT USAGE ON SCHEMA … TO ${to}; GRANT SELECT ON ALL SEQUENCES IN SCHEMA … TO ${to};`,
    "",
  ].join("\n");
}

const connectHere = (to: string): string =>
  `DO ${literal(`BEGIN EXECUTE format('GRANT CONNECT ON DATABASE %I TO ${to.replaceAll("'", "''").replaceAll("%", "%%")}', current_database()); END`)};`;

const under = (heading: string, rights: readonly string[], to: string): string[] =>
  rights.length === 0 ? [] : [heading, ...rights.map((right) => `GRANT ${right} TO ${to};`)];

interface Seen {
  readonly database: string;
  readonly ledgers: readonly string[];
  /** What not even everybody may read, though it is needed. */
  readonly missing: readonly string[];
}

async function lookAt(url: string): Promise<Seen> {
  const { server, leftOut } = await takeSnapshot(url, { profiles: ["ledgers"] });
  const session = await openSession(endpointFrom(url));
  try {
    const known = { major: majorOf(server) };
    const needs = KINDS.all.filter(({ since }) => since <= known.major).map((kind) => needsOf(kind, known));
    const stamp = { catalogues: [], statements: [stampQuery(watchedBy(KINDS, known), known)] };
    const all = [...needs, stamp];
    const missing = await missingRights(
      session,
      { catalogues: all.flatMap((need) => need.catalogues), statements: all.flatMap((need) => need.statements) },
      "'public'",
    );
    return { database: server.database, ledgers: rightsOn(leftOut), missing };
  } finally {
    await session.close();
  }
}

/** The right to read each ledger, and to reach it. */
function rightsOn(leftOut: readonly LeftOut[]): string[] {
  const rights = new Set<string>();
  for (const entry of leftOut) {
    const address = parseAddress(entry.address);
    const kind = KINDS.get(address.kind);
    const { privileges } = kind.host(address);
    const schema = kind.schemaOf(address);
    if (!privileges?.owner.includes("r") || schema === undefined) continue;
    rights.add(`USAGE ON SCHEMA ${ident(schema)}`);
    rights.add(privileges.phrase(["SELECT"]));
  }
  return [...rights];
}
