/** Subscriptions: what is fetched from other servers' publications. Their connection strings are never read. */

import { caution, danger, type Hazard } from "../core/hazard.ts";
import { defineKind } from "../core/registered.ts";
import { flag, sorted, text, textOrNull, texts } from "../core/row.ts";
import { critical, high, low, medium } from "../core/severity.ts";
import { ident, literal } from "../core/sql.ts";
import { rated, type Statement, statement } from "../core/statement.ts";

type Subscription = {
  publications: readonly string[];
  enabled: boolean;
  /** null = none: nothing can be fetched. */
  slot: string | null;
  binary: boolean;
  /** `off`, `on` or `parallel`; null = the server's default, which is another since 18. */
  streaming: string | null;
  synchronousCommit: string;
  twoPhase: boolean;
  disableOnError: boolean;
  /** `any` or `none`. */
  origin: string;
  passwordRequired: boolean;
  runAsOwner: boolean;
  failover: boolean;
};
type At = { name: string };

/** The columns that a major lacks, as they would be by default. */
const columns = (major: number) => `
           ${major >= 16 ? "CASE s.substream WHEN 'f' THEN 'off' WHEN 't' THEN 'on' ELSE 'parallel' END" : "CASE WHEN s.substream THEN 'on' ELSE 'off' END"} AS streaming,
           '${major >= 18 ? "parallel" : "off"}' AS default_streaming,
           ${major >= 15 ? "s.subtwophasestate <> 'd'" : "false"} AS two_phase, ${major >= 15 ? "s.subdisableonerr" : "false"} AS disable_on_error,
           ${major >= 16 ? "s.suborigin" : "'any'"} AS origin, ${major >= 16 ? "s.subpasswordrequired" : "true"} AS password_required,
           ${major >= 16 ? "s.subrunasowner" : "false"} AS run_as_owner, ${major >= 17 ? "s.subfailover" : "false"} AS failover`;

const sqlOf = (at: At, clause: string) => `ALTER SUBSCRIPTION ${ident(at.name)} ${clause}`;
const say = (at: At, clause: string, ...hazards: Hazard[]) => statement(sqlOf(at, clause), ...hazards);
const HELD_BACK = caution(
  "changes no longer arrive, and the publisher keeps them on its disk until they are fetched",
  "watch the disk of the publisher, and do not leave it so",
);
const set = (at: At, option: string, to: string | boolean) => [
  say(at, `SET (${option} = ${typeof to === "string" ? literal(to) : to})`, "changes-behaviour"),
];

