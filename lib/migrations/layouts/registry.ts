/** Every layout, the most telling first: plain files are what is left. */

import type { Directory } from "../directory.ts";
import { invalid, type Layout, type LayoutOptions, type Migration } from "../layout.ts";
import { dbmate } from "./dbmate.ts";
import { diesel } from "./diesel.ts";
import { drizzle } from "./drizzle.ts";
import { flyway } from "./flyway.ts";
import { golangMigrate } from "./golang-migrate.ts";
import { goose } from "./goose.ts";
import { liquibase } from "./liquibase.ts";
import { nodePgMigrate } from "./node-pg-migrate.ts";
import { plain } from "./plain.ts";
import { prisma } from "./prisma.ts";
import { rails } from "./rails.ts";
import { sqlx } from "./sqlx.ts";

/** Those that say by their files whose they are. */
const TELLING: readonly Layout[] = [
  prisma,
  drizzle,
  flyway,
  dbmate,
  goose,
  nodePgMigrate,
  liquibase,
  sqlx,
  golangMigrate,
  diesel,
  rails,
];

export const LAYOUTS: readonly Layout[] = [...TELLING, plain];
export const LAYOUT_NAMES: readonly string[] = LAYOUTS.map(({ name }) => name);

export interface Project {
  readonly layout: Layout;
  readonly migrations: readonly Migration[];
}

/**
 * The migrations of a directory.
 * @param name of a layout; undefined = the one that recognises the files
 * @throws DriftwatchError `migrations-invalid` where there are none, or those of several tools
 */
export function readProject(directory: Directory, name: string | undefined, options: LayoutOptions): Project {
  const layout = name === undefined ? recognised(directory) : LAYOUTS.find((known) => known.name === name);
  if (!layout) throw invalid(`there is no layout ${name}`, `choose one of: ${LAYOUT_NAMES.join(", ")}`);
  const migrations = layout.read(directory, options);
  if (migrations.length > 0) return { layout, migrations };
  throw invalid(
    `${directory.path} holds no migration of ${layout.title}`,
    "give the directory that holds them, or another --layout",
  );
}

function recognised(directory: Directory): Layout {
  const found = TELLING.filter((layout) => layout.recognises(directory));
  if (found.length > 1)
    throw invalid(
      `${directory.path} looks like the migrations of ${found.map(({ title }) => title).join(" and of ")}`,
      `choose one: --layout ${found.map(({ name }) => name).join(" or --layout ")}`,
    );
  const [layout] = found;
  if (layout) return layout;
  if (plain.recognises(directory)) return plain;
  throw invalid(`${directory.path} holds no SQL files`, "give the directory that holds the migrations");
}
