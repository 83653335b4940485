/** A kind is one file and one line: nobody else spells its name, and the registry has it once. */

import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import type { Kind } from "../../lib/core/registered.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { placeOf, ROOT, sourcesOf, textOf } from "./source.ts";

/** Words that are also the name of a kind and mean something else where they stand. */
const OTHER_MEANINGS: readonly { readonly file: string; readonly literal: string; readonly reason: string }[] = [
  { file: "lib/core/canonical.ts", literal: "view", reason: "a sort of SQL text" },
  { file: "lib/core/canonical.ts", literal: "constraint", reason: "a sort of SQL text" },
  { file: "lib/cli/check.ts", literal: "database", reason: "an option of the command" },
  { file: "lib/core/registered.ts", literal: "schema", reason: "a part of an address" },
  { file: "lib/monitor/inspection.ts", literal: "server", reason: "a field of a snapshot" },
  { file: "lib/report/fleet-groups.ts", literal: "database", reason: "a member of a fleet" },
  { file: "lib/report/fleet-groups.ts", literal: "schema", reason: "all that a database has" },
  { file: "lib/report/fleet-html.ts", literal: "database", reason: "a member of a fleet" },
  { file: "lib/report/html/filters.ts", literal: "schema", reason: "what findings can be narrowed down by" },
];

/** The layers that have to be right about kinds they have never heard of. */
const BLIND = ["core", "engine", "monitor", "report", "cli", "aws", "local"];

const names = KINDS.all.map(({ name }) => name);

/** Also at the head of an address or a code: `table:`, `column.removed`. */
const kindIn = (text: string): string | undefined =>
  names.find((name) => text === name || text.startsWith(`${name}:`) || text.startsWith(`${name}.`));

describe("kind names", () => {
  const literals = sourcesOf(...BLIND.map((layer) => `lib/${layer}`)).flatMap((source) =>
    source.nodes.flatMap((node) => {
      const text = node.type === "TemplateElement" ? (node.value as { cooked: string }).cooked : textOf(node);
      return text !== undefined && kindIn(text) !== undefined
        ? [{ file: source.path, literal: text, place: placeOf(source, node) }]
        : [];
    }),
  );
  const listed = ({ file, literal }: { readonly file: string; readonly literal: string }): boolean =>
    OTHER_MEANINGS.some((other) => other.file === file && other.literal === literal);

  it("stand in lib/kinds only", () => {
    const offenders = literals.filter((found) => !listed(found)).map(({ place, literal }) => `${place}: "${literal}"`);
    expect(offenders).toEqual([]);
  });

  it("have no other meaning in lib/engine", () => {
    expect(OTHER_MEANINGS.filter(({ file }) => file.startsWith("lib/engine/"))).toEqual([]);
  });

  it("are excused only where they stand", () => {
    for (const { file, literal } of OTHER_MEANINGS)
      expect(literals, `${literal} in ${file}`).toContainEqual(expect.objectContaining({ file, literal }));
  });
});

describe("the registry", () => {
  const sources = sourcesOf("lib/kinds").filter(({ path }) => basename(path) !== "registry.ts");
  const definers = sources.filter(({ nodes }) =>
    nodes.some(({ name, type }) => type === "Identifier" && (name === "defineKind" || name === "defineSatellite")),
  );

  it("has as many kinds as there are files that define one", () => {
    expect(definers).toHaveLength(KINDS.all.length);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(definers.map(({ path }) => path))("has the kind of %s once", async (path) => {
    const exported: unknown[] = Object.values(await import(pathToFileURL(join(ROOT, path)).href));
    const defined = exported.flatMap((value): Kind[] => {
      if (typeof value === "function") return [value(KINDS.all.filter(({ satellite }) => !satellite)) as Kind];
      return typeof value === "object" && value !== null && "attributes" in value ? [value as Kind] : [];
    });
    expect(defined).toHaveLength(1);
    expect(names.filter((name) => name === defined[0]?.name)).toHaveLength(1);
  });
});
