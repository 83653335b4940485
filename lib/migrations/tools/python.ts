/** What Django and Alembic have in common: the project's own Python, driven one migration at a time. */

import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { DriftwatchError, oneLine } from "../../core/errors.ts";
import { Driver } from "../driver.ts";
import type { Ran, Source } from "../source.ts";

interface Driven {
  readonly layout: string;
  readonly title: string;
  /** The driver's file, in `drivers`. */
  readonly driver: string;
  readonly directory: string;
  /** The interpreter; undefined = the project's virtual environment, else python3. */
  readonly python: string | undefined;
  /** What the driver is told when it is opened. */
  readonly opening: object;
}

/** @throws DriftwatchError `migrations-invalid` where the project cannot be loaded */
export async function drivenByPython(driven: Driven): Promise<Source> {
  const { layout, title, directory } = driven;
  const python = driven.python ?? interpreterOf(directory);
  const file = fileURLToPath(new URL(`../drivers/${driven.driver}`, import.meta.url));
  const driver = new Driver(python, [file], resolve(directory), { ...process.env, PYTHONDONTWRITEBYTECODE: "1" });
  try {
    const listed = await driver.ask<readonly Omit<Ran, "checksum" | "repeatable">[]>({ do: "open", ...driven.opening });
    const steps = listed.map((known) => ({
      name: known.file ?? known.id,
      run: async (): Promise<Ran> => {
        try {
          await driver.ask({ do: "apply", ...known });
        } catch (cause) {
          throw failed(known, title, cause);
        }
        return { ...known, checksum: null, repeatable: false };
      },
    }));
    return { layout, title, size: steps.length, steps: () => steps, close: () => driver.close() };
  } catch (cause) {
    await driver.close();
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

/** The one of the project's virtual environment, else python3. */
export function interpreterOf(directory: string): string {
  const found = [".venv", "venv", "env"]
    .flatMap((name) => [join(directory, name, "bin", "python"), join(directory, name, "Scripts", "python.exe")])
    .find((path) => existsSync(path));
  return found === undefined ? "python3" : resolve(found);
}
