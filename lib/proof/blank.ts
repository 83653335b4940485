/** What stands in every new database before anybody has created anything: `template0`, as our kinds see it. */

import { objectsByAddress, type Snapshot } from "../core/snapshot.ts";

const PUBLIC = { kind: "schema", path: ["public"] };

/** The same database as the snapshot's, in the same scope, with nothing in it yet. */
export const blankOf = (snapshot: Snapshot): Snapshot => ({
  ...snapshot,
  objects: objectsByAddress([
    { address: PUBLIC, spec: {}, facts: {} },
    {
      address: { kind: "grant", path: ["schema", "public", "public"] },
      spec: { privileges: ["USAGE"], grantable: [] },
      facts: {},
    },
    {
      address: { kind: "owner", path: ["schema", "public"] },
      spec: { role: "pg_database_owner", revoked: [] },
      facts: {},
    },
    {
      address: { kind: "extension", path: ["plpgsql"] },
      spec: { schema: "pg_catalog" },
      facts: { version: "1.0" },
    },
  ]),
  dependencies: [],
  unmodelled: [],
  unreadable: [],
});