export const subscription = defineKind<readonly ["name"], Subscription>({
  name: "subscription",
  title: "subscription",
  key: ["name"],
  catalogue: "pg_subscription",
  reads: ["pg_subscription", "pg_database"],
  rank: 126,
  // Column by column, since the one with the connection string is closed.
  query: ({ major }) => `
    SELECT s.oid, s.subname AS name, pg_get_userbyid(s.subowner) AS owner, s.subpublications AS publications,
           s.subenabled AS enabled, s.subslotname AS slot, s.subbinary AS binary, s.subsynccommit AS synchronous_commit, ${columns(major)}
    FROM pg_subscription s
    WHERE s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  canonicalise: (row) => ({
    publications: sorted(texts(row.publications)),
    enabled: flag(row.enabled),
    slot: textOrNull(row.slot),
    binary: flag(row.binary),
    streaming: row.streaming === row.default_streaming ? null : text(row.streaming),
    synchronousCommit: text(row.synchronous_commit),
    twoPhase: flag(row.two_phase),
    disableOnError: flag(row.disable_on_error),
    origin: text(row.origin),
    passwordRequired: flag(row.password_required),
    runAsOwner: flag(row.run_as_owner),
    failover: flag(row.failover),
  }),
  facts: (row) => ({ defaultStreaming: text(row.default_streaming) }),
  sqlName: (at) => `SUBSCRIPTION ${ident(at.name)}`,
  added: high("another server writes into this one, which nobody expected; its slot there outlives the subscription"),
  removed: critical("changes made on the publisher no longer arrive"),
  rename: {
    drift: low("what it brings arrives all the same; only DDL and monitoring name it"),
  },
  attributes: {
    publications: {
      drift: critical("other changes arrive from the publisher, or some no longer"),
      alter: (at, to, { expected }) => {
        const clause = `SET PUBLICATION ${to.map(ident).join(", ")}`;
        // Asks the publisher at once which tables there are, which only an enabled subscription can.
        return [
          expected.enabled
            ? say(at, clause, "changes-behaviour", "may-fail", "not-transactional")
            : say(at, `${clause} WITH (refresh = false)`, "changes-behaviour"),
        ];
      },
    },
    enabled: {
      drift: (_expected, actual) =>
        actual
          ? high("changes arrive from the publisher that were held back")
          : critical("changes no longer arrive, and the publisher keeps them all on its disk until it is full"),
      alter: (at, _to, { actual, expected }) => switched(at, actual, expected),
    },
    slot: {
      drift: critical("changes are fetched through another slot: some may be lost, or arrive twice"),
      alter: (at, _to, { actual, expected }) => switched(at, actual, expected),
    },
    binary: { drift: low("values travel in another format"), alter: (at, to) => set(at, "binary", to) },
    streaming: {
      drift: medium("large transactions are applied at another moment, or by more workers"),
      alter: (at, to, { facts }) => set(at, "streaming", to ?? String(facts.defaultStreaming)),
    },
    synchronousCommit: {
      drift: medium("changes are confirmed to the publisher at another moment"),
      alter: (at, to) => set(at, "synchronous_commit", to),
    },
    twoPhase: {
      since: 15,
      drift: medium("prepared transactions arrive at another moment"),
      manual: "before PostgreSQL 18 only a new subscription can have it; since 18, disable this one and set two_phase",
    },
    disableOnError: {
      since: 15,
      drift: (_expected, actual) =>
        actual
          ? medium("a single change that cannot be applied stops replication")
          : medium("a change that cannot be applied is tried again without end"),
      alter: (at, to) => set(at, "disable_on_error", to),
    },
    origin: {
      since: 16,
      drift: high("changes that come from elsewhere are, or are not, fetched: they may run in a circle"),
      alter: (at, to) => set(at, "origin", to),
    },
    passwordRequired: {
      since: 16,
      drift: (_expected, actual) =>
        actual
          ? medium("the owner has to be let in by a password")
          : high("the owner may be let in on the server's behalf"),
      alter: (at, to) => set(at, "password_required", to),
    },
    runAsOwner: {
      since: 16,
      drift: (_expected, actual) =>
        actual
          ? critical("changes are applied with the rights of the subscription's owner")
          : medium("changes are applied with the rights of the tables' owners"),
      alter: (at, to) => set(at, "run_as_owner", to),
    },
    failover: {
      since: 17,
      drift: high("after a failover of the publisher, changes may be lost"),
      manual: "the slot on the publisher changes with it: disable the subscription, set failover, and enable it again",
    },
  },
  create: {
    manual: "a subscription needs the publisher's connection string, which is never read: CREATE SUBSCRIPTION by hand",
  },
  drop: (at, spec) => [
    // Else DROP would reach out to the publisher, and fail where that cannot be reached.
    ...switched(at, spec, { ...spec, enabled: false, slot: null }),
    rated(
      danger(
        "changes of the publisher no longer arrive, and where they were to be fetched from is forgotten",
        "note the connection string first, and drop the slot on the publisher afterwards: else it keeps all changes for ever",
      ),
      `DROP SUBSCRIPTION ${ident(at.name)}`,
      "data-loss",
    ),
  ],
});

/** In the one order that works: without a slot nothing can be enabled. */
function switched(at: At, actual: Subscription, expected: Subscription): Statement[] {
  return [
    ...(actual.enabled && !expected.enabled ? [rated(HELD_BACK, sqlOf(at, "DISABLE"), "changes-behaviour")] : []),
    ...(actual.slot === expected.slot
      ? []
      : [say(at, `SET (slot_name = ${expected.slot === null ? "NONE" : literal(expected.slot)})`, "data-loss")]),
    ...(expected.enabled && !actual.enabled ? [say(at, "ENABLE", "changes-behaviour")] : []),
  ];
}
