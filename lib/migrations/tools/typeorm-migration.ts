/** A new migration of TypeORM: `queryRunner.query`, a statement each. */

import type { Directory } from "../directory.ts";
import { javascriptText } from "../javascript-text.ts";
import { className, type NewFile, type NewMigration, type NewPart, nextNumber } from "../new-migration.ts";
import { habitOf } from "./javascript-module.ts";

const FILE = /^(\d{13})-.*\.[cm]?[jt]s$/;
const FOLDER = /\bmigrations["']?\s*:\s*\[\s*((["'`])[^"'`]*\2)/;

export const TYPEORM_FILES = ["ormconfig.json", "data-source.js", "data-source.ts"];

export function typeormMigration(directory: Directory, { slug, now, up, down, manual }: NewMigration): NewFile[] {
  const { folder, extension, esm, numbers } = habitOf(directory, FILE, TYPEORM_FILES, FOLDER);
  const typed = /ts$/.test(extension);
  const number = nextNumber(numbers, now, "milliseconds");
  // Its last thirteen digits are the order that TypeORM runs them in.
  const name = `${className(slug)}${number}`;
  const head = (way: string) =>
    typed ? `  public async ${way}(queryRunner: QueryRunner): Promise<void> {` : `  async ${way}(queryRunner) {`;
  const lines = [
    ...(typed ? ['import type { MigrationInterface, QueryRunner } from "typeorm";', ""] : []),
    `${esm ? "export" : `module.exports =`} class ${name}${typed ? " implements MigrationInterface" : ""} {`,
    `  name = "${name}";`,
    "",
    head("up"),
    ...manual.map((line) => `    // By hand: ${line}`),
    ...bodyOf(up),
    "  }",
    "",
    head("down"),
    ...bodyOf(down),
    "  }",
    esm ? "}" : "};",
  ];
  return [{ path: `${folder}${number}-${className(slug)}.${extension}`, content: `${lines.join("\n")}\n` }];
}

const bodyOf = (part: NewPart | null): string[] =>
  (part?.statements ?? []).map(
    ({ remark, sql }) => `    // ${remark}\n    await queryRunner.query(${javascriptText(sql)});`,
  );
