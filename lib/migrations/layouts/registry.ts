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
import { sqitch } from "./sqitch.ts";
import { sqlx } from "./sqlx.ts";

/** Those that say by their files whose they are. */
export const TELLING: readonly Layout[] = [
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
  sqitch,
];

export const LAYOUTS: readonly Layout[] = [...TELLING, plain];

export interface Project {
  readonly layout: Layout;
  readonly migrations: readonly Migration[];
}

/**
 * The migrations of a directory.
 * @throws DriftwatchError `migrations-invalid` where there are none, or the tool would refuse them
 */
export function readProject(directory: Directory, name: string, options: LayoutOptions): Project {
  const layout = LAYOUTS.find((known) => known.name === name);
  if (!layout) throw invalid(`there is no layout ${name}`, `choose one of: ${LAYOUTS.map((it) => it.name).join(", ")}`);
  const migrations = layout.read(directory, options);
  if (migrations.length > 0 || options.mayBeEmpty) return { layout, migrations };
  throw invalid(
    `${directory.path} holds no migration of ${layout.title}`,
    "give the directory that holds them, or another --layout",
  );
}
