/** Publications: what is sent to subscribers. Their tables and schemas are objects of their own. */

import { danger } from "../core/hazard.ts";
import { membership, ORIGINS, userMade } from "../core/of-users.ts";
import { defineKind } from "../core/registered.ts";
import { flag, text } from "../core/row.ts";
import { critical, high, medium } from "../core/severity.ts";
import { ident, literal } from "../core/sql.ts";
import { rated, statement } from "../core/statement.ts";

type Publication = {
  allTables: boolean;
  operations: readonly string[];
  viaPartitionRoot: boolean;
  /** `none` or `stored`. */
  generatedColumns: string;
};
type At = { name: string };

const OPERATIONS = ["insert", "update", "delete", "truncate"] as const;
const GENERATED: Record<string, string> = { n: "none", s: "stored" };

const publish = (operations: readonly string[]) => `publish = ${literal(operations.join(", "))}`;
const viaRoot = (on: boolean) => `publish_via_partition_root = ${on}`;
const generated = (which: string) => `publish_generated_columns = ${which}`;
const set = (at: At, option: string) => [
  statement(`ALTER PUBLICATION ${ident(at.name)} SET (${option})`, "changes-behaviour"),
];

export const publication = defineKind<readonly ["name"], Publication>({
  name: "publication",
  title: "publication",
  key: ["name"],
  catalogue: "pg_publication",
  someOf: "pg_publication",
  reads: ["pg_publication", "pg_extension", ...ORIGINS],
  rank: 122,
  query: ({ major }) => `
    SELECT p.oid, p.pubname AS name, pg_get_userbyid(p.pubowner) AS owner, ${membership("pg_publication", "p.oid")},
           p.puballtables AS all_tables, p.pubinsert AS insert, p.pubupdate AS update, p.pubdelete AS delete, p.pubtruncate AS truncate,
           p.pubviaroot AS via_root, ${major >= 18 ? "p.pubgencols::text" : "'n'"} AS generated_columns
    FROM pg_publication p
    WHERE ${userMade("pg_publication", "p.oid")}`,
  canonicalise: (row) => ({
    allTables: flag(row.all_tables),
    operations: OPERATIONS.filter((operation) => flag(row[operation])),
    viaPartitionRoot: flag(row.via_root),
    generatedColumns: GENERATED[text(row.generated_columns)] ?? text(row.generated_columns),
  }),
  sqlName: (at) => `PUBLICATION ${ident(at.name)}`,
  added: medium("changes are offered to subscribers that nobody expected"),
  removed: critical("subscribers get no changes any more, and their replication fails"),
  rename: {
    drift: critical("subscribers that ask for it by the expected name get no changes any more"),
    hazards: ["breaks-names"],
  },
  attributes: {
    allTables: {
      drift: (_expected, actual) =>
        actual
          ? critical("every table is sent to subscribers, also those yet to come")
          : critical("subscribers no longer get every table"),
      displaces: (all) => (all ? ["publication-table", "publication-schema"] : []),
      recreate: true,
    },
    operations: {
      drift: (expected, actual) =>
        expected.every((operation) => actual.includes(operation))
          ? medium("subscribers get more sorts of changes")
          : critical("subscribers no longer get every sort of change, and fall behind unnoticed"),
      alter: (at, to) => set(at, publish(to)),
    },
    viaPartitionRoot: {
      drift: high("changes of partitions reach subscribers under another table's name"),
      alter: (at, to) => set(at, viaRoot(to)),
    },
    generatedColumns: {
      since: 18,
      drift: high("generated columns are, or are not, sent to subscribers"),
      alter: (at, to) => set(at, generated(to)),
    },
  },
  create: (at, spec) => {
    const options = [
      publish(spec.operations),
      ...(spec.viaPartitionRoot ? [viaRoot(true)] : []),
      ...(spec.generatedColumns === "none" ? [] : [generated(spec.generatedColumns)]),
    ];
    const all = spec.allTables ? " FOR ALL TABLES" : "";
    return [statement(`CREATE PUBLICATION ${ident(at.name)}${all} WITH (${options.join(", ")})`)];
  },
  drop: (at) => [
    rated(
      danger(
        "subscribers get no changes any more, and those made meanwhile are lost to them",
        "see first that nobody subscribes: SELECT * FROM pg_replication_slots",
      ),
      `DROP PUBLICATION ${ident(at.name)}`,
      "breaks-names",
    ),
  ],
  rebuildable: true,
});
