/** What users put on the tables of extensions is seen; where nothing tells who did, it is taken for the extension's. */

import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { compare } from "../../lib/engine/compare.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { ensureRoles } from "../support/roles.ts";
import { type WatchedDatabase, watchedDatabase } from "../support/watched-database.ts";

/** As the script of an extension does: all in one transaction. */
const SCRIPT = `
  CREATE EXTENSION pg_trgm;
  CREATE TABLE lexicon (word text PRIMARY KEY, used integer CHECK (used >= 0));
  CREATE INDEX lexicon_used ON lexicon (used);
  CREATE FUNCTION lexicon_touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
  CREATE TRIGGER lexicon_touch BEFORE UPDATE ON lexicon FOR EACH ROW EXECUTE FUNCTION lexicon_touch();
  CREATE POLICY lexicon_read ON lexicon FOR SELECT USING (true);
  CREATE RULE lexicon_kept AS ON DELETE TO lexicon DO INSTEAD NOTHING;
  ALTER EXTENSION pg_trgm ADD TABLE lexicon;
  ALTER EXTENSION pg_trgm ADD FUNCTION lexicon_touch();`;
const OF_USERS = [
  "CREATE INDEX used_word ON lexicon (used, lower(word))",
  "ALTER TABLE lexicon ADD CONSTRAINT used_once UNIQUE (used)",
  "CREATE TRIGGER again AFTER INSERT ON lexicon FOR EACH ROW EXECUTE FUNCTION lexicon_touch()",
  "COMMENT ON INDEX used_word IS 'ours'",
];

describe("on a table of an extension", () => {
  let database: WatchedDatabase;
  const found = async (): Promise<string[]> => {
    const { objects, unmodelled } = await database.snapshot();
    expect(unmodelled).toEqual([]);
    return [...objects.keys()].filter((address) => address.includes(".lexicon."));
  };

  beforeAll(() => ensureRoles());
  beforeEach(async () => {
    database = await watchedDatabase();
  });
  afterEach(() => database.drop());

  it("what its script made is not seen, and what users made is, with what they said of it", async () => {
    await database.sql(SCRIPT);
    expect(await found()).toEqual([]);
    for (const statement of OF_USERS) await database.sql(statement);
    expect(await found()).toEqual([
      "comment:index.public.lexicon.used_word",
      "constraint:public.lexicon.used_once",
      "index:public.lexicon.used_word",
      "trigger:public.lexicon.again",
    ]);
  });

  it("an index that was built again beside itself is the extension's, and a constraint still whose it was", async () => {
    await database.sql(SCRIPT);
    await database.sql("ALTER TABLE lexicon ADD CONSTRAINT used_once UNIQUE (used)");
    await database.sql("REINDEX TABLE CONCURRENTLY lexicon");
    expect(await found()).toEqual(["constraint:public.lexicon.used_once"]);
  });

  it("nothing is seen where each came in a transaction of its own, as when a server is upgraded", async () => {
    await database.sql("CREATE EXTENSION pg_trgm");
    await database.sql(
      "CREATE TABLE lexicon (word text, used integer CHECK (used >= 0)); ALTER EXTENSION pg_trgm ADD TABLE lexicon",
    );
    await database.sql("ALTER TABLE lexicon ADD PRIMARY KEY (word)");
    await database.sql("CREATE INDEX lexicon_used ON lexicon (used)");
    expect(await found()).toEqual([]);
  });

  it("what an update of the extension brings is the extension's", async () => {
    await database.sql(SCRIPT);
    await database.sql(`
      CREATE INDEX lexicon_later ON lexicon (used, word);
      CREATE FUNCTION lexicon_size() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM lexicon';
      ALTER EXTENSION pg_trgm ADD FUNCTION lexicon_size()`);
    expect(await found()).toEqual([]);
  });
});

describe("a table of an extension is held against that of the same version", () => {
  const made = (version: string, columns: string) => `CREATE EXTENSION pg_trgm VERSION '${version}';
    CREATE TABLE lexicon (${columns}); ALTER EXTENSION pg_trgm ADD TABLE lexicon`;
  const USED = "word text PRIMARY KEY, used integer";
  const SEEN = `${USED}, seen date`;

  it.each([
    ["which nobody has touched, however it came about", ["1.6", USED], ["1.6", SEEN], "", []],
    ["and not of another", ["1.5", USED], ["1.6", USED], "ALTER TABLE lexicon ADD ours int", []],
    ["and tells what somebody has done", ["1.6", USED], ["1.6", USED], "ALTER TABLE lexicon ADD ours int", ["columns"]],
    [
      "and nothing but what differs",
      ["1.6", USED],
      ["1.6", USED],
      "GRANT SELECT ON lexicon TO app_ro; REVOKE SELECT ON lexicon FROM app_ro; ALTER EXTENSION pg_trgm UPDATE",
      [],
    ],
  ] as const)("%s", async (_name, [expectedVersion, expectedColumns], [version, columns], after, found) => {
    const [wanted, there] = await Promise.all([watchedDatabase(), watchedDatabase()]);
    try {
      await wanted.sql(made(expectedVersion, expectedColumns));
      await there.sql(made(version, columns));
      if (after) await there.sql(after);
      const [expected, actual] = [await wanted.snapshot(), await there.snapshot()];
      const { status, findings, leftOut, remediation } = compare(KINDS, expected, actual, {});
      expect(findings.map(({ code }) => code)).toEqual(found.map((name) => `extension-table.${name}.altered`));
      expect(status).toBe(found.length > 0 ? "DRIFTED" : "IN_SYNC");
      const differs = (expectedColumns as string) !== columns || (expectedVersion as string) !== version;
      expect(leftOut.map(({ address, by }) => [address, by])).toEqual(
        differs ? [["extension-table:public.lexicon", "versions"]] : [],
      );
      await there.run(remediation.statements.map(({ sql }) => sql));
      expect(compare(KINDS, expected, await there.snapshot(), {}).status).toBe("IN_SYNC");
    } finally {
      await Promise.all([wanted.drop(), there.drop()]);
    }
  });
});
