/** Event triggers: code that runs at DDL, whoever issues it. */

import { firingState, firingWords } from "../core/firing.ts";
import { membership, ORIGINS, userMade } from "../core/of-users.ts";
import { defineKind } from "../core/registered.ts";
import { sorted, text, texts } from "../core/row.ts";
import { critical, high, low, medium } from "../core/severity.ts";
import { ident, literal, qualified } from "../core/sql.ts";
import { earlyStatement, type Statement, statement } from "../core/statement.ts";

type EventTrigger = {
  event: string;
  /** The commands it runs at; none: at every one. */
  tags: readonly string[];
  function: readonly string[];
  enabled: string;
};
type At = { name: string };

export const eventTrigger = defineKind<readonly ["name"], EventTrigger>({
  name: "event-trigger",
  title: "event trigger",
  key: ["name"],
  catalogue: "pg_event_trigger",
  someOf: "pg_event_trigger",
  reads: ["pg_event_trigger", "pg_proc", "pg_namespace", "pg_extension", ...ORIGINS],
  // The last to come, as it is the first to go: it runs at every statement in between, and may refuse it.
  rank: 300,
  query: () => `
    SELECT e.oid, e.evtname AS name, pg_get_userbyid(e.evtowner) AS owner, e.evtevent AS event, e.evttags AS tags,
           e.evtenabled::text AS enabled, ARRAY[n.nspname, p.proname]::text[] AS function,
           ${membership("pg_event_trigger", "e.oid")}
    FROM pg_event_trigger e
    JOIN pg_proc p ON p.oid = e.evtfoid
    JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE ${userMade("pg_event_trigger", "e.oid")}`,
  canonicalise: (row) => ({
    event: text(row.event),
    tags: sorted(texts(row.tags)),
    function: texts(row.function),
    enabled: firingState(text(row.enabled)),
  }),
  sqlName: (at) => `EVENT TRIGGER ${ident(at.name)}`,
  added: high("every change of the schema runs code that nobody expected"),
  removed: high("what used to be done, or refused, when the schema changes is not"),
  rename: {
    drift: low("event triggers fire in the order of their names"),
    likeness: "definition",
  },
  attributes: {
    event: {
      drift: high(
        "what the event trigger refuses, or records, is refused or recorded too late, or not at all: it fires at another moment",
      ),
      recreate: true,
    },
    tags: {
      drift: high("some changes of the schema pass the event trigger by: it fires at other commands"),
      recreate: true,
    },
    function: { drift: high("every change of the schema runs another function"), recreate: true },
    enabled: {
      drift: (expected, actual) =>
        actual === "disabled"
          ? critical("the event trigger is disabled: what it used to do, or refuse, at every change is not")
          : actual === "replica"
            ? high("changes by ordinary sessions pass the event trigger by: it fires on replicas only")
            : expected === "disabled"
              ? high("every change of the schema runs code that was switched off")
              : medium("changes by replication fire the event trigger, too, or no longer do"),
      alter: (at, to) => [firing(at, to)],
    },
  },
  create: (at, spec) => [
    statement(
      `CREATE EVENT TRIGGER ${ident(at.name)} ON ${ident(spec.event)}` +
        (spec.tags.length > 0 ? ` WHEN TAG IN (${spec.tags.map(literal).join(", ")})` : "") +
        ` EXECUTE FUNCTION ${qualified(...spec.function)}()`,
      "changes-behaviour",
    ),
    ...(spec.enabled === "origin" ? [] : [firing(at, spec.enabled)]),
  ],
  drop: (at) => [earlyStatement(`DROP EVENT TRIGGER ${ident(at.name)}`, "changes-behaviour")],
  rebuildable: true,
});

const firing = (at: At, state: string): Statement =>
  statement(`ALTER EVENT TRIGGER ${ident(at.name)} ${firingWords(state)}`, "changes-behaviour");
