/** What is read as a rename: proof before likeness, likeness by the published score, and what is likely twice left apart. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Finding } from "../../lib/core/finding.ts";
import type { Snapshot } from "../../lib/core/snapshot.ts";
import { findRenames, judge, type RenameOptions, remediate } from "../../lib/index.ts";
import { DatabasePool } from "../support/database-pool.ts";
import { type WatchedDatabase, watchedDatabase } from "../support/watched-database.ts";

const pool = new DatabasePool();
afterAll(() => pool.close());

/** As if it had been taken elsewhere: nothing proves anything. */
const apart = (snapshot: Snapshot): Snapshot => ({ ...snapshot, server: { ...snapshot.server, databaseOid: 1 } });

type Options = Omit<RenameOptions, "parse">;

async function between(expected: Snapshot, actual: Snapshot, options: Options = {}) {
  const renames = await findRenames(expected, actual, options);
  return {
    findings: judge(expected, actual, renames),
    statements: remediate(expected, actual, renames).statements,
  };
}

/** What happens to a database, seen from before and after. */
async function story(setup: string, change: string): Promise<{ before: Snapshot; after: Snapshot }> {
  const database = await pool.take();
  await database.sql(setup);
  const before = await database.snapshot();
  await database.sql(change);
  const after = await database.snapshot();
  await pool.giveBack(database);
  return { before, after };
}

const told = (findings: readonly Finding[]) =>
  findings.map(({ code, address, rename, possibleRenames }) => ({
    ...{ code, address: address.slice(address.indexOf(":") + 1) },
    ...(rename ? { evidence: rename.evidence } : {}),
    ...(possibleRenames.length > 0
      ? { possible: possibleRenames.map(({ score, ambiguous }) => ({ score, ambiguous })) }
      : {}),
  }));

describe("the score of columns", () => {
  const PUBLISHED = [
    ["price", "cost", 0.572],
    ["created_at", "updated_at", 0.835],
    ["first_name", "last_name", 0.855],
    ["shipping_address", "billing_address", 0.876],
    ["start_date", "end_date", 0.756],
    ["user_id", "owner_id", 0.817],
    ["user_id", "account_id", 0.709],
  ] as const;
  /** One table for each pair: equal type, equal position. */
  let before: Snapshot;
  let after: Snapshot;

  beforeAll(async () => {
    const tables = (side: 0 | 1) =>
      PUBLISHED.map((pair, at) => `CREATE TABLE public.t${at} (id int, ${pair[side]} text, z int)`).join(";");
    [before, after] = [(await story("", tables(0))).after, (await story("", tables(1))).after];
  });

  it.each(PUBLISHED.map((pair, at) => [...pair, at] as const))("%s → %s is %d", async (was, is, score, at) => {
    const { findings } = await between(apart(before), after);
    const of = findings.filter(({ address }) => address.startsWith(`column:public.t${at}.`));
    const certain = { by: "score", score };
    const possible = [{ score, ambiguous: false }];
    expect(told(of)).toEqual(
      score >= 0.72
        ? [{ code: "column.renamed", address: `public.t${at}.${was}`, evidence: certain }]
        : [
            { code: "column.removed", address: `public.t${at}.${was}`, possible },
            { code: "column.added", address: `public.t${at}.${is}`, possible },
          ],
    );
  });

  it("reaches the threshold with no name where the types are strangers, and needs 0.764 where they are kin", async () => {
    const { before, after } = await story(
      "CREATE TABLE public.t (created_at text, note_a int, shipping_address int, first_name int)",
      "DROP TABLE public.t; CREATE TABLE public.t (created_at2 uuid, note_b uuid, billing_address bigint, last_name bigint)",
    );
    const { findings } = await between(apart(before), after);
    expect(told(findings).filter(({ code }) => code === "column.renamed")).toEqual([
      { code: "column.renamed", address: "public.t.shipping_address", evidence: { by: "score", score: 0.726 } },
    ]);
    const best = findings.flatMap(({ possibleRenames }) => possibleRenames.map(({ score }) => score));
    expect(Math.max(...best)).toBeLessThan(0.72);
  });

  it("has a threshold that can be set", async () => {
    const at = async (threshold: number) => {
      const { findings } = await between(apart(before), after, { threshold });
      return findings.filter(({ verb }) => verb === "renamed").length;
    };
    expect([await at(0.5), await at(0.72), await at(0.86), await at(1)]).toEqual([7, 5, 1, 0]);
  });

  it("is never called safe, and names what else it may be", async () => {
    const { findings, statements } = await between(apart(before), after);
    for (const { severity, why } of findings.filter(({ verb }) => verb === "renamed")) {
      expect(severity).toBe("critical");
      expect(why).toMatch(/or it was removed and another added \(score 0\.\d\d\)$/);
    }
    for (const { risk, reason, suggestion } of statements.filter(({ sql }) => sql.includes(" RENAME "))) {
      expect(risk).not.toBe("safe");
      expect(reason).toContain("likely, not proved");
      expect(suggestion).toContain("was removed and");
    }
  });
});

