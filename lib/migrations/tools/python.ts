/** What Django and Alembic have in common: the project's own Python, driven one migration at a time. */

import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { DriftwatchError, oneLine } from "../../core/errors.ts";
import { openSession } from "../../postgres/session.ts";
import { Driver } from "../driver.ts";
import { environment } from "../environment.ts";
import type { Scratch } from "../scratch.ts";
import type { Ran, Source } from "../source.ts";
import { isRecorded } from "../witness.ts";

interface Driven {
  readonly layout: string;
  readonly title: string;
  /** The driver's file, in `drivers`. */
  readonly driver: string;
  readonly directory: string;
  readonly scratch: Scratch;
  /** The interpreter; undefined = the project's virtual environment, else python3. */
  readonly python: string | undefined;
  /** What the driver is told when it is opened. */
  readonly opening: object;
}

/** @throws DriftwatchError `migrations-invalid` where the project cannot be loaded */
export async function drivenByPython(driven: Driven): Promise<Source> {
  const { layout, title, directory, scratch } = driven;
  const python = driven.python ?? interpreterOf(directory);
  const file = fileURLToPath(new URL(`../drivers/${driven.driver}`, import.meta.url));
  const driver = new Driver(python, [file], resolve(directory), {
    ...environment(),
    PYTHONDONTWRITEBYTECODE: "1",
  });
  const session = await openSession(scratch.endpoint);
  const close = async () => {
    await driver.close();
    await session.close();
  };
  try {
    const listed = await driver.ask<readonly Omit<Ran, "checksum" | "repeatable">[]>({ do: "open", ...driven.opening });
    const steps = listed.map((known) => ({
      name: known.file ?? known.id,
      run: async (): Promise<Ran> => {
        const ledger = await driver.ask<string | null>({ do: "apply", ...known }).catch((cause: unknown) => {
          throw failed(known, title, cause);
        });
        if (ledger !== null && !(await isRecorded(session, layout, known.id, ledger))) throw unrecorded(known, title);
        return { ...known, checksum: null, repeatable: false };
      },
    }));
    return { layout, title, size: steps.length, steps: () => steps, close };
  } catch (cause) {
    await close();
    throw new DriftwatchError(
      "migrations-invalid",
      `the ${title} project in ${directory} could not be loaded by ${python}: ${oneLine(cause)}`,
      "see that it runs there, and name its interpreter with --python",
      { cause },
    );
  }
}

const failed = ({ id, file }: Pick<Ran, "id" | "file">, title: string, cause: unknown): DriftwatchError =>
  new DriftwatchError(
    "migration-failed",
    `${file ?? id}: ${title} could not apply ${id}: ${oneLine(cause)}`,
    "correct the migration, or see what it needs of the scratch server",
    { cause },
  );

const unrecorded = ({ id, file }: Pick<Ran, "id" | "file">, title: string): DriftwatchError =>
  new DriftwatchError(
    "migration-failed",
    `${file ?? id}: ${title} says that it applied ${id}, but the ledger in the scratch database does not`,
    "see that the project commits, and to the database that it is given",
  );

/** The one of the project's virtual environment, else python3. */
export function interpreterOf(directory: string): string {
  const found = [".venv", "venv", "env"]
    .flatMap((name) => [join(directory, name, "bin", "python"), join(directory, name, "Scripts", "python.exe")])
    .find((path) => existsSync(path));
  return found === undefined ? "python3" : resolve(found);
}
