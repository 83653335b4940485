/** The contract of a migration tool that is run itself, because only it can read its migrations. */

import type { Directory } from "./directory.ts";
import type { Writer } from "./new-migration.ts";
import type { Scratch } from "./scratch.ts";
import type { Source } from "./source.ts";

export interface Tool extends Writer {
  /** `django`. */
  readonly name: string;
  /** What people call it: `Django`. */
  readonly title: string;
  readonly recognises: (directory: Directory) => boolean;
  /** @throws DriftwatchError `migrations-invalid` where the tool cannot read the project */
  readonly open: (directory: Directory, scratch: Scratch, options: ToolOptions) => Promise<Source>;
}

export interface ToolOptions {
  /** The project's Python. */
  readonly python?: string | undefined;
  /** Which of a Django project's databases. */
  readonly databaseAlias?: string | undefined;
  /** What applies the next migration, or all of them, of a tool that nothing else is known of. */
  readonly command?: string | undefined;
}
