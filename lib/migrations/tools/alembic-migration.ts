/** A new revision of Alembic: `op.execute`, after the head. */

import { createHash } from "node:crypto";
import type { Directory } from "../directory.ts";
import { invalid } from "../layout.ts";
import type { NewFile, NewMigration, NewPart } from "../new-migration.ts";
import { pythonText } from "../python-text.ts";

/** @throws DriftwatchError `migrations-invalid` where there is no single head */
export function alembicMigration(directory: Directory, migration: NewMigration): NewFile[] {
  const folder = versionsIn(directory);
  const head = headOf(directory, folder);
  const { title, slug, now, up, down, manual } = migration;
  const revision = createHash("sha256").update(`${head} ${slug} ${now.toISOString()}`).digest("hex").slice(0, 12);
  const text = (value: string | null) => (value === null ? "None" : `"${value}"`);
  const lines = [
    `"""${title.replaceAll(/["\\]/g, "'")}`,
    "",
    `Revision ID: ${revision}`,
    `Revises: ${head ?? ""}`,
    `Create Date: ${now.toISOString().replace("T", " ").replace("Z", "")}`,
    "",
    '"""',
    "",
    "from alembic import op",
    "",
    `revision = ${text(revision)}`,
    `down_revision = ${text(head)}`,
    "branch_labels = None",
    "depends_on = None",
    "",
    "",
    "def upgrade():",
    ...manual.map((line) => `    # By hand: ${line}`),
    ...bodyOf(up),
    "",
    "",
    "def downgrade():",
    ...(down === null ? ["    pass"] : bodyOf(down)),
  ];
  return [{ path: `${folder}/${revision}_${slug}.py`, content: `${lines.join("\n")}\n` }];
}

function bodyOf({ transactional, statements }: NewPart): string[] {
  if (statements.length === 0) return ["    pass"];
  const indent = transactional ? "    " : "        ";
  const calls = statements.map(
    ({ remark, sql }) => `${indent}# ${remark}\n${indent}op.execute(${pythonText(escaped(sql))})`,
  );
  return transactional ? calls : ["    with op.get_context().autocommit_block():", ...calls];
}

/** To SQLAlchemy a colon before a word is a parameter unless one follows it as well; a backslash before it is taken away. */
const escaped = (sql: string): string =>
  sql.replaceAll(
    /(?<![:\p{L}\p{N}_$\\]):(?=[\p{L}\p{N}_$]+(?![:\p{L}\p{N}_$]))|\\(?=:[\p{L}\p{N}_$]*(?![:\p{L}\p{N}_$]))/gu,
    String.raw`\$&`,
  );

function versionsIn(directory: Directory): string {
  const ini = directory.has("alembic.ini") ? directory.text("alembic.ini") : "";
  const [, location = "."] = /^\s*script_location\s*=\s*(?:%\(here\)s\/?)?(\S*)/m.exec(ini) ?? [];
  const within = location.replace(/^\.?\/?/, "").replace(/\/$/, "");
  return within === "" ? "versions" : `${within}/versions`;
}

function headOf(directory: Directory, folder: string): string | null {
  const texts = directory
    .inside(folder)
    .filter((file) => file.endsWith(".py"))
    .map((file) => directory.text(file));
  const revisions = texts.flatMap((text) => /^revision\b[^=\n]*=\s*["']([^"']+)["']/m.exec(text)?.[1] ?? []);
  const followed = new Set(
    texts.flatMap((text) => {
      const [, value = ""] = /^down_revision\b[^=\n]*=\s*(\([^)]*\)|\[[^\]]*\]|.*)$/m.exec(text) ?? [];
      return [...value.matchAll(/["']([^"']+)["']/g)].map(([, id = ""]) => id);
    }),
  );
  const heads = revisions.filter((id) => !followed.has(id));
  if (heads.length <= 1) return heads[0] ?? null;
  throw invalid(`there are several heads: ${heads.join(", ")}`, "merge them first: alembic merge heads");
}
