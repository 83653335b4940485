/** Who and when, on a server that tracks commits: from the catalogue, and from the table of an audit trigger. */

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Finding } from "../../lib/core/finding.ts";
import type { Report } from "../../lib/core/report.ts";
import { renderText } from "../../lib/report/text.ts";
import { type Watch, watch } from "../support/monitoring.ts";
import { type OwnDatabase, type OwnServer, ownServer } from "../support/own-server.ts";
import { aTarget } from "../support/target.ts";

let own: OwnServer;
let database: OwnDatabase;
let world: Watch;
let databases = 0;

const SCHEMA = `
  CREATE SCHEMA app AUTHORIZATION alice; GRANT CREATE ON SCHEMA app TO bob; SET ROLE alice;
  CREATE TYPE app.state AS ENUM ('a'); CREATE SEQUENCE app.s;
  CREATE TABLE app."user" (id int PRIMARY KEY, a int, b text); CREATE INDEX old ON app."user" (a);
  CREATE POLICY p ON app."user" USING (a > 0); CREATE VIEW app.v AS SELECT id FROM app."user";
  CREATE FUNCTION app.f(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
  CREATE TABLE app.gone (a int); COMMENT ON TABLE app."user" IS 'people'; RESET ROLE`;

beforeAll(async () => {
  own = await ownServer(undefined, undefined, { track_commit_timestamp: "on" });
  await (await own.database("roles")).sql(
    "CREATE ROLE watcher LOGIN; CREATE ROLE alice LOGIN; CREATE ROLE bob LOGIN SUPERUSER",
  );
});
afterAll(() => own.stop());
beforeEach(async () => {
  databases += 1;
  database = await own.database(`orders_${databases}`);
  await database.sql(SCHEMA);
  world = watch(database.url("watcher"));
  world.accept(await world.check());
  await world.check();
});
afterEach(() => world.end());

const only = ({ findings }: Report): Finding => {
  expect(findings.map(({ code, address }) => `${code} ${address}`)).toHaveLength(1);
  return findings[0]!;
};
const now = async (): Promise<string> => {
  const [row] = await database.sql(
    `SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS now`,
  );
  return String(row?.now);
};

describe("the catalogue tells", () => {
  it.each([
    ["a column that was added", `ALTER TABLE app."user" ADD COLUMN c int`, "column.added"],
    ["a column whose default was changed", `ALTER TABLE app."user" ALTER a SET DEFAULT 1`, "column.default.altered"],
    ["an index", `CREATE INDEX i ON app."user" (b)`, "index.added"],
    ["a policy", `ALTER POLICY p ON app."user" USING (a > 1)`, "policy.using.altered"],
    ["a view", `CREATE OR REPLACE VIEW app.v AS SELECT id + 1 AS id FROM app."user"`, "view.definition.altered"],
    ["a label of an enum", "ALTER TYPE app.state ADD VALUE 'b'", "enum.labels.altered"],
    ["a sequence", "ALTER SEQUENCE app.s INCREMENT 2", "sequence.increment.altered"],
    [
      "a routine",
      "CREATE OR REPLACE FUNCTION app.f(int) RETURNS int LANGUAGE sql AS 'SELECT 2'",
      "routine.source.altered",
    ],
    ["a comment", `COMMENT ON TABLE app."user" IS 'others'`, "comment.text.altered"],
    ["row security", `ALTER TABLE app."user" ENABLE ROW LEVEL SECURITY`, "table.rowSecurity.altered"],
  ])("when %s was committed, and who owns it", async (_what, ddl, code) => {
    const before = await now();
    await database.sql(ddl.startsWith("CREATE INDEX") ? ddl : `SET ROLE alice; ${ddl}; RESET ROLE`);
    const after = await now();
    const { previousCheckAt, ...report } = await world.check();
    const { attribution, code: found } = only({ previousCheckAt, ...report });
    expect(found).toBe(code);
    expect(attribution).toMatchObject({ owner: "alice", grantor: null, audit: null, notSeenAt: previousCheckAt });
    expect(attribution!.seenAt > previousCheckAt!).toBe(true);
    expect(attribution!.committedAt! >= before && attribution!.committedAt! <= after).toBe(true);
  });

  it("who granted a right", async () => {
    await database.sql(
      `GRANT SELECT ON app."user" TO alice, bob WITH GRANT OPTION; GRANT SELECT (b) ON app."user" TO PUBLIC`,
    );
    const { findings } = await world.check();
    const grantors = Object.fromEntries(findings.map(({ address, attribution }) => [address, attribution?.grantor]));
    expect(grantors).toEqual({ "grant:column.app.user.b.public": "alice", "grant:table.app.user.bob": "alice" });
  });

  it("of a column that is gone when it went, and of a table nothing but since when", async () => {
    // The clock of the checks is not the server's.
    world.pass(Date.now() - Date.UTC(2026, 10, 20, 3));
    await world.check({ full: true });
    const before = await now();
    await database.sql(`ALTER TABLE app."user" DROP COLUMN b; DROP TABLE app.gone`);
    world.pass(120_000);
    const { findings } = await world.check();
    const [column, table] = ["column.removed", "table.removed"].map(
      (code) => findings.find((it) => it.code === code)?.attribution,
    );
    expect(column!.committedAt! >= before).toBe(true);
    expect(column!.owner).toBe("alice");
    // The owner of its schema need not have been its own.
    expect(table).toMatchObject({ committedAt: null, owner: null });
  });

  it("it once: what happens later to the same object is another thing", async () => {
    await database.sql(`ALTER TABLE app."user" ADD COLUMN c int`);
    const first = only(await world.check());
    await database.sql(`ALTER TABLE app."user" ALTER c SET STATISTICS 7`);
    const { findings } = await world.check();
    expect(findings.map(({ id }) => id)).not.toContain(first.id);
    await database.sql(`ALTER TABLE app."user" ALTER c SET STATISTICS -1`);
    expect(only(await world.check({ full: true })).id).toBe(first.id);
    await database.sql("CREATE TABLE app.more (a int)");
    const again = (await world.check()).findings.find(({ id }) => id === first.id);
    expect(again?.attribution?.committedAt).not.toBeNull();
    const third = (await world.check({ full: true })).findings.find(({ id }) => id === first.id);
    expect(third?.attribution).toEqual(again?.attribution);
  });
});

