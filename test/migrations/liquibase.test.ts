/** Change sets of Liquibase as it reads them, and its ledger held against them: on a real server. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { EVERYTHING, type Snapshot } from "../../lib/core/snapshot.ts";
import { packSnapshot } from "../../lib/core/snapshot-writer.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import type { Asked } from "../../lib/migrations/change-set-filter.ts";
import { Directory } from "../../lib/migrations/directory.ts";
import { readProject } from "../../lib/migrations/layouts/registry.ts";
import { replay } from "../../lib/migrations/replay.ts";
import { openScratch } from "../../lib/migrations/scratch.ts";
import { databaseUrl } from "../../lib/postgres/embedded/database.ts";
import { statementsOf } from "../../lib/sqltext/statements.ts";
import { driftwatch } from "../cli/driftwatch.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { directoryOf, type Files, inDirectory, projectOf } from "../support/project.ts";

const HEAD = "--liquibase formatted sql";
const hole = (name: string): string => `$\{${name}}`;
const log = (...lines: string[]): string => `${lines.join("\n")}\n`;

async function replayed(files: Files, placeholders: Readonly<Record<string, string>> = {}): Promise<Snapshot> {
  const scratch = await openScratch({ url: databaseUrl(inject("server"), "postgres") });
  try {
    return await replay(KINDS, projectOf(files, { placeholders }), scratch, {
      scope: { ...EVERYTHING, profiles: ["ledgers"] },
    });
  } finally {
    await scratch.close();
  }
}

const tables = ({ objects }: Snapshot): string[] =>
  [...objects.keys()].filter((address) => address.startsWith("table:")).map((address) => address.slice(6));
const ids = ({ history }: Snapshot): string[] => history?.migrations.map(({ id }) => id) ?? [];

describe("what is asked for", () => {
  const read = (asked: Asked, ...lines: string[]) =>
    inDirectory({ "a.sql": log(HEAD, ...lines) }, (path) =>
      readProject(new Directory(path), "liquibase", { placeholders: {}, ...asked }),
    ).migrations;
  /** The numbers of those that are run, of change sets with these options. */
  const run = (asked: Asked, ...options: string[]): string =>
    read(asked, ...options.flatMap((option, at) => [`--changeset ann:${at + 1} ${option}`, "SELECT 1;"]))
      .map(({ id }) => id.split("::")[1])
      .join(" ");

  it.each<[Asked, string]>([
    [{}, "1 2 3 4 5 7"],
    [{ contexts: [] }, "1 2 3 4 5 7"],
    [{ contexts: ["test"] }, "1 2 7"],
    [{ contexts: ["PROD"] }, "1 3 4 5 6 7"],
    [{ contexts: ["prod", "eu"] }, "1 3 5 6 7"],
    [{ contexts: ["eu", "test", "Dark Mode"] }, "1 2 5 7"],
  ])("as contexts: %j", (asked, expected) => {
    const options = ["", "context:test", "contextFilter:prod", 'contextFilter:"prod and !(eu or us)"'];
    expect(run(asked, ...options, 'context:"Dark Mode, not test"', "contextFilter:@prod", "labels:x")).toBe(expected);
  });

  it.each<[string | undefined, string]>([
    [undefined, "1 2 3 4"],
    ["v1", "1 2 3"],
    ["v2 and !beta", "1 4"],
    ["!v2", "1 2 5"],
    ["v1 or extra", "1 2 3 5"],
  ])("as labels: %s", (labelFilter, expected) => {
    expect(run({ labelFilter }, "", "labels:V1", 'labels:"v1, v2, beta"', "labels:v2", "labels:@extra")).toBe(expected);
  });

  it("is run like what is always run, with its properties", () => {
    const property = (value: string, context: string) => `--property name:wide value:${value} context:${context}`;
    const lines = [property("int", "test"), property("bigint", "prod"), "--changeset ann:1 context:prod"];
    const [only] = read({ contexts: ["prod"] }, ...lines, `CREATE TABLE one (id ${hole("wide")});`);
    expect(only).toMatchObject({ name: "ann:1", script: expect.stringContaining("(id bigint)") });
    expect(only?.condition).toBeUndefined();
  });

  it.each(["(a or", "a and", "a ) b", "!", "a ! b"])("must be an expression: %s", (labelFilter) => {
    expect(() => run({ labelFilter }, "labels:x")).toThrow(`"${labelFilter}" is no expression of`);
  });

  it("is Liquibase's alone", () => {
    expect(() => projectOf({ "1_a.sql": "SELECT 1;" }, { contexts: ["a"] })).toThrow(/leave out --contexts/);
  });
});

