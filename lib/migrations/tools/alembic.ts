/** Alembic: `alembic upgrade REVISION`, from the base to the heads. */

import type { Tool } from "../tool.ts";
import { alembicMigration } from "./alembic-migration.ts";
import { drivenByPython } from "./python.ts";

const INI = "alembic.ini";

export const alembic: Tool = {
  name: "alembic",
  title: "Alembic",
  recognises: (directory) => directory.has(INI),
  open: (directory, { url }, { python }) =>
    drivenByPython({
      ...{ layout: "alembic", title: "Alembic", driver: "drive_alembic.py", directory: directory.path, python },
      opening: { file: INI, url: url.replace(/^postgres:/, "postgresql:") },
    }),
  write: alembicMigration,
};