describe("what others mention in the same words, under another name", () => {
  const SHOP = `
    CREATE TABLE public.products (id int PRIMARY KEY, sku varchar(32) NOT NULL UNIQUE, price numeric CHECK (price > 0));
    CREATE INDEX products_lower ON public.products (lower(sku));
    CREATE VIEW public.catalogue AS SELECT id, sku, price FROM public.products;
    CREATE TABLE public.lines (product int REFERENCES public.products)`;
  const mentioned = async (change: string) => {
    const { before, after } = await story(SHOP, change);
    return told((await between(apart(before), after)).findings);
  };

  it("is a renamed column, however unlike the names are", async () => {
    expect(await mentioned("ALTER TABLE public.products RENAME sku TO code")).toEqual([
      {
        ...{ code: "column.renamed", address: "public.products.sku" },
        evidence: { by: "mentions", score: 0.45, mentions: 3 },
      },
    ]);
  });

  it("is a renamed table, whose keys and indexes have kept their names", async () => {
    expect(await mentioned("ALTER TABLE public.products RENAME TO mall")).toEqual([
      {
        ...{ code: "table.renamed", address: "public.products" },
        evidence: { by: "mentions", score: 0.6, mentions: 6 },
      },
    ]);
  });

  it("is both at once", async () => {
    const found = await mentioned(
      "ALTER TABLE public.products RENAME TO items; ALTER TABLE public.items RENAME sku TO code",
    );
    expect(found.map(({ code }) => code).sort()).toEqual(["column.renamed", "table.renamed"]);
  });

  it("is nothing of the kind where keys and indexes were built anew", async () => {
    const found = await mentioned(`
      DROP VIEW public.catalogue; ALTER TABLE public.products DROP sku, ADD code varchar(32) NOT NULL UNIQUE;
      CREATE INDEX products_lower1 ON public.products (lower(code))`);
    expect(found.filter(({ code }) => code === "column.renamed")).toEqual([]);
  });

  it("is left apart where a witness knows that the one was dropped", async () => {
    const { before, after } = await story(
      SHOP,
      `DROP VIEW public.catalogue; ALTER TABLE public.products DROP sku, ADD code varchar(32) NOT NULL;
       ALTER TABLE public.products ADD CONSTRAINT products_sku_key UNIQUE (code)`,
    );
    const verbs = async (expected: Snapshot) =>
      (await between(expected, after)).findings.filter(({ address }) => /^column:.*(sku|code)$/.test(address));
    expect((await verbs(before)).map(({ verb }) => verb).sort()).toEqual(["added", "removed"]);
    expect((await verbs(apart(before))).map(({ verb }) => verb)).toEqual(["renamed"]);
  });

  it("says why it is not certain", async () => {
    const { before, after } = await story(SHOP, "ALTER TABLE public.products RENAME sku TO code");
    const { findings, statements } = await between(apart(before), after);
    expect(findings[0]?.why).toMatch(
      /removed and another added \(score 0\.45, but 3 objects that named it name the other now\)/,
    );
    expect(statements.map(({ sql, risk }) => [sql, risk])).toEqual([
      ['ALTER TABLE "public"."products" RENAME COLUMN "code" TO "sku"', "caution"],
    ]);
  });
});