describe("a change log", () => {
  it("loses the lines that Liquibase ignores, and the change sets, and knows the line of an error all the same", async () => {
    const file = log(
      ...[HEAD, "--ignoreLines:start", "--changeset ann:0", "CREATE TABLE zero (id int);", "--ignoreLines:end"],
      ...["--changeset ann:1", "CREATE TABLE one (id int);", "--ignoreLines:2", "\\echo hello", "SELECT 1/0;"],
      ...["CREATE TABLE two (id int);", "--changeset ann:3 ignore:true", "CREATE TABLE three (id int);"],
    );
    const snapshot = await replayed({ "a.sql": file });
    expect({ tables: tables(snapshot), ids: ids(snapshot) }).toEqual({
      tables: ["public.one", "public.two"],
      ids: ["a.sql::1::ann"],
    });
    await expect(replayed({ "a.sql": file.replace("TABLE two", "TABEL two") })).rejects.toThrow(/^a\.sql, line 11: /);
  });

  it("is filled with the properties of its own and of the files before it, the first of a name", async () => {
    const files = {
      "1.sql": log(
        ...[HEAD, "--property name:schema value:app", "--property name:kind value:text dbms:postgresql"],
        ...["--property name:kind value:clob dbms:oracle", "--property name:own value:mine global:false"],
        ...["--property name:wide value:int context:test", "--changeset ann:1"],
        ...[`CREATE SCHEMA ${hole("schema")};`, `CREATE TABLE ${hole("schema")}.${hole("own")} (v ${hole("kind")});`],
      ),
      "2.sql": log(
        ...[HEAD, "--property name:schema value:other", "--property name:own value:theirs", "--changeset ann:2"],
        ...[`CREATE TABLE ${hole("schema")}.${hole("own")} (v text DEFAULT '${hole("wide")}${hole(":own")}');`],
      ),
    };
    const snapshot = await replayed(files);
    expect(tables(snapshot)).toEqual(["app.mine", "app.theirs"]);
    expect(snapshot.objects.get("column:app.mine.v")?.spec.type).toBe("text");
    expect(JSON.stringify(snapshot.objects.get("column:app.theirs.v")?.spec)).toContain(
      `'${hole("wide")}${hole("own")}'`,
    );
    expect(tables(await replayed(files, { schema: "told" }))).toEqual(["told.mine", "told.theirs"]);
  });

  const body = "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END; $$";
  it.each<[string, string, string]>([
    ["a mark of one character", "endDelimiter:/", "/"],
    ["two", "endDelimiter:@@", "@@"],
    ["a pattern", "endDelimiter:\\nGO", "GO"],
    ["a pattern of several", "endDelimiter:\\n/\\s*\\n|\\n/\\s*$", "/"],
    ["none, as it stands on a line of its own", "", "go"],
    ["a slash, where nothing is taken apart", "splitStatements:false stripComments:false", "/"],
  ])("ends its statements at %s", async (_what, options, end) => {
    const lines = [HEAD, `--changeset ann:1 ${options}`, body, end, "CREATE TABLE one (id int) -- two", end];
    const snapshot = await replayed({ "a.sql": log(...lines, "CREATE TABLE three (id int)") });
    expect(tables(snapshot)).toEqual(["public.one", "public.three"]);
    expect([...snapshot.objects.keys()].filter((address) => address.startsWith("routine:"))).toHaveLength(1);
  });

  it("written on Windows, by an author with two names, is read", async () => {
    const file = log(HEAD, "--changeset Ann Lee:1 runInTransaction:false", "CREATE TABLE one (id int);");
    expect(ids(await replayed({ "a.sql": file.replaceAll("\n", "\r\n") }))).toEqual(["a.sql::1::Ann Lee"]);
  });

  const SQL = { "changes/1.sql": log(HEAD, "--changeset ann:1", "CREATE TABLE one (id int);") };
  const ROOT = '<databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog">';
  it.each<[string, Files, RegExp]>([
    ["XML", { "db.xml": `${ROOT}<changeSet id="1" author="ann"/></databaseChangeLog>`, ...SQL }, /db\.xml .* in XML/],
    ["XML alone", { "a/db.xml": `${ROOT}<changeSet id="é" author="ann"/>` }, /a\/db\.xml has change sets in XML/],
    ["YAML", { "db.yaml": "databaseChangeLog:\n  - changeSet:\n      id: 1\n", ...SQL }, /db\.yaml .* in YAML/],
    ["JSON", { "db.json": '{"databaseChangeLog": [{"changeSet": {"id": "1"}}]}', ...SQL }, /db\.json .* in JSON/],
  ])("in %s is refused, since it cannot be read", async (_what, files, message) => {
    expect(() => projectOf(files)).toThrow(message);
    expect(() => projectOf(files)).toThrow(/which cannot be read; replay with --command, through Liquibase itself/);
  });

  it("that names files of SQL and nothing else is no oversight", async () => {
    const roots = {
      "db.xml": `${ROOT}<!-- <changeSet id="0"/> --><include file="changes/1.sql"/></databaseChangeLog>`,
      "db.yaml": "databaseChangeLog:\n  # changeSet:\n  - includeAll:\n      path: changes\n",
    };
    expect(ids(await replayed({ ...SQL, ...roots }))).toEqual(["changes/1.sql::1::ann"]);
  });
});

