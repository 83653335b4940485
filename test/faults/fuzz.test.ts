/**
 * Whatever stands in a file, an event or an environment: it is read, or refused by a DriftwatchError in one line. More
 * runs with RUNS=, others with SEED=.
 */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSecret } from "../../lib/aws/secret-value.ts";
import { REPORT_FORMATS, renderedReport, renderedTogether } from "../../lib/cli/format.ts";
import { parseConfig } from "../../lib/config/config-file.ts";
import { deploymentProblems } from "../../lib/config/deployable.ts";
import { readEnvironment, topicsFrom } from "../../lib/config/environment.ts";
import { parseAcceptEvent, parseCheckEvent } from "../../lib/config/events.ts";
import { parseIgnoreRules } from "../../lib/config/ignore-rule.ts";
import { encodeTarget } from "../../lib/config/target.ts";
import { DriftwatchError } from "../../lib/core/errors.ts";
import { parseResidents, serialiseResidents } from "../../lib/core/home.ts";
import { parseReport } from "../../lib/core/stored-report.ts";
import { parseState, serialiseState } from "../../lib/core/target-state.ts";
import { ALERT_FORMATS } from "../../lib/core/topic.ts";
import type { LedgerRow } from "../../lib/migrations/ledger.ts";
import { LEDGER_KINDS } from "../../lib/migrations/ledgers/registry.ts";
import { renderHistory } from "../../lib/report/history.ts";
import { renderMessage, subjectFor } from "../../lib/report/message.ts";
import { damaged, orRefused } from "../support/damaged.ts";
import { anAlert, anyReport, remembered } from "../support/reports.ts";
import { aTarget } from "../support/target.ts";
import { WHOLE_REPORT, WHOLE_STATE } from "../support/whole.ts";

const SEED = Number(process.env.SEED ?? 8);
const RUNS = Number(process.env.RUNS ?? 200);
const runs = { numRuns: RUNS, seed: SEED };
const AT = "2026-11-20T03:00:04.123Z";

/** Text as it may stand in a file: what was written with something wrong, cut off, or anything at all. */
const textLike = (whole: unknown): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 8, arbitrary: damaged(whole).map((value) => JSON.stringify(value) ?? "") },
    { weight: 1, arbitrary: fc.nat(2_000).map((length) => JSON.stringify(whole).slice(0, length)) },
    { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        "",
        "null",
        "[]",
        "0",
        '"x"',
        "[".repeat(50_000),
        `{"format":1,"incident":${"[".repeat(9_000)}${"]".repeat(9_000)}}`,
      ),
    },
  );

