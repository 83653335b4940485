/** A new migration of a Django app: RunSQL, after the last one of the app, and what it does to the models. */

import { type Directory, folderOf, nameOf } from "../directory.ts";
import { invalid } from "../layout.ts";
import { isAtomic, type NewFile, type NewMigration, type NewPart, nextNumber } from "../new-migration.ts";
import { pythonText } from "../python-text.ts";
import { stateOperations } from "./django-state.ts";

const FILE = /^(\d{4}\w*)\.py$/;

/** @throws DriftwatchError `migrations-invalid` where it is not clear which app or which migration it follows */
export function djangoMigration(directory: Directory, migration: NewMigration): NewFile[] {
  const folder = folderFor(directory, migration.app);
  const app = folder === "" ? nameOf(folderOf(absolute(directory))) : nameOf(folderOf(folder));
  const files = directory.inside(folder).filter((file) => FILE.test(nameOf(file)));
  const leaf = leafOf(directory, files, app);
  const number = nextNumber(
    files.map((file) => nameOf(file).slice(0, 4)),
    migration.now,
    { width: 4 },
  );
  const { title, up, down, manual, changes } = migration;
  const texts = files.map((file) => directory.text(file) ?? "");
  const { operations, left } = stateOperations(app, texts, changes);
  const atomic = isAtomic({ up, down });
  const lines = [
    `"""${title.replaceAll(/["\\]/g, "'")}"""`,
    "",
    `from django.db import migrations${operations.some((line) => line.includes("models.")) ? ", models" : ""}`,
    "",
    "",
    "class Migration(migrations.Migration):",
    ...(atomic ? [] : ["    atomic = False", ""]),
    leaf === undefined ? "    dependencies = []" : `    dependencies = [("${app}", "${leaf}")]`,
    "",
    ...[...manual, ...left.map((name) => `tell the models of ${name}`)].map((line) => `    # By hand: ${line}`),
    "    operations = [",
    "        migrations.RunSQL(",
    `            sql=${listOf(up)},`,
    `            reverse_sql=${down === null ? "migrations.RunSQL.noop" : listOf(down)},`,
    ...(operations.length === 0
      ? []
      : ["            state_operations=[", ...operations.map((line) => `                ${line},`), "            ],"]),
    "        ),",
    "    ]",
  ];
  const path = `${folder === "" ? "" : `${folder}/`}${number}_${migration.slug}.py`;
  return [{ path, content: `${lines.join("\n")}\n` }];
}

/** A list: a script would be taken apart at its semicolons, those in the body of a function among them. */
const listOf = ({ statements }: NewPart): string =>
  [
    "[",
    ...statements.map(({ remark, sql }) => `                # ${remark}\n                ${pythonText(sql)},`),
    "            ]",
  ].join("\n");

const absolute = ({ path }: Directory): string => `${path.replace(/\/+$/, "")}/x`;

/** The app's folder of migrations; empty where the directory is that. */
function folderFor(directory: Directory, app: string | undefined): string {
  if (directory.has("__init__.py") && directory.inside().some((file) => FILE.test(file))) return "";
  const found = directory.files.filter((file) => /(^|\/)migrations\/__init__\.py$/.test(file)).map(folderOf);
  const [folder, ...others] = app === undefined ? found : found.filter((each) => nameOf(folderOf(each)) === app);
  if (folder !== undefined && others.length === 0) return folder;
  const apps = found.map((each) => nameOf(folderOf(each))).join(", ");
  throw invalid(
    found.length === 0
      ? `${directory.path} has no app with migrations`
      : app === undefined
        ? "it is not clear which app the migration is for"
        : `there is no app ${app}`,
    found.length === 0
      ? "give the directory of manage.py, or of an app's migrations"
      : `give --app with one of: ${apps}`,
  );
}

/** The migration of the app that no other one of it comes after. */
function leafOf(directory: Directory, files: readonly string[], app: string): string | undefined {
  const names = files.map((file) => FILE.exec(nameOf(file))?.[1] ?? "");
  const followed = new Set(
    files.flatMap((file) => {
      // What it replaces has gone the same way, and is named like a dependency.
      const text = directory.text(file);
      const pairs = text.matchAll(/\(\s*["'](\w+)["']\s*,\s*["'](\w+)["']\s*,?\s*\)/g);
      return [...pairs].flatMap(([, label, name]) => (label === app && name !== undefined ? [name] : []));
    }),
  );
  const [leaf, ...others] = names.filter((name) => !followed.has(name));
  if (others.length === 0) return leaf;
  throw invalid(
    `the migrations of ${app} have several ends: ${[leaf, ...others].join(", ")}`,
    "merge them first: manage.py makemigrations --merge",
  );
}
