/** Alembic: `alembic upgrade REVISION`, from the base to the heads. */

import type { Scratch } from "../scratch.ts";
import type { Tool } from "../tool.ts";
import { IDENTITY, identityOf } from "../witness.ts";
import { alembicMigration } from "./alembic-migration.ts";
import { drivenByPython } from "./python.ts";

const INI = "alembic.ini";

export const alembic: Tool = {
  name: "alembic",
  title: "Alembic",
  recognises: (directory) => directory.has(INI),
  open: async (directory, scratch, { python }) =>
    drivenByPython({
      ...{
        layout: "alembic",
        title: "Alembic",
        driver: "drive_alembic.py",
        directory: directory.path,
        python,
        scratch,
      },
      opening: {
        ...{ file: INI, url: scratch.url.replace(/^postgres:/, "postgresql:") },
        scratch: { ...scratch.endpoint, libpq: tlsOf(scratch), identity: await asked(scratch) },
      },
    }),
  write: alembicMigration,
};

/** What libpq is told of TLS. */
const tlsOf = ({ url }: Scratch): Record<string, string> =>
  Object.fromEntries([...new URL(url).searchParams].filter(([name]) => name.startsWith("ssl")));

const asked = async (scratch: Scratch) => ({ query: IDENTITY, answer: await identityOf(scratch) });
