/** What users put on the tables of extensions is seen; where nothing tells who did, it is taken for the extension's. */

import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
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
