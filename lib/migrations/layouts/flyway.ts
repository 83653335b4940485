/**
 * Flyway: the newest baseline `B2__title.sql`, `V2.1__title.sql` above it by version, then the repeatable `R__title.sql` by
 * description; `${placeholders}`.
 */

import { crc32 } from "../../core/crc32.ts";
import { type Directory, folderOf, nameOf } from "../directory.ts";
import { byVersion, plainVersion, shownVersion } from "../flyway-version.ts";
import { distinct, invalid, type Layout, type LayoutOptions, type Migration, migration } from "../layout.ts";
import { type NewFile, type NewPart, nextNumber, scriptOf } from "../new-migration.ts";

const VERSIONED = /^V([0-9]+(?:[._][0-9]+)*)__(.*)\.sql$/;
const BASELINE = /^B([0-9]+(?:[._][0-9]+)*)__(.*)\.sql$/;
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
    directory.files.some((file) => [VERSIONED, BASELINE, REPEATABLE].some((pattern) => pattern.test(nameOf(file)))),
  read: (directory, options) => {
    const uniform = !SETTINGS.some((file) => /^\s*(?:flyway\.)?mixed\s*=\s*true/m.test(directory.beside(file) ?? ""));
    const read = (file: string, id: string, title: string, repeatable = false): Migration => ({
      ...scriptIn(directory, file, id, repeatable, options),
      ...{ id, name: title.replaceAll("_", " "), file, uniform },
    });
    const versioned = fromNewestBaseline(directory).map(({ file, version, title }) => read(file, version, title));
    const repeatable = filesLike(directory, REPEATABLE)
      .map(({ file, match: [, title = ""] }) => read(file, title.replaceAll("_", " "), title, true))
      .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    distinct(versioned.map((each) => ({ ...each, id: plainVersion(each.id) })));
    return [...versioned, ...distinct(repeatable, "description")];
  },
  passedOver: (directory) => {
    const run = new Set(fromNewestBaseline(directory).map(({ file }) => file));
    return [...versionsIn(directory, BASELINE), ...versionsIn(directory, VERSIONED)].flatMap(({ file }) =>
      run.has(file) ? [] : [file],
    );
  },
  write: (directory, { slug, now, up, down, manual }) => {
    const last = [...versionsIn(directory, BASELINE), ...versionsIn(directory, VERSIONED)]
      .sort((a, b) => byVersion(a.version, b.version))
      .at(-1);
    const [, head = "", tail] = /^(.*?)(\d+)$/.exec(last?.written ?? "") ?? [];
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

const filesLike = (directory: Directory, pattern: RegExp) =>
  directory.files.flatMap((file) => {
    const match = pattern.exec(nameOf(file));
    return match ? [{ file, match }] : [];
  });

/** By version. */
const versionsIn = (directory: Directory, pattern: RegExp) =>
  filesLike(directory, pattern)
    .map(({ file, match: [, written = "", title = ""] }) => ({ file, written, version: shownVersion(written), title }))
    .sort((a, b) => byVersion(a.version, b.version));

/** What Flyway runs on an empty database. */
function fromNewestBaseline(directory: Directory) {
  const baselines = versionsIn(directory, BASELINE);
  const newest = baselines.at(-1)?.version;
  const versioned = versionsIn(directory, VERSIONED);
  if (newest === undefined) return versioned;
  return [
    ...baselines.filter(({ version }) => byVersion(version, newest) === 0),
    ...versioned.filter(({ version }) => byVersion(version, newest) > 0),
  ];
}

function scriptIn(
  directory: Directory,
  file: string,
  id: string,
  repeatable: boolean,
  options: LayoutOptions,
): Migration {
  const text = directory.text(file);
  const settings = directory.has(`${file}.conf`) ? directory.text(`${file}.conf`) : "";
  const isLiteral = /^\s*placeholderReplacement\s*=\s*false/m.test(settings);
  const script = isLiteral ? text : filled(text, file, id, options);
  const transaction = /^\s*executeInTransaction\s*=\s*false/m.test(settings) ? "each" : "fitting";
  const known = { id, name: id, script, transaction, repeatable } as const;
  const raw = checksum(text);
  // Of a repeatable migration Flyway takes the text with its placeholders filled, and lets the other pass.
  return repeatable && script !== text
    ? migration({ ...known, checksum: checksum(script), equivalentChecksum: raw })
    : migration({ ...known, checksum: raw });
}

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
