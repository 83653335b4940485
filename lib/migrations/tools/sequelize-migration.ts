/** A new migration of Sequelize: `sequelize.query`, a statement each. */

import type { Directory } from "../directory.ts";
import { javascriptText } from "../javascript-text.ts";
import { type NewFile, type NewMigration, type NewPart, nextNumber } from "../new-migration.ts";
import { habitOf } from "./javascript-module.ts";

const FILE = /^(\d+)-.*\.[cm]?[jt]s$/;
const FOLDER = /["']migrations-path["']\s*:\s*([^,}(]*(?:\([^)]*\))?)/;

export function sequelizeMigration(directory: Directory, { slug, now, up, down, manual }: NewMigration): NewFile[] {
  const { folder, extension, esm, numbers } = habitOf(directory, FILE, [".sequelizerc"], FOLDER);
  const head = (name: string) => `  async ${name}(queryInterface${/ts$/.test(extension) ? ": QueryInterface" : ""}) {`;
  const lines = [
    ...(/ts$/.test(extension) ? ['import type { QueryInterface } from "sequelize";', ""] : []),
    esm ? "export default {" : "module.exports = {",
    head("up"),
    ...manual.map((line) => `    // By hand: ${line}`),
    ...bodyOf(up),
    "  },",
    "",
    head("down"),
    ...bodyOf(down),
    "  },",
    "};",
  ];
  const path = `${folder}${nextNumber(numbers, now, "seconds")}-${slug.replaceAll("_", "-")}.${extension}`;
  return [{ path, content: `${lines.join("\n")}\n` }];
}

/** Sequelize itself opens no transaction around a migration. */
function bodyOf(part: NewPart | null): string[] {
  if (part === null || part.statements.length === 0) return [];
  const within = part.transactional;
  const indent = within ? "      " : "    ";
  const calls = part.statements.map(({ remark, sql }) => {
    const query = `queryInterface.sequelize.query(${javascriptText(sql)}${within ? ", { transaction }" : ""})`;
    return `${indent}// ${remark}\n${indent}await ${query};`;
  });
  if (!within) return calls;
  return ["    await queryInterface.sequelize.transaction(async (transaction) => {", ...calls, "    });"];
}
