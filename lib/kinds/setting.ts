/** What ALTER ROLE … SET and ALTER DATABASE … SET have set for sessions of this database. */

import { caution } from "../core/hazard.ts";
import { defineKind } from "../core/registered.ts";
import { text } from "../core/row.ts";
import { setTo } from "../core/settings.ts";
import { critical, high, medium, type Verdict } from "../core/severity.ts";
import { ident, THIS_DATABASE } from "../core/sql.ts";
import { rated } from "../core/statement.ts";

/** null: the value may be a secret, and is never read. */
type Setting = { value: string | null };
/** `database`: `this` or `all`. `role`: `public` is everybody, for no role can be called that. */
type At = { database: string; role: string; parameter: string };

const SECRET = "parameter ~* '[.].*(pass|secret|token|key|credential)'";
/** They decide what code runs, whose rights it has, and whether triggers and foreign keys hold … */
const COMMANDING = ["session_preload_libraries", "local_preload_libraries", "session_replication_role", "role"];
/** … and these which names it finds, and whether policies filter or fail. */
const GUARDED = ["search_path", "row_security"];

export const setting = defineKind<readonly ["database", "role", "parameter"], Setting>({
  name: "setting",
  title: "setting",
  key: ["database", "role", "parameter"],
  catalogue: "pg_db_role_setting",
  clusterWide: true,
  reads: ["pg_db_role_setting", "pg_database", "pg_roles"],
  rank: 8,
  query: () => `
    SELECT coalesce(nullif(s.setrole, 0), d.oid) AS oid, CASE WHEN s.setdatabase = 0 THEN 'all' ELSE 'this' END AS database,
           CASE WHEN s.setrole = 0 THEN 'public' ELSE pg_get_userbyid(s.setrole)::text END AS role, item.parameter,
           CASE WHEN ${SECRET} THEN NULL ELSE item.value END AS value
    FROM pg_database d
    JOIN pg_db_role_setting s ON s.setdatabase IN (0, d.oid),
         LATERAL (SELECT split_part(config, '=', 1) AS parameter, substr(config, strpos(config, '=') + 1) AS value
                  FROM unnest(s.setconfig) config) item
    WHERE d.datname = current_database()`,
  canonicalise: (row) => ({ value: row.value === null ? null : text(row.value) }),
  within: (at) => [
    { kind: "role", path: [at.role] },
    { kind: "database", path: [at.database] },
  ],
  sqlName: target,
  label: (at) =>
    `${at.parameter} of ${at.role === "public" ? "every role" : at.role} in ${at.database === "all" ? "all databases" : "this database"}`,
  added: (_spec, at) => judged(at),
  removed: (_spec, at) => judged(at),
  attributes: {
    value: {
      drift: (_expected, _actual, _object, at) => judged(at),
      alter: (at, to) => (to === null ? { manual: HIDDEN } : set(at, to)),
    },
  },
  create: (at, { value }) => (value === null ? [] : set(at, value)),
  byHand: (_at, { value }) => (value === null ? [{ attribute: null, reason: HIDDEN }] : []),
  drop: (at) => [rated(STARTING, `ALTER ${target(at)} RESET ${ident(at.parameter)}`, "changes-behaviour")],
  rebuildable: true,
});

const STARTING = caution(
  "sessions that start from then on run under the other value; those that are open keep theirs",
  "restart the connection pools afterwards, or half of the sessions go on as before",
);
const HIDDEN = "the value may be a secret and is never read: set it by ALTER ROLE or ALTER DATABASE";

const set = (at: At, value: string) => [
  rated(STARTING, `ALTER ${target(at)} ${setTo(at.parameter, value)}`, "changes-behaviour"),
];

function target(at: At): string {
  if (at.role === "public") return at.database === "all" ? "ROLE ALL" : `DATABASE ${THIS_DATABASE}`;
  return `ROLE ${ident(at.role)}${at.database === "all" ? "" : ` IN DATABASE ${THIS_DATABASE}`}`;
}

function judged(at: At): Verdict {
  if (COMMANDING.includes(at.parameter))
    return critical("sessions run other code, act as another role, or pass triggers and foreign keys by");
  return GUARDED.includes(at.parameter)
    ? high("sessions find other tables and functions under the same names, or fail where policies filter")
    : medium("sessions start under other limits, plans or formats than those the application was tested with");
}
