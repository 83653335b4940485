/** Diesel: `<version>_title/up.sql`, with `run_in_transaction` in `metadata.toml` beside it. */

import { folderOf, nameOf } from "../directory.ts";
import { distinct, type Layout, migration } from "../layout.ts";
import { type NewPart, scriptOf } from "../new-migration.ts";

const FILE = /^[^/]+\/up\.sql$/;

export const diesel: Layout = {
  name: "diesel",
  title: "Diesel",
  recognises: (directory) => directory.files.some((file) => FILE.test(file)),
  read: (directory) =>
    distinct(
      directory.files
        .filter((file) => FILE.test(file))
        .map((file) => {
          const folder = folderOf(file);
          const [version = "", ...title] = nameOf(folder).split("_");
          const metadata = `${folder}/metadata.toml`;
          const settings = directory.has(metadata) ? directory.text(metadata) : "";
          return migration({
            // Its ledger leaves out the dashes of 2024-01-31-120000.
            id: version.replaceAll("-", ""),
            name: title.join("_") || folder,
            file,
            script: directory.text(file),
            transaction: /^\s*run_in_transaction\s*=\s*false/m.test(settings) ? "message" : "one",
          });
        })
        .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)),
    ),
  apart: "statement",
  write: (directory, { slug, now, up, down, manual }) => {
    const versions = directory.files
      .filter((file) => FILE.test(file))
      .map((file) => folderOf(file).split("_")[0] ?? "");
    // Its newer versions put four more digits behind the time.
    const more = versions.some((version) => /^[\d-]{17}-\d{4}$/.test(version)) ? "-0000" : "";
    const folder = `${versionAfter(versions, now)}${more}_${slug}`;
    const none = [up, down].some((part: NewPart | null) => part?.transactional === false);
    return [
      { path: `${folder}/up.sql`, content: scriptOf(up, manual) },
      { path: `${folder}/down.sql`, content: scriptOf(down) },
      ...(none ? [{ path: `${folder}/metadata.toml`, content: "run_in_transaction = false\n" }] : []),
    ];
  },
};

/** `2024-01-31-120000`: the moment, or the second after the last one's where that is not over. */
function versionAfter(versions: readonly string[], now: Date): string {
  const versionOf = (moment: Date) => {
    const [day, time = ""] = moment.toISOString().slice(0, 19).split("T");
    return `${day}-${time.replaceAll(":", "")}`;
  };
  const moments = versions.flatMap((version) => {
    const [, day, hour, minute, second] = /^(\d{4}-\d\d-\d\d)-(\d\d)(\d\d)(\d\d)/.exec(version) ?? [];
    const moment = Date.parse(`${day}T${hour}:${minute}:${second}Z`);
    return Number.isNaN(moment) ? [] : [moment];
  });
  return versionOf(new Date(Math.max(now.getTime(), ...moments.map((moment) => moment + 1_000))));
}