describe(`whatever a file says: SEED=${SEED}`, () => {
  it("a stored report is refused, or can be shown in every format", async () => {
    const any = fc.oneof(
      textLike(WHOLE_REPORT),
      anyReport.chain((report) => damaged(report, 1)).map((it) => JSON.stringify(it)),
    );
    let shown = 0;
    const property = fc.asyncProperty(any, async (text) => {
      const report = parseReport(text);
      if (!report) return;
      shown++;
      for (const format of REPORT_FORMATS) await renderedReport(report, format, { colour: true, width: 80 });
      await renderedTogether([report], "text", { colour: false, width: 80 });
      const alert = anAlert({ ...report, transition: "opened", appeared: report.findings.map(remembered) });
      for (const format of ALERT_FORMATS) {
        renderMessage(alert, { arn: "arn:aws:sns:eu-west-1:1:t", format }, 200_000);
        subjectFor(alert, { arn: "a", format });
      }
    });
    await fc.assert(property, runs);
    expect(parseReport(JSON.stringify(WHOLE_REPORT))).toEqual(WHOLE_REPORT);
    expect(shown).toBeGreaterThan(RUNS / 20);
    expect(shown).toBeLessThan(RUNS);
  });

  it("a state is refused, or is one through and through", () => {
    let read = 0;
    const property = fc.property(textLike(WHOLE_STATE), (text) => {
      const state = parseState(text);
      if (!state) return;
      read++;
      renderHistory({ target: "orders", ...state }, { colour: true });
      expect(parseState(serialiseState(state))).toEqual(state);
      for (const { appeared, disappeared } of state.outbox) {
        const alert = anAlert({ transition: "changed", incident: state.incident, appeared, disappeared });
        for (const format of ALERT_FORMATS) renderMessage(alert, { arn: "arn:aws:sns:eu-west-1:1:t", format }, 200_000);
      }
    });
    fc.assert(property, runs);
    expect(parseState(serialiseState(WHOLE_STATE))).toEqual(WHOLE_STATE);
    expect(read).toBeGreaterThan(RUNS / 20);
    expect(read).toBeLessThan(RUNS);
  });

  it("who lives where is read, or nobody does", () => {
    const whole = JSON.parse(serialiseResidents([{ target: "orders", startedAt: "1", inRecovery: false, seenAt: AT }]));
    fc.assert(
      fc.property(textLike(whole), (text) => {
        for (const { target, seenAt } of parseResidents(text))
          expect([typeof target, Number.isNaN(Date.parse(seenAt))]).toEqual(["string", false]);
      }),
      runs,
    );
    expect(parseResidents(JSON.stringify(whole))).toHaveLength(1);
  });

  it("a config is refused, or is one", () => {
    const whole = {
      ...{ $schema: "x", region: "eu-west-1", alertTopicArns: ["arn:aws:sns:eu-west-1:123456789012:t"] },
      databases: [
        {
          ...{ id: "orders", secret: "orders-db", schedule: "rate(1 hour)", expectedSnapshot: "expected/orders.json" },
          ...{ schemas: { include: ["app"] }, partitions: { "app.*": "dynamic" }, profiles: ["rds"] },
          ignore: [{ code: "table.*", reason: "known", expires: "2027-01-01" }],
          maintenance: [{ cron: "0 3 * * *", minutes: 60, timeZone: "Europe/Berlin", reason: "vacuum" }],
        },
      ],
    };
    fc.assert(
      fc.property(textLike(whole), (text) => {
        orRefused(() => parseConfig(text, "driftwatch.config.json"));
        orRefused(() => parseConfig(text, "driftwatch.config.json", (value) => deploymentProblems(value, "/nowhere")));
        orRefused(() => parseIgnoreRules(text, "ignore.json"));
      }),
      runs,
    );
  });

  it("rules that ignore are refused, or are some", () => {
    const whole = [{ code: "table.*", address: "table:app.*", verb: "added", reason: "known", expires: "2027-01-01" }];
    expect(parseIgnoreRules(JSON.stringify(whole), "ignore.json")).toEqual(whole);
    fc.assert(
      fc.property(textLike(whole), (text) => void orRefused(() => parseIgnoreRules(text, "ignore.json"))),
      runs,
    );
  });

  it("an environment is refused, or is one", () => {
    const encoded = encodeTarget(aTarget());
    const whole = JSON.parse(encoded);
    const packed = (value: unknown) =>
      typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
    fc.assert(
      fc.property(
        fc.oneof(textLike(whole), damaged(aTarget()).map(packed)),
        textLike([{ arn: "a", format: "text" }]),
        fc.string(),
        (target, topics, threshold) => {
          const env = { DRIFTWATCH_TARGET: target, DRIFTWATCH_TOPICS: topics, DRIFTWATCH_RENAME_THRESHOLD: threshold };
          orRefused(() => readEnvironment(env));
          orRefused(() => topicsFrom(env));
        },
      ),
      runs,
    );
    expect(readEnvironment({ DRIFTWATCH_TARGET: encoded }).target).toEqual(aTarget());
  });

  it("a secret is refused, or is one, and never shown", () => {
    const whole = { username: "watcher", password: "pa55-w0rd-never-shown", host: "db", port: 5432, dbname: "shop" };
    fc.assert(
      fc.property(textLike(whole), (text) => {
        try {
          parseSecret(text, "orders-db");
        } catch (error) {
          expect(error).toBeInstanceOf(DriftwatchError);
          expect(String(error)).not.toContain("pa55");
        }
      }),
      runs,
    );
  });
});

describe(`whatever rows a ledger has: SEED=${SEED}`, () => {
  const migrations = ["1", "2"].map((id) => ({
    ...{ id, name: `V${id}`, group: null, file: null, checksum: null, replaces: [], needs: [], repeatable: false },
    effects: [],
  }));
  const cell = fc.oneof(
    fc.constantFrom(null, "true", "false", "1", "2", "", "BASELINE", "UNDO", "DELETE", "EXECUTED"),
    fc.string({ unit: "binary" }),
  );

  it.each(LEDGER_KINDS.map((kind) => [kind.title, kind] as const))(
    "that of %s says what was applied",
    (_title, kind) => {
      const columns = [...new Set([...kind.columns, ...(kind.query("t").match(/[a-z_]+/g) ?? [])])];
      const row = fc.record(Object.fromEntries(columns.map((column) => [column, cell])), { requiredKeys: [] });
      fc.assert(
        fc.property(fc.array(row as fc.Arbitrary<LedgerRow>, { maxLength: 6 }), (rows) => {
          for (const { id, state } of orRefused(() => kind.entries(rows, migrations)) ?? [])
            expect([typeof id, ["applied", "failed"].includes(state)]).toEqual(["string", true]);
        }),
        runs,
      );
    },
  );
});

describe(`whatever event comes: SEED=${SEED}`, () => {
  it("it asks for a check, or is refused", () => {
    const whole = { notify: true, full: false, action: "plan", source: "aws.events", detail: { key1: "value1" } };
    fc.assert(
      fc.property(fc.oneof(damaged(whole), fc.anything({ withNullPrototype: true, withBigInt: true })), (event) => {
        const asked = orRefused(() => parseCheckEvent(event));
        if (asked) expect(Object.values(asked).every((it) => typeof it === "boolean")).toBe(true);
      }),
      runs,
    );
  });

  it("it accepts, or is refused", () => {
    const whole = { database: "orders", fingerprint: "3f9a1c20b7d4e8f6", by: "ann", why: "release 42" };
    fc.assert(
      fc.property(fc.oneof(damaged(whole), fc.anything({ withNullPrototype: true, withBigInt: true })), (event) => {
        const asked = orRefused(() => parseAcceptEvent(event));
        if (asked) expect(Object.values(asked).every((it) => typeof it === "string" && it !== "")).toBe(true);
      }),
      runs,
    );
  });
});