describe("the ledger of Liquibase", () => {
  let database: FreshDatabase;
  beforeEach(async () => {
    database = await freshDatabase();
    await database.sql(`
      CREATE TABLE databasechangelog (id varchar(255) NOT NULL, author varchar(255) NOT NULL, filename varchar(255) NOT NULL,
        dateexecuted timestamp NOT NULL, orderexecuted int NOT NULL, exectype varchar(10) NOT NULL, md5sum varchar(35));
      CREATE TABLE one (id int); CREATE TABLE two (id int)`);
  });
  afterEach(() => database.drop());

  const record = (n: number, path: string) =>
    database.sql(`INSERT INTO databasechangelog VALUES ('${n}', 'ann', '${path}', now(), ${n}, 'EXECUTED', '9:x')`);
  const ledger = async (files: Files, ...args: string[]) => {
    const path = join(directoryOf({}), "expected.json");
    writeFileSync(path, packSnapshot(await replayed(files), path));
    return driftwatch(["ledger", path, "--database-url", database.url, ...args]);
  };
  const states = async (files: Files) => {
    const { code, stdout } = await ledger(files, "--format", "json");
    const { migrations } = JSON.parse(stdout) as { migrations: { name: string; state: string }[] };
    return { code, states: migrations.map(({ name, state }) => `${name}: ${state}`) };
  };
  const change = (n: number, table: string, options = "") =>
    log(`--changeset ann:${n} ${options}`, `CREATE TABLE ${table} (id int);`);
  const two = { "1-init.sql": `${HEAD}\n${change(1, "one")}`, "2-more.sql": `${HEAD}\n${change(2, "two")}` };

  it.each([
    ["db/changelog/1-init.sql", "db/changelog/2-more.sql"],
    ["classpath:db/1-init.sql", "classpath:db/2-more.sql"],
    ["classpath:1-init.sql", "classpath:2-more.sql"],
    ["1-init.sql", "2-more.sql"],
  ])("with %s in it is repaired with the path that Liquibase would look for", async (known, wanted) => {
    await record(1, known);
    const { code, stdout } = await ledger(two, "--repair");
    expect(code, stdout).toBe(2);
    for (const { sql } of await statementsOf(stdout)) await database.sql(sql);
    expect(await database.sql("SELECT filename FROM databasechangelog ORDER BY id")).toEqual([
      { filename: known },
      { filename: wanted },
    ]);
    expect(await states(two)).toEqual({ code: 0, states: ["ann:1: applied", "ann:2: applied"] });
  });

  it("knows change sets by the path that stands for their file's", async () => {
    const file = `${HEAD} logicalFilePath:db/all.sql\n${change(1, "one")}${change(2, "two", "logicalFilePath:/old/two.sql")}`;
    await record(1, "db/all.sql");
    await record(2, "old/two.sql");
    expect(await states({ "x.sql": file })).toEqual({ code: 0, states: ["ann:1: applied", "ann:2: applied"] });
    await database.sql("DELETE FROM databasechangelog WHERE id = '1'");
    expect((await ledger({ "x.sql": file }, "--repair")).stdout).toContain("'ann', 'db/all.sql'");
  });

  it("need not have what is run only where it is asked for: it is said for what, and is no incident", async () => {
    const file = [
      ...[HEAD, change(1, "one"), change(3, "three", "context:test"), change(4, "four", 'contextFilter:"a or b"')],
      ...[change(5, "five", "labels:later"), change(2, "two")],
    ].join("\n");
    await record(1, "x.sql");
    await record(2, "x.sql");
    expect(await states({ "x.sql": file })).toEqual({
      code: 0,
      states: [
        ...["ann:1: applied", "ann:3 (context test): pending", "ann:4 (context a or b): pending"],
        ...["ann:5 (labels later): pending", "ann:2: applied"],
      ],
    });
    // Where it was asked for, it is one like all others.
    await record(3, "x.sql");
    expect((await states({ "x.sql": file })).states[1]).toBe("ann:3 (context test): recorded-missing");
  });
});
