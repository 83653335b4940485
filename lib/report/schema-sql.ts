/** A whole schema as a file that psql runs in an empty database. */

import { count } from "../core/count.ts";
import type { Script } from "../core/plan.ts";
import { page } from "./page.ts";
import { printable } from "./printable.ts";
import { remark, scriptText, terminated } from "./remediation.ts";

const ON = page({ colour: false, width: 100 });

export interface SchemaHead {
  readonly database: string;
  readonly major: number;
  readonly fingerprint: string;
}

/** The text of the statements is as it can be run, byte by byte. */
export function renderSchemaSql({ steps, manual }: Script, { database, major, fingerprint }: SchemaHead): string {
  const lines = [
    ...remark(ON, `The schema of ${database}, PostgreSQL ${major}: ${count(steps.length, "statement")}.`, "-- "),
    `-- Fingerprint ${fingerprint}`,
    ...steps.flatMap(({ sql, transactional }) => [
      "",
      ...(transactional ? [] : ["-- Outside of any transaction:"]),
      terminated(sql),
    ]),
    ...(manual.length === 0 ? [] : ["", "-- By hand, since no statement can do it:"]),
    ...manual.flatMap(({ address, attribute, reason }) =>
      remark(ON, `${printable(address)}${attribute === null ? "" : `, ${attribute}`}: ${reason}`, "--   - "),
    ),
  ];
  return scriptText(lines);
}
