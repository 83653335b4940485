/** Roles of the cluster. Passwords are never read. */

import { danger } from "../core/hazard.ts";
import { defineKind } from "../core/registered.ts";
import { flag, integer, text, textOrNull } from "../core/row.ts";
import { critical, high, medium } from "../core/severity.ts";
import { ident, literal } from "../core/sql.ts";
import { earlyStatement, lateStatement, rated, type Statement, statement } from "../core/statement.ts";

type Role = {
  superuser: boolean;
  inherit: boolean;
  createRole: boolean;
  createDatabase: boolean;
  login: boolean;
  replication: boolean;
  bypassRowSecurity: boolean;
  /** -1: no limit. */
  connectionLimit: number;
  /** null: for ever. */
  validUntil: string | null;
};
type At = { name: string };

const WORDS: { readonly [A in keyof Role]: (value: Role[A]) => string } = {
  superuser: (on) => (on ? "SUPERUSER" : "NOSUPERUSER"),
  inherit: (on) => (on ? "INHERIT" : "NOINHERIT"),
  createRole: (on) => (on ? "CREATEROLE" : "NOCREATEROLE"),
  createDatabase: (on) => (on ? "CREATEDB" : "NOCREATEDB"),
  login: (on) => (on ? "LOGIN" : "NOLOGIN"),
  replication: (on) => (on ? "REPLICATION" : "NOREPLICATION"),
  bypassRowSecurity: (on) => (on ? "BYPASSRLS" : "NOBYPASSRLS"),
  connectionLimit: (limit) => `CONNECTION LIMIT ${limit}`,
  validUntil: (moment) => `VALID UNTIL ${literal(moment ?? "infinity")}`,
};

/** With these a role is bound by no grant, or by no policy. */
const UNBOUND: readonly (keyof Role)[] = ["superuser", "bypassRowSecurity", "replication"];
const UNBINDING = danger(
  "the role passes every grant, or every policy, or may copy the whole cluster, from then on",
  "make sure first who can become the role, and that it is still meant to",
);

function changed(attribute: keyof Role, to: boolean | number | string | null, sql: string): Statement {
  if (to === true)
    return UNBOUND.includes(attribute)
      ? rated(UNBINDING, sql, "widens-permissions")
      : statement(sql, "widens-permissions");
  return statement(sql, to === false ? "narrows-permissions" : "changes-behaviour");
}

const alter =
  <A extends keyof Role>(attribute: A) =>
  (at: At, to: Role[A]): Statement[] => [
    changed(attribute, to, `ALTER ROLE ${ident(at.name)} ${WORDS[attribute](to)}`),
  ];

export const role = defineKind<readonly ["name"], Role>({
  name: "role",
  title: "role",
  key: ["name"],
  catalogue: "pg_authid",
  clusterWide: true,
  // pg_authid itself is closed to ordinary roles.
  reads: ["pg_roles"],
  rank: 5,
  query: () => `
    SELECT r.oid, r.rolname AS name, r.rolsuper AS superuser, r.rolinherit AS inherit, r.rolcreaterole AS create_role,
           r.rolcreatedb AS create_database, r.rolcanlogin AS login, r.rolreplication AS replication,
           r.rolbypassrls AS bypass_row_security, r.rolconnlimit AS connection_limit,
           nullif(r.rolvaliduntil, 'infinity')::text AS valid_until
    FROM pg_roles r`,
  // initdb has made the first superuser and the predefined roles; a membership of theirs is somebody's doing.
  canonicalise: (row) =>
    integer(row.oid) < 16384
      ? null
      : {
          superuser: flag(row.superuser),
          inherit: flag(row.inherit),
          createRole: flag(row.create_role),
          createDatabase: flag(row.create_database),
          login: flag(row.login),
          replication: flag(row.replication),
          bypassRowSecurity: flag(row.bypass_row_security),
          connectionLimit: integer(row.connection_limit),
          validUntil: textOrNull(row.valid_until) && text(row.valid_until),
        },
  sqlName: (at) => `ROLE ${ident(at.name)}`,
  added: (spec) =>
    spec.superuser || spec.bypassRowSecurity || spec.replication
      ? critical("a role that nobody expected passes every permission or every policy, or may copy the whole cluster")
      : spec.login || spec.createRole
        ? high("somebody can connect, or let others connect, as a role that nobody expected")
        : medium("rights can be handed out through a role that nobody expected"),
  removed: high("whoever was the role is refused; put back, it lacks its password: set it by hand"),
  rename: {
    drift: critical("whoever connects, or is named, as the expected role is refused"),
    hazards: ["breaks-names"],
  },
  attributes: {
    superuser: {
      drift: (_expected, actual) =>
        actual
          ? critical("the role passes every permission and every policy")
          : high("the role is refused what only superusers may"),
      alter: alter("superuser"),
    },
    inherit: {
      drift: (_expected, actual) =>
        actual
          ? high("the role has the rights of all its groups at all times, without SET ROLE")
          : high("the role is refused what its groups may, unless it says SET ROLE"),
      passesOn: "always",
      alter: alter("inherit"),
    },
    createRole: {
      drift: (_expected, actual) =>
        actual
          ? high("the role may make, alter and drop roles: before 16 it can take on the rights of any but a superuser")
          : medium("the role is refused when it makes or alters roles"),
      alter: alter("createRole"),
    },
    createDatabase: {
      drift: (_expected, actual) =>
        actual
          ? medium("the role may create databases, and copy those that are templates")
          : medium("the role is refused when it creates a database"),
      alter: alter("createDatabase"),
    },
    login: {
      drift: (_expected, actual) =>
        actual
          ? high("whoever knows, or sets, the role's password can connect as it")
          : critical("whoever connects as the role is refused"),
      alter: alter("login"),
    },
    replication: {
      drift: (_expected, actual) =>
        actual
          ? critical("the role may copy the whole cluster")
          : high("replication and backups by the role are refused"),
      alter: alter("replication"),
    },
    bypassRowSecurity: {
      drift: (_expected, actual) =>
        actual
          ? critical("the role passes every policy")
          : high("policies bind a role that they did not: its reports and backups lack rows"),
      alter: alter("bypassRowSecurity"),
    },
    connectionLimit: {
      drift: (expected, actual) =>
        actual >= 0 && (expected < 0 || actual < expected)
          ? high("connections as the role are refused sooner than expected")
          : medium("the role can take up connections that others need"),
      alter: alter("connectionLimit"),
    },
    validUntil: {
      drift: (expected, actual) =>
        actual === null || (expected !== null && actual > expected)
          ? high("the role's password lets people in for longer than it should")
          : high("the role's password lets nobody in from a moment on that comes too early, or has passed"),
      alter: alter("validUntil"),
    },
  },
  // Before whatever is to be owned by it or granted to it, and after all that was.
  create: (at, spec) => {
    const words = Object.entries(spec).map(([name, value]) => WORDS[name as keyof Role](value as never));
    const sql = `CREATE ROLE ${ident(at.name)} ${words.join(" ")}`;
    const created = earlyStatement(sql, "widens-permissions");
    return [UNBOUND.some((attribute) => spec[attribute]) ? { ...created, rating: UNBINDING } : created];
  },
  drop: (at) => [lateStatement(`DROP ROLE ${ident(at.name)}`, "narrows-permissions", "may-fail")],
});
