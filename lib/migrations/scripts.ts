/** Migrations that are scripts: run by us, the way their tool runs them. */

import { openScript } from "../postgres/script.ts";
import type { Migration } from "./layout.ts";
import type { Project } from "./layouts/registry.ts";
import { runMigration } from "./run.ts";
import type { OpenSource, Ran } from "./source.ts";

export const scripts =
  ({ layout, migrations }: Project): OpenSource =>
  async (scratch, options) => {
    const connection = await openScript(scratch.endpoint);
    return {
      layout: layout.name,
      title: layout.title,
      size: migrations.length,
      steps: () =>
        migrations.map((migration) => ({
          name: migration.file ?? migration.name,
          run: async () => {
            await runMigration(connection, migration, options);
            return ran(migration);
          },
        })),
      close: () => connection.close(),
    };
  };

const ran = ({ script: _script, line: _line, transaction: _how, uniform: _uniform, ...known }: Migration): Ran => known;