describe("what is alike to several", () => {
  it("is left apart, and says so", async () => {
    const { before, after } = await story(
      "CREATE TABLE public.t (id int, mail text)",
      "DROP TABLE public.t; CREATE TABLE public.t (id int, mail1 text, mail2 text)",
    );
    const { findings } = await between(apart(before), after);
    expect(told(findings)).toEqual([
      {
        ...{ code: "column.removed", address: "public.t.mail" },
        possible: [
          { score: 0.939, ambiguous: true },
          { score: 0.864, ambiguous: true },
        ],
      },
      { code: "column.added", address: "public.t.mail1", possible: [{ score: 0.939, ambiguous: true }] },
      { code: "column.added", address: "public.t.mail2", possible: [{ score: 0.864, ambiguous: true }] },
    ]);
  });

  it("is left apart whichever side is expected, though one of two pairs were alone without the other", async () => {
    const { before, after } = await story(
      "CREATE TABLE public.t (id int, first_name text, last_name text)",
      "DROP TABLE public.t; CREATE TABLE public.t (id int, given_name text, family_name text)",
    );
    for (const sides of [
      [before, after],
      [after, before],
    ] as [Snapshot, Snapshot][]) {
      const { findings } = await between(apart(sides[0]), sides[1]);
      expect(findings.map(({ verb }) => verb).sort()).toEqual(["added", "added", "removed", "removed"]);
      for (const { possibleRenames } of findings)
        expect(possibleRenames[0]).toMatchObject({ score: 0.78, ambiguous: true });
    }
  });

  it("is told in the same way in whatever order things were made", async () => {
    const of = async (columns: string) => {
      const { before, after } = await story(
        "CREATE TABLE public.t (id int, mail text); CREATE TABLE public.u (id int, a1 text)",
        `DROP TABLE public.t; CREATE TABLE public.t (${columns}); ALTER TABLE public.u RENAME a1 TO a2`,
      );
      const { findings } = await between(apart(before), after);
      return findings.map(({ id }) => id);
    };
    expect(await of("mail1 text, id int, mail2 text")).toEqual(await of("mail2 text, id int, mail1 text"));
  });

  it("matters not to those that are known by their definition: each takes the name most like its own", async () => {
    const { before, after } = await story(
      "CREATE TABLE public.t (a int); CREATE INDEX one ON public.t (a); CREATE INDEX two ON public.t (a)",
      "ALTER INDEX public.one RENAME TO one_x; ALTER INDEX public.two RENAME TO two_x",
    );
    const { findings } = await between(apart(before), after);
    expect(findings.map(({ address, rename }) => [address, rename?.to, rename?.evidence])).toEqual([
      ["index:public.t.one", "index:public.t.one_x", { by: "definition" }],
      ["index:public.t.two", "index:public.t.two_x", { by: "definition" }],
    ]);
  });
});

describe("proof", () => {
  it("is there for the schema that initdb has made, too", async () => {
    const database = await watchedDatabase();
    const before = await database.snapshot();
    await database.sql("ALTER SCHEMA public RENAME TO app");
    const { findings, statements } = await between(before, await database.snapshot());
    await database.drop();
    expect(told(findings)).toEqual([{ code: "schema.renamed", address: "public", evidence: { by: "identity" } }]);
    expect(statements.map(({ sql }) => sql)).toEqual(['ALTER SCHEMA "app" RENAME TO "public"']);
  });

  let database: WatchedDatabase;
  let before: Snapshot;
  beforeAll(async () => {
    database = await pool.take();
    await database.sql("CREATE TABLE public.users (id int, created_at date, price int)");
    before = await database.snapshot();
  });

  it("comes from an earlier snapshot of the database where the expected one is of another", async () => {
    await database.sql("ALTER TABLE public.users RENAME price TO cost");
    const { findings } = await between(apart(before), await database.snapshot(), { witness: before });
    expect(told(findings)).toEqual([
      { code: "column.renamed", address: "public.users.price", evidence: { by: "identity" } },
    ]);
    await database.sql("ALTER TABLE public.users RENAME cost TO price");
  });

  it("against a rename outweighs any likeness: what was dropped has lost its data", async () => {
    await database.sql("ALTER TABLE public.users DROP created_at, ADD updated_at date");
    const after = await database.snapshot();
    const { findings, statements } = await between(before, after);
    expect(told(findings)).toEqual([
      { code: "column.removed", address: "public.users.created_at", possible: [{ score: 0.76, ambiguous: false }] },
      { code: "column.added", address: "public.users.updated_at", possible: [{ score: 0.76, ambiguous: false }] },
    ]);
    expect(statements.map(({ sql }) => sql).join()).not.toContain("RENAME");
  });

  it("is not needed by what holds nothing but its definition", async () => {
    await database.sql(
      "CREATE VIEW public.cheap AS SELECT id FROM public.users; CREATE INDEX one ON public.users (id)",
    );
    const expected = await database.snapshot();
    await database.sql("DROP VIEW public.cheap; CREATE VIEW public.cheaper AS SELECT id FROM public.users");
    await database.sql("DROP INDEX public.one; CREATE INDEX two ON public.users (id)");
    const { findings } = await between(expected, await database.snapshot());
    expect(findings.map(({ code, rename }) => [code, rename?.evidence.by])).toEqual([
      ["view.renamed", "score"],
      ["index.renamed", "definition"],
    ]);
  });
});
