/** Ecto migrates what its configuration names, and only that can let the environment say another database. */

import type { Directory } from "../directory.ts";
import { invalid } from "../layout.ts";

const NAMED = /\bdatabase:\s*"|\burl:\s*"(?:ecto|postgres(?:ql)?):/;

/** @throws DriftwatchError `migrations-invalid` where it names a database that would be migrated instead */
export function expectToBeTold(directory: Directory): void {
  const environment = process.env.MIX_ENV ?? "dev";
  const file = ["config/config.exs", `config/${environment}.exs`].find((name) => {
    const text = directory.has(name) ? directory.text(name) : "";
    return NAMED.test(text) && !text.includes("DATABASE_URL");
  });
  if (file !== undefined)
    throw invalid(
      `${file} names a database, which Ecto would migrate instead of the scratch database`,
      'let it say url: System.get_env("DATABASE_URL"), or give --command with what migrates the database that this names',
    );
}
