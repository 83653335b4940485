/** Law 11, as far as the engine goes: no secret reaches a snapshot, a finding, a remediation or an error. */

import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { storyOf } from "../../lambdas/story.ts";
import type { Report } from "../../lib/core/report.ts";
import { ALERT_FORMATS } from "../../lib/core/topic.ts";
import { classify, diff, remediate, type Snapshot, serializeSnapshot, takeSnapshot } from "../../lib/index.ts";
import { renderHtml } from "../../lib/report/html.ts";
import { renderJson } from "../../lib/report/json.ts";
import { renderJunit } from "../../lib/report/junit.ts";
import { renderMarkdown } from "../../lib/report/markdown.ts";
import { renderMessage } from "../../lib/report/message.ts";
import { renderSarif } from "../../lib/report/sarif.ts";
import { renderText } from "../../lib/report/text.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { anAlert, aReport } from "../support/reports.ts";
import { RICH_SCHEMA } from "../support/schemas/rich.ts";

const PASSWORD = "hunter2-§-secret";
/** What stands in code: whoever may read the database or the bucket may read it, and nobody else. */
const CODE = "let-me-in-4711";

let database: FreshDatabase;
let snapshot: Snapshot;
/** The same after its code and its secrets have changed. */
let altered: Snapshot;

beforeAll(async () => {
  database = await freshDatabase();
  for (const part of RICH_SCHEMA) await database.sql(part);
  await database.sql(`
    CREATE SUBSCRIPTION far CONNECTION 'host=127.0.0.1 password=${PASSWORD}' PUBLICATION none WITH (connect = false);
    ALTER USER MAPPING FOR app_rw SERVER srv OPTIONS (SET password '${PASSWORD}');
    CREATE FOREIGN DATA WRAPPER closed;
    CREATE SERVER elsewhere FOREIGN DATA WRAPPER closed OPTIONS (host 'db', password '${PASSWORD}');
    CREATE FOREIGN TABLE public.beyond (a text OPTIONS (column_name 'b', token '${PASSWORD}')) SERVER elsewhere
      OPTIONS (secret_access_key '${PASSWORD}', schema_name 'x');
    CREATE FUNCTION public.set() RETURNS int LANGUAGE sql SET app.jwt_secret = '${CODE}' AS 'SELECT 1';
    CREATE FUNCTION public.plain() RETURNS text LANGUAGE sql AS $$SELECT '${CODE}'$$;
    CREATE FUNCTION public.atomic() RETURNS text LANGUAGE sql RETURN '${CODE}' || 'x';
    CREATE PROCEDURE public.block() LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE '${CODE}'; END $$;
    CREATE VIEW public.coded AS SELECT '${CODE}'::text AS code;
    CREATE MATERIALIZED VIEW public.kept AS SELECT '${CODE}'::text AS code;
    CREATE TABLE public.ruled (a text);
    CREATE RULE coded AS ON DELETE TO public.ruled DO ALSO INSERT INTO public.ruled VALUES ('${CODE}')`);
  snapshot = await takeSnapshot(withPassword(database.url));
  await database.sql(`
    CREATE OR REPLACE FUNCTION public.plain() RETURNS text LANGUAGE sql AS $$SELECT '${CODE}!'$$;
    CREATE OR REPLACE FUNCTION public.atomic() RETURNS text LANGUAGE sql RETURN '${CODE}' || 'y';
    CREATE OR REPLACE PROCEDURE public.block() LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE '${CODE}?'; END $$;
    CREATE OR REPLACE VIEW public.coded AS SELECT '${CODE}!'::text AS code;
    CREATE OR REPLACE RULE coded AS ON DELETE TO public.ruled DO ALSO INSERT INTO public.ruled VALUES ('${CODE}!');
    ALTER SERVER elsewhere OPTIONS (SET password 'another ${PASSWORD}', ADD token '${PASSWORD}');
    ALTER SUBSCRIPTION far CONNECTION 'host=::1 password=${PASSWORD}'`);
  altered = await takeSnapshot(withPassword(database.url));
});

afterAll(async () => {
  await database.sql("ALTER SUBSCRIPTION far SET (slot_name = NONE)");
  await database.sql("DROP SUBSCRIPTION far");
  await database.drop();
});

const withPassword = (url: string): string => {
  const parsed = new URL(url);
  parsed.password = PASSWORD;
  return parsed.toString();
};

