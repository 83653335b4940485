/** Who is a member of which role. */

import { encodeAddress } from "../core/address.ts";
import { danger } from "../core/hazard.ts";
import type { Facts } from "../core/kind.ts";
import { defineKind } from "../core/registered.ts";
import { flag, texts } from "../core/row.ts";
import { critical, high, medium, outright } from "../core/severity.ts";
import { ident } from "../core/sql.ts";
import { rated, type Statement, statement } from "../core/statement.ts";

type Membership = {
  /** The member may take others in. */
  admin: boolean;
  /** The member has the role's rights without SET ROLE. */
  inherit: boolean;
  /** The member may SET ROLE. */
  set: boolean;
};
type At = { role: string; member: string };

/** Their members reach data, files or programs past every grant. */
const POWERFUL = [
  "pg_read_all_data",
  "pg_write_all_data",
  "pg_read_server_files",
  "pg_write_server_files",
  "pg_execute_server_program",
  "pg_maintain",
  "pg_create_subscription",
  "rds_superuser",
];
const word = (on: boolean) => (on ? "TRUE" : "FALSE");
const grant = (at: At, option = "") => {
  const sql = `GRANT ${ident(at.role)} TO ${ident(at.member)}${option}`;
  return POWERFUL.includes(at.role) ? rated(POWER, sql, "widens-permissions") : statement(sql, "widens-permissions");
};
const POWER = danger(
  "the member reaches data, files or programs past every grant from then on",
  "make sure first who can become the member, and that it is still meant to",
);

// Since 16 each grant has these options; before, a member that inherits did so from every role, and could become it.
const OWN_OPTIONS = 16;

export const membership = defineKind<readonly ["role", "member"], Membership>({
  name: "membership",
  title: "membership",
  key: ["role", "member"],
  catalogue: "pg_auth_members",
  clusterWide: true,
  reads: ["pg_auth_members", "pg_roles"],
  rank: 7,
  // Granted by several roles, the membership is what they have granted together. Predefined roles are in one another.
  query: ({ major }) => `
    SELECT ${major < OWN_OPTIONS ? "m.member" : "min(m.oid::int8)::int4"} AS oid, r.rolname AS role, u.rolname AS member, bool_or(m.admin_option) AS admin,
           ${major < OWN_OPTIONS ? "u.rolinherit" : "bool_or(m.inherit_option)"} AS inherit, ${major < OWN_OPTIONS ? "true" : "bool_or(m.set_option)"} AS set,
           ${major < OWN_OPTIONS ? "NULL::text[]" : 'array_agg(pg_get_userbyid(m.grantor)::text ORDER BY pg_get_userbyid(m.grantor) COLLATE "C")'} AS grantors,
           r.rolsuper OR r.rolbypassrls OR r.rolreplication OR r.rolcreaterole AS powerful
    FROM pg_auth_members m
    JOIN pg_roles r ON r.oid = m.roleid
    JOIN pg_roles u ON u.oid = m.member
    WHERE m.member >= 16384 OR m.roleid >= 16384
    GROUP BY ${major < OWN_OPTIONS ? "m.member, " : ""}r.rolname, u.rolname, u.rolinherit, r.rolsuper, r.rolbypassrls, r.rolreplication, r.rolcreaterole`,
  canonicalise: (row) => ({ admin: flag(row.admin), inherit: flag(row.inherit), set: flag(row.set) }),
  facts: (row) => ({
    grantors: texts(row.grantors),
    ownOptions: row.grantors !== null,
    powerful: flag(row.powerful),
    needs: [encodeAddress({ kind: "role", path: [String(row.role)] })],
  }),
  within: (at) => [{ kind: "role", path: [at.member] }],
  follows: (at, _spec, facts) =>
    facts.ownOptions === true ? undefined : { leaders: [{ kind: "role", path: [at.member] }], arises: false },
  sqlName: (at) => `ROLE ${ident(at.role)}`,
  label: (at) => `of ${at.member} in ${at.role}`,
  added: (_spec, at, facts) =>
    facts.powerful === true || POWERFUL.includes(at.role)
      ? outright(critical("the member can take on rights that pass permissions and policies"))
      : high("the member may do whatever the role may, which nobody expected"),
  removed: high("the member is refused what the role may do"),
  attributes: {
    admin: {
      drift: (_expected, actual, _object, at) =>
        !actual
          ? medium("the member is refused when it takes others in")
          : POWERFUL.includes(at.role)
            ? critical("the member may give anybody rights that pass permissions and policies")
            : high("the member may give anybody the role's rights"),
      alter: (at, to, { facts }) =>
        to ? [grant(at, " WITH ADMIN OPTION")] : revoke(at, "REVOKE ADMIN OPTION FOR", facts),
    },
    inherit: {
      since: OWN_OPTIONS,
      drift: (_expected, actual) =>
        actual
          ? high("the member has the role's rights at all times, without SET ROLE")
          : high("the member is refused what the role may, unless it says SET ROLE"),
      passesOn: "always",
      alter: (at, to, { facts }) => options(at, "INHERIT", to, facts),
    },
    set: {
      since: OWN_OPTIONS,
      drift: (_expected, actual) =>
        actual
          ? high("the member may become the role, and own what it makes as it")
          : medium("the member is refused when it says SET ROLE"),
      alter: (at, to, { facts }) => options(at, "SET", to, facts),
    },
  },
  create: (at, spec, _clauses, facts) => {
    const all = `ADMIN ${word(spec.admin)}, INHERIT ${word(spec.inherit)}, SET ${word(spec.set)}`;
    return [grant(at, facts.ownOptions === true ? ` WITH ${all}` : spec.admin ? " WITH ADMIN OPTION" : "")];
  },
  drop: (at, _spec, facts) => revoke(at, "REVOKE", facts),
  rebuildable: true,
});

/** Since 16 each grantor's grant is revoked by itself. */
function revoke(at: At, verb: string, facts: Facts): Statement[] {
  const sql = `${verb} ${ident(at.role)} FROM ${ident(at.member)}`;
  const grantors = facts.grantors as readonly string[];
  return (grantors.length === 0 ? [""] : grantors.map((name) => ` GRANTED BY ${ident(name)}`)).map((by) =>
    statement(`${sql}${by}`, "narrows-permissions"),
  );
}

const options = (at: At, option: string, on: boolean, facts: Facts): Statement[] => {
  const by = (facts.grantors as readonly string[]).map((name) => ` GRANTED BY ${ident(name)}`);
  return by.map((grantor) => grant(at, ` WITH ${option} ${word(on)}${grantor}`));
};
