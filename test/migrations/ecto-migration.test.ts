/** A migration of Ecto: where its project keeps them, named on, and each statement as Elixir reads it. */

import { describe, expect, it } from "vitest";
import { Directory } from "../../lib/migrations/directory.ts";
import type { NewPart } from "../../lib/migrations/new-migration.ts";
import { ectoMigration } from "../../lib/migrations/tools/ecto-migration.ts";
import { type Files, inDirectory } from "../support/project.ts";

const part = (transactional: boolean, ...statements: readonly string[]): NewPart => ({
  transactional,
  statements: statements.map((sql, at) => ({ remark: `statement ${at}`, sql })),
});
const NOW = new Date("2026-11-28T11:07:19Z");
const written = (files: Files, up: NewPart, down: NewPart | null) =>
  inDirectory(files, (path) =>
    ectoMigration(new Directory(path), {
      ...{ title: "add email", slug: "add_email", now: NOW, up, down, manual: [], changes: [] },
    }),
  );

/** The texts that `execute` is given: a heredoc of the sigil S as it stands, a string with its escapes undone. */
const executed = (content: string): string[] =>
  [...content.matchAll(/execute\((?:~S"""\n([\s\S]*?)\n"""|"((?:[^"\\]|\\[\s\S])*)")\)/g)].map(
    ([, raw, escaped = ""]) => raw ?? escaped.replaceAll(/\\([\s\S])/g, (_all, it) => (it === "r" ? "\r" : it)),
  );

describe("a migration of Ecto", () => {
  it("follows the last one, in its folder and its module", () => {
    const last = "defmodule Shop.Repo.Migrations.Users do\n  use Ecto.Migration\nend\n";
    const files = { "priv/shop/migrations/20250101000000_users.exs": last, "deps/x/priv/9_y.exs": "" };
    const [file] = written(files, part(true, "SELECT 1;"), null);
    expect(file?.path).toBe("priv/shop/migrations/20261128110719_add_email.exs");
    expect(file?.content).toMatch(/^defmodule Shop\.Repo\.Migrations\.AddEmail do\n {2}use Ecto\.Migration\n\n/);
    expect(file?.content).toMatch(/def down do\n {4}:ok\n/);
    expect(written({ "mix.exs": "" }, part(true), null)[0]?.path).toBe(
      "priv/repo/migrations/20261128110719_add_email.exs",
    );
  });

  it("says each statement as it is, whatever it holds", () => {
    const hostile = [
      "CREATE TABLE t (\n  a text DEFAULT 'x #{y} \\n \"q\"'\n);",
      'SELECT \'""" #{1} \\ \';',
      "SELECT 'a\rb';",
    ];
    const [file] = written({ "mix.exs": "" }, part(true, ...hostile), part(true, ...hostile));
    expect(executed(file?.content ?? "")).toEqual([...hostile, ...hostile]);
  });

  it("takes its own transaction away from what runs in none", () => {
    const [file] = written({ "mix.exs": "" }, part(false, "CREATE INDEX CONCURRENTLY ON t (a);"), null);
    expect(file?.content).toMatch(/@disable_ddl_transaction true\n {2}@disable_migration_lock true\n/);
  });
});
