/** Flyway: `V2.1__title.sql` by version, then the repeatable `R__title.sql` by description; `${placeholders}`. */

import { crc32 } from "../../core/crc32.ts";
import { folderOf, nameOf } from "../directory.ts";
import { byNumber, distinct, invalid, type Layout, type LayoutOptions, type Migration, migration } from "../layout.ts";
import { type NewFile, type NewPart, nextNumber, scriptOf } from "../new-migration.ts";

const VERSIONED = /^V([0-9]+(?:[._][0-9]+)*)__(.*)\.sql$/;
const REPEATABLE = /^R__(.*)\.sql$/;

/** Where a project keeps its settings, seen from its migrations. */
const SETTINGS = ["", "../", "../conf/", "../../", "../../conf/"].flatMap((folder) => [
  `${folder}flyway.conf`,
  `${folder}flyway.toml`,
]);

export const flyway: Layout = {
  name: "flyway",
  title: "Flyway",
  recognises: (directory) =>
    directory.files.some((file) => VERSIONED.test(nameOf(file)) || REPEATABLE.test(nameOf(file))),
  read: (directory, options) => {
    const of = (pattern: RegExp) =>
      directory.files.flatMap((file) => {
        const match = pattern.exec(nameOf(file));
        return match ? [{ file, match }] : [];
      });
    const uniform = !SETTINGS.some((file) => /^\s*(?:flyway\.)?mixed\s*=\s*true/m.test(directory.beside(file) ?? ""));
    const read = (file: string, id: string, description: string): Migration => {
      const text = directory.text(file);
      const settings = directory.has(`${file}.conf`) ? directory.text(`${file}.conf`) : "";
      const literal = /^\s*placeholderReplacement\s*=\s*false/m.test(settings);
      const script = literal ? text : filled(text, file, id, options);
      const transaction = /^\s*executeInTransaction\s*=\s*false/m.test(settings) ? "each" : "fitting";
      return migration({
        id,
        name: description.replaceAll("_", " "),
        file,
        script,
        checksum: checksum(text),
        transaction,
        uniform,
      });
    };
    const versioned = of(VERSIONED)
      .map(({ file, match: [, version = "", title = ""] }) => read(file, normal(version), title))
      .sort((a, b) => byNumber(a.id, b.id));
    const repeatable = of(REPEATABLE)
      .map(({ file, match: [, title = ""] }) => ({
        ...read(file, title.replaceAll("_", " "), title),
        repeatable: true,
      }))
      .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    return [...distinct(versioned), ...distinct(repeatable, "description")];
  },
  write: (directory, { slug, now, up, down, manual }) => {
    const files = directory.files.filter((file) => VERSIONED.test(nameOf(file)));
    const versions = files.map((file) => ({ file, version: VERSIONED.exec(nameOf(file))?.[1] ?? "" }));
    const last = versions.sort((a, b) => byNumber(normal(a.version), normal(b.version))).at(-1);
    const [, head = "", tail] = /^(.*?)(\d+)$/.exec(last?.version ?? "") ?? [];
    const version = `${head}${nextNumber(tail === undefined ? [] : [tail], now, { width: 1 })}`;
    const folder = last && folderOf(last.file) !== "" ? `${folderOf(last.file)}/` : "";
    const file = (prefix: string, part: NewPart | null, by: readonly string[]): NewFile[] => {
      const path = `${folder}${prefix}${version}__${slug}.sql`;
      const content = scriptOf(part, by);
      const settings = [
        ...(part?.transactional === false ? ["executeInTransaction=false"] : []),
        ...(content.includes("${") ? ["placeholderReplacement=false"] : []),
      ];
      return [
        { path, content },
        ...(settings.length > 0 ? [{ path: `${path}.conf`, content: `${settings.join("\n")}\n` }] : []),
      ];
    };
    // Undo migrations are for those who have them.
    const undo = directory.files.some((each) => /^U[0-9]/.test(nameOf(each)));
    return [...file("V", up, manual), ...(undo ? file("U", down, []) : [])];
  },
};

/** `1_2` is `1.2`, `01` is `1`, and `1.0` is `1`. */
const normal = (version: string): string =>
  version
    .replaceAll("_", ".")
    .split(".")
    .map((part) => BigInt(part).toString())
    .join(".")
    .replace(/(\.0)+$/, "");

function filled(text: string, file: string, version: string, { placeholders }: LayoutOptions): string {
  const known: Readonly<Record<string, string>> = {
    "flyway:filename": nameOf(file),
    "flyway:defaultSchema": "public",
    "flyway:database": "postgres",
    "flyway:user": "postgres",
    "flyway:timestamp": "1970-01-01 00:00:00",
    "flyway:version": version,
    "flyway:table": "flyway_schema_history",
    "flyway:environment": "default",
    ...placeholders,
  };
  return text.replaceAll(/\$\{([^}\n]+)\}/g, (_whole, name: string) => {
    const value = Object.hasOwn(known, name) ? known[name] : undefined;
    if (value !== undefined) return value;
    throw invalid(`${file} uses the placeholder ${name}, which was not given`, `give --placeholder ${name}=VALUE`);
  });
}

/** CRC-32 over the lines without their ends, as a signed number: what the ledger's `checksum` holds. */
function checksum(text: string): string {
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.at(-1) === "") lines.pop();
  return String(crc32(lines.join("")) | 0);
}
