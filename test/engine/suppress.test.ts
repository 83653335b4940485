/** Ignore rules: what they hide, what they leave, and what the proposed SQL makes of it. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseIgnoreRules } from "../../lib/config/ignore-rule.ts";
import type { IgnoreRule } from "../../lib/core/report.ts";
import type { Snapshot } from "../../lib/core/snapshot.ts";
import { compare } from "../../lib/engine/compare.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { type WatchedDatabase, watchedDatabase } from "../support/watched-database.ts";

let database: WatchedDatabase;
let [expected, actual]: Snapshot[] = [];

beforeAll(async () => {
  database = await watchedDatabase();
  await database.sql(`
    CREATE SCHEMA app;
    CREATE TABLE app.users (id int PRIMARY KEY, email text);
    CREATE INDEX by_email ON app.users (email);
    CREATE TABLE app.old (id int, note text)`);
  expected = await database.snapshot();
  await database.sql(`
    ALTER TABLE app.users ALTER COLUMN email TYPE varchar(80), ALTER COLUMN email SET NOT NULL;
    DROP TABLE app.old;
    CREATE TABLE app.scratch (id int)`);
  actual = await database.snapshot();
});
afterAll(() => database.drop());

const verdict = (rules: readonly IgnoreRule[], at = "2026-11-20T03:00:00.000Z") =>
  compare(KINDS, expected!, actual!, {}, { rules, at });
const codes = (findings: readonly { readonly code: string }[]) => findings.map(({ code }) => code).sort();
const reason = "known";

describe("a rule", () => {
  it("needs all its parts to match", () => {
    const all = codes(verdict([]).findings);
    expect(all).toEqual(["column.notNull.altered", "column.type.altered", "table.added", "table.removed"]);
    const hides = (rule: Omit<IgnoreRule, "reason">) =>
      codes(verdict([{ ...rule, reason }]).suppressed.map(({ finding }) => finding));
    expect(hides({ kind: "table" })).toEqual(["table.added", "table.removed"]);
    expect(hides({ kind: "table", verb: "added" })).toEqual(["table.added"]);
    expect(hides({ address: "column:app.users.*" })).toEqual(["column.notNull.altered", "column.type.altered"]);
    expect(hides({ address: "column:app.*", attribute: "type" })).toEqual(["column.type.altered"]);
    expect(hides({ address: "column:app.*", attribute: "type", verb: "added" })).toEqual([]);
  });

  it("that matches a consequence alone hides nothing, and is idle; one that matches the parent hides both", () => {
    const child = { address: "column:app.old.*", reason };
    expect(verdict([child])).toMatchObject({ suppressed: [], idleRules: [{ rule: child, why: "matches nothing" }] });
    const { suppressed, remediation } = verdict([{ address: "table:app.old", reason }]);
    expect(suppressed[0]?.finding.consequences.map(({ address }) => address)).toContain("column:app.old.note");
    expect(remediation.statements.map(({ sql }) => sql).join()).not.toMatch(/"old"/);
  });

  it("counts to the end of its last day, in UTC", () => {
    const rule = { kind: "table", reason, expires: "2026-11-20" };
    expect(verdict([rule], "2026-11-20T23:59:59.999Z")).toMatchObject({ suppressed: { length: 2 }, idleRules: [] });
    expect(verdict([rule], "2026-11-21T00:00:00.000Z")).toMatchObject({
      suppressed: [],
      idleRules: [{ rule, why: "expired" }],
    });
  });

  it("leaves fingerprints as they are, and the verdict in sync when all is hidden", () => {
    const hidden = verdict([{ address: "*:app.*", reason }]);
    expect(hidden).toMatchObject({ status: "IN_SYNC", findings: [], suppressed: { length: 4 } });
    expect(hidden.fingerprint).toEqual(verdict([]).fingerprint);
    expect(hidden.remediation).toEqual({ statements: [], manual: [] });
  });

  it("keeps the proposed SQL from one attribute, and not from the other", () => {
    const { remediation, findings } = verdict([{ attribute: "type", reason }]);
    const sql = remediation.statements.map((statement) => statement.sql).join("\n");
    expect(codes(findings)).not.toContain("column.type.altered");
    expect(sql).toMatch(/DROP NOT NULL/);
    expect(sql).not.toMatch(/ TYPE /);
  });
});

describe("a file of rules", () => {
  it.each([
    ["{", /not valid JSON at line 1, column 2: the text ends/],
    ["{}", /top level: got an object, allowed is a list of rules/],
    ['[{"kind": "index"}]', /\[0\]\.reason: got nothing/],
    ['[{"reason": "x"}]', /one of code, address, kind, attribute and verb at least/],
    ['[{"address": "*", "reason": "x"}]', /a rule that does not hide everything/],
    ['[{"kind": "*", "address": "*:*", "reason": "x"}]', /a rule that does not hide everything/],
    ['[{"kind": "index", "reason": "x", "expires": "2026-02-30"}]', /the last day it is to count/],
    ['[{"adress": "index:*", "reason": "x"}]', /\[0\]\.adress: unknown key, did you mean "address"/],
  ])("%s is refused in one line", (text, line) => {
    expect(() => parseIgnoreRules(text, "rules.json")).toThrow(line);
  });
});
