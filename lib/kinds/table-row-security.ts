/** How a table comes to let through only the rows that its policies let through, and no longer does. */

import { caution } from "../core/hazard.ts";
import { qualified } from "../core/sql.ts";
import { rated, type Statement, statement } from "../core/statement.ts";

type At = { schema: string; name: string };

const alter = (at: At, clause: string) => `ALTER TABLE ${qualified(at.schema, at.name)} ${clause}`;

export const rowSecurity = (at: At, on: boolean): Statement =>
  on
    ? rated(
        caution(
          "from then on nobody but the owner sees or writes a row that no policy lets them",
          "see first that there is a policy for everybody who works with the table: SELECT * FROM pg_policies",
        ),
        alter(at, "ENABLE ROW LEVEL SECURITY"),
        "narrows-permissions",
        "access-exclusive-lock",
      )
    : statement(alter(at, "DISABLE ROW LEVEL SECURITY"), "exposes-rows", "access-exclusive-lock");

export const forceRowSecurity = (at: At, on: boolean): Statement =>
  on
    ? rated(
        caution(
          "from then on the owner, too, sees and writes only what a policy lets it",
          "see first whether the application, or its migrations, connect as the owner",
        ),
        alter(at, "FORCE ROW LEVEL SECURITY"),
        "narrows-permissions",
        "access-exclusive-lock",
      )
    : statement(alter(at, "NO FORCE ROW LEVEL SECURITY"), "exposes-rows", "access-exclusive-lock");

/** While policies are asked for, all are there: else rows would be out of reach, or within it, until the last has come. */
export const guarding = (said: Statement, on: boolean): Statement => ({ ...said, time: on ? "late" : "early" });
