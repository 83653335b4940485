/** Extensions whose files on the server are newer than what has been installed of them. */

import type { HealthCheck } from "../../core/health.ts";
import { text } from "../../core/row.ts";
import { low } from "../../core/severity.ts";
import { ident } from "../../core/sql.ts";

export const extensionUpdate: HealthCheck = {
  name: "extension-update",
  title: "extensions that wait for their update",
  restless: true,
  // Nothing tells which of two versions is the newer; that a path leads from one to the other does.
  query: () => `
    SELECT e.extname AS name, e.extversion AS then, a.default_version AS now
    FROM pg_extension e JOIN pg_available_extensions() a ON a.name = e.extname
    WHERE a.default_version <> e.extversion
      AND EXISTS (SELECT FROM pg_extension_update_paths(e.extname) u
                  WHERE u.source = e.extversion AND u.target = a.default_version AND u.path IS NOT NULL)`,
  ailment: (row) => ({
    address: { kind: "extension", path: [text(row.name)] },
    ...low(`version ${text(row.then)} is installed, and the server has ${text(row.now)}`),
    suggestion: `read its release notes, then ALTER EXTENSION ${ident(text(row.name))} UPDATE TO '${text(row.now).replaceAll("'", "''")}'`,
  }),
};