/** Everything a logger could print of a value: its stack, its causes and all its properties. */
const everythingOf = (value: unknown): string => inspect(value, { depth: 20, showHidden: true, maxStringLength: null });

const expectNoSecret = (text: string): void => {
  for (const secret of [PASSWORD, encodeURIComponent(PASSWORD), "s3cret"]) expect(text).not.toContain(secret);
};

describe("law 11: no secret is in", () => {
  it("a snapshot", () => {
    expectNoSecret(serializeSnapshot(snapshot));
    expectNoSecret(everythingOf(snapshot));
  });

  it("findings and remediation, even of everything there is", () => {
    const nothing: Snapshot = { ...snapshot, objects: new Map(), dependencies: [] };
    expectNoSecret(everythingOf(classify(diff(snapshot, nothing), { expected: snapshot, actual: nothing })));
    expectNoSecret(everythingOf(remediate(snapshot, nothing)));
    expectNoSecret(everythingOf(remediate(nothing, snapshot)));
  });

  it("the page of all that", () => {
    const nothing: Snapshot = { ...snapshot, objects: new Map(), dependencies: [] };
    for (const [expected, actual] of [
      [snapshot, nothing],
      [nothing, snapshot],
    ] as const) {
      const findings = classify(diff(expected, actual), { expected, actual });
      const page = renderHtml(aReport({ findings, remediation: remediate(expected, actual) }));
      expect(page).toContain("subscription far");
      expectNoSecret(page);
    }
  });

  /** What is reported of everything that was there and is gone, of the reverse, and of what has changed. */
  const reports = (): Report[] => {
    const nothing: Snapshot = { ...snapshot, objects: new Map(), dependencies: [] };
    return [
      [snapshot, nothing],
      [nothing, snapshot],
      [snapshot, altered],
    ].map(([expected, actual]) => {
      const findings = classify(diff(expected!, actual!), { expected: expected!, actual: actual! });
      const rule = { reason: "known", kind: "*" };
      const suppressed = findings.map((finding) => ({ finding, rule }));
      return aReport({ findings, suppressed, remediation: remediate(expected!, actual!) });
    });
  };

  it.each([
    ["text", (report: Report) => renderText(report, { colour: false })],
    ["JSON", renderJson],
    ["Markdown", (report: Report) => renderMarkdown(report)],
    ["SARIF", (report: Report) => renderSarif([report], { version: "1", fileOf: () => "c.json" })],
    ["JUnit XML", (report: Report) => renderJunit([report])],
    ["the log", (report: Report) => storyOf(report, true, "1")],
  ])("a report as %s", (_name, render) => {
    for (const report of reports()) expectNoSecret(render(report));
  });

  it("a report of code, which is shown there", () => {
    const [, , changed] = reports();
    expect(changed!.findings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(["routine.source.altered", "routine.body.altered", "view.definition.altered"]),
    );
    expect(renderText(changed!, { colour: false })).toContain(CODE);
  });

  it.each(ALERT_FORMATS)("an alert as %s; nor is code", (format) => {
    for (const report of reports()) {
      // Few enough at once that all of them, and their SQL, have room.
      for (let at = 0; at < report.findings.length; at += 3) {
        const findings = report.findings.slice(at, at + 3);
        const addresses = findings.map(({ address }) => address);
        const statements = report.remediation.statements
          .filter(({ address }) => addresses.includes(address))
          .slice(0, 10);
        const alert = anAlert({ ...report, findings, remediation: { statements, manual: [] }, transition: "opened" });
        const text = renderMessage(alert, { arn: "arn:aws:sns:eu-west-1:123456789012:a", format }, 250_000);
        expectNoSecret(text);
        expect(text).not.toContain(CODE);
      }
    }
  });

  it.each([
    ["an unknown database", { pathname: "/nowhere" }],
    ["an unknown role", { username: "nobody_at_all" }],
    ["a port where nobody listens", { port: "1" }],
    ["a host that does not exist", { search: "?host=nowhere.invalid" }],
    ["an option that nobody knows", { search: "?sslmode=perhaps" }],
  ])("the error about %s", async (_what, spoilt) => {
    const url = Object.assign(new URL(withPassword(database.url)), spoilt);
    const error = await takeSnapshot(url.toString()).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(Error);
    expectNoSecret(everythingOf(error));
  });

  it("the error about what is no URL", async () => {
    const error = await takeSnapshot(`postgres//app:${PASSWORD}@db/app`).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(Error);
    expectNoSecret(everythingOf(error));
  });
});
