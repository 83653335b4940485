/** User mappings: who a role is on a foreign server. Their options hold passwords: that one exists is all we read. */

import { danger } from "../core/hazard.ts";
import { defineKind } from "../core/registered.ts";
import { high } from "../core/severity.ts";
import { ident } from "../core/sql.ts";
import { rated, statement } from "../core/statement.ts";

type At = { server: string; user: string };

/** `public` is everybody: no role can be called that. */
const mapping = ({ server, user }: At) =>
  `USER MAPPING FOR ${user === "public" ? "PUBLIC" : ident(user)} SERVER ${ident(server)}`;

export const userMapping = defineKind<readonly ["server", "user"], Record<never, never>>({
  name: "user-mapping",
  title: "user mapping",
  key: ["server", "user"],
  catalogue: "pg_user_mapping",
  // pg_user_mapping itself is closed to ordinary roles.
  reads: ["pg_user_mappings"],
  rank: 56,
  query: () => `SELECT m.umid AS oid, m.srvname AS server, m.usename AS user FROM pg_user_mappings m`,
  canonicalise: () => ({}),
  within: (at) => [{ kind: "server", path: [at.server] }],
  sqlName: mapping,
  added: high("a role reaches the foreign server that nobody expected there"),
  removed: high(
    "the role no longer reaches the server; put back, the mapping lacks its options (user, password): set them by hand",
  ),
  attributes: {},
  create: (at) => [statement(`CREATE ${mapping(at)}`, "may-fail")],
  drop: (at) => [
    rated(
      danger(
        "the role no longer reaches the server, and the user and password in the mapping are lost",
        "note the mapping's options first, as a superuser: SELECT umoptions FROM pg_user_mapping",
      ),
      `DROP ${mapping(at)}`,
      "data-loss",
      "breaks-names",
    ),
  ],
});