const AUDIT = `
  CREATE SCHEMA audit;
  CREATE TABLE audit.ddl_log (id bigserial, event_time timestamptz DEFAULT now(), username text DEFAULT session_user,
    command_tag text, object_type text, object_identity text, command text);
  CREATE FUNCTION audit.log() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN INSERT INTO audit.ddl_log (command_tag, object_type, object_identity, command)
          SELECT command_tag, object_type, object_identity, current_query() FROM pg_event_trigger_ddl_commands(); END $$;
  CREATE EVENT TRIGGER log ON ddl_command_end EXECUTE FUNCTION audit.log()`;
const SECRET = "s3cr3t";
const READABLE = "GRANT USAGE ON SCHEMA audit TO watcher; GRANT SELECT ON audit.ddl_log TO watcher";
const DDL = `/* ${SECRET} */ ALTER TABLE app."user" ADD COLUMN c int`;

describe("the table of an audit trigger tells", () => {
  const prepared = async (...more: string[]) => {
    await database.sql([AUDIT, ...more].join(";\n"));
    world.accept(await world.check());
    await world.check();
  };

  it("who did it and by what command, and its SQL is read by nobody", async () => {
    await prepared(READABLE);
    await database.sql(DDL);
    const report = await world.check();
    const { attribution } = only(report);
    expect(attribution?.audit).toMatchObject({ table: "audit.ddl_log", user: own.server.user, command: "ALTER TABLE" });
    expect(attribution?.audit?.at).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    const text = renderText(report, { colour: false, width: 500 });
    expect(text).toMatch(/ committed .* UTC; owned by alice; ALTER TABLE by \S+ at .* UTC \(audit\.ddl_log\)/);
    expect(JSON.stringify(report) + world.statements.join()).not.toContain(SECRET);
    expect(world.statements.filter((sql) => /"command"(?!_)/.test(sql))).toEqual([]);
  });

  it("of an index, a routine and a policy, too", async () => {
    await prepared(READABLE);
    await database.sql(`CREATE INDEX "I.1" ON app."user" (b); CREATE FUNCTION app.g("A" int, b text[]) RETURNS int LANGUAGE sql AS 'SELECT 1';
      CREATE POLICY "P 1" ON app."user" USING (true)`);
    const { findings } = await world.check();
    expect(findings.map(({ code, attribution }) => `${code} ${attribution?.audit?.command}`).sort()).toEqual([
      "index.added CREATE INDEX",
      "policy.added CREATE POLICY",
      "routine.added CREATE FUNCTION",
    ]);
  });

  it("nothing where it may not be read", async () => {
    await prepared();
    await database.sql(DDL);
    expect(only(await world.check()).attribution).toMatchObject({ audit: null, owner: "alice" });
  });

  it("nothing where a table merely looks like one, unless the target names it", async () => {
    await prepared(
      READABLE,
      "DROP EVENT TRIGGER log",
      `INSERT INTO audit.ddl_log (username, command_tag, object_identity) VALUES ('carol', 'ALTER TABLE', 'app."user"')`,
    );
    await database.sql(DDL);
    expect(only(await world.check()).attribution?.audit).toBeNull();
    const named = aTarget({ auditTable: "audit.ddl_log" });
    const other = watch(database.url("watcher"), () => ({ snapshots: world.ports.snapshots }));
    expect(only(await other.check({}, named)).attribution?.audit).toMatchObject({ user: "carol" });
    other.end();
  });

  it("a command only where it is one", async () => {
    await prepared(
      READABLE,
      `CREATE FUNCTION audit.careless() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.command_tag := 'ALTER ROLE x PASSWORD ''${SECRET}'''; RETURN NEW; END $$`,
      "CREATE TRIGGER careless BEFORE INSERT ON audit.ddl_log FOR EACH ROW EXECUTE FUNCTION audit.careless()",
    );
    await database.sql(DDL);
    const report = await world.check();
    expect(only(report).attribution?.audit).toMatchObject({ command: null, user: own.server.user });
    expect(JSON.stringify(only(report).attribution)).not.toContain(SECRET);
  });
});

describe("a server that does not track commits", () => {
  it("tells the rest", async () => {
    const plain = await ownServer();
    try {
      const other = await plain.database("orders");
      await other.sql("CREATE TABLE public.t (a int)");
      const watching = watch(other.url());
      watching.accept(await watching.check());
      await other.sql("ALTER TABLE public.t ADD COLUMN b int");
      expect(only(await watching.check()).attribution).toMatchObject({ committedAt: null, owner: plain.server.user });
      watching.end();
    } finally {
      await plain.stop();
    }
  });
});
