/** Who may import whom: the layers table of docs/architecture.md as data. Whoever changes one changes the other. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Import, layerOf, ROOT, type Source, sourcesOf } from "./source.ts";

interface Layer {
  /** Layers, or single files of one (`monitor/ports`). A layer may always import itself. */
  readonly ours: readonly string[];
  /** The same, for `import type` alone. */
  readonly ourTypes?: readonly string[];
  /** A name, or a scope with all that is in it (`@aws-sdk/*`). */
  readonly packages?: readonly string[];
  readonly packageTypes?: readonly string[];
  /** @default - all */
  readonly builtins?: readonly string[];
}

const LAYERS: Readonly<Record<string, Layer>> = {
  core: { ours: [], builtins: ["node:crypto", "node:zlib"] },
  config: { ours: ["core"], packages: ["zod"] },
  kinds: { ours: ["core"], builtins: [] },
  sqltext: { ours: ["core"], packages: ["libpg-query"] },
  engine: { ours: ["core", "sqltext"] },
  postgres: { ours: ["core"], packages: ["pg"] },
  migrations: { ours: ["core", "engine", "postgres", "sqltext"] },
  proof: { ours: ["core", "engine", "postgres", "sqltext", "migrations/scratch"] },
  monitor: {
    ours: [
      ...["core", "engine", "kinds/registry", "kinds/watched", "kinds/health/registry", "config"],
      // What of the migrations needs no server of its own.
      ...["migrations/findings", "migrations/incidents", "migrations/ledger-reading", "migrations/live"],
      "migrations/waiting",
    ],
  },
  report: {
    ours: ["core", "config/telemetry"],
    ourTypes: ["engine"],
    packages: ["picocolors", "diff", "@dagrejs/dagre"],
  },
  aws: { ours: ["core", "config"], ourTypes: ["monitor/ports"], packages: ["@aws-sdk/*", "@smithy/signature-v4"] },
  local: { ours: ["core", "config"], ourTypes: ["monitor/ports"] },
  cli: {
    ours: [
      ...["core", "config", "kinds", "sqltext", "engine", "postgres", "migrations", "proof"],
      ...["monitor", "report", "aws", "local", "index"],
    ],
    packages: ["commander", "yocto-spinner", "@clack/prompts"],
  },
  infra: { ours: ["config", "core/errors"], packages: ["aws-cdk-lib", "constructs"] },
  lambdas: { ours: ["monitor", "aws", "local", "postgres", "report", "kinds/registry", "config", "core"] },
  // The two public entries.
  index: { ours: ["core", "engine", "kinds/registry", "postgres", "sqltext", "migrations"], packageTypes: ["pg"] },
  cdk: { ours: ["core", "config", "infra"] },
};

/** What the table does not allow and is done all the same. */
const EXCEPTIONS: readonly { readonly file: string; readonly imports: string; readonly reason: string }[] = [
  {
    file: "lib/local/credentials.ts",
    imports: "lib/postgres/endpoint.ts",
    reason: "a database URL is read by one parser; that file needs no client",
  },
];

/** The phases of the engine in the order the data flows: each may use those before it. The files beside them use them all. */
const PHASES: readonly string[] = [
  ...["structure", "introspection", "diff", "renames"],
  ...["consequences", "remediation", "verdict"],
];

/** What is no kind itself. */
const OF_ALL_KINDS: readonly string[] = ["registry.ts", "watched.ts"];

const sources = sourcesOf("lib", "lambdas");
const everything = [...sources, ...sourcesOf("bin")];

const covers = (permission: string, file: string): boolean =>
  permission.includes("/") ? file === `lib/${permission}.ts` : layerOf(file) === permission;

const packageOf = (specifier: string): string =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");

const isBuiltin = (specifier: string): boolean => specifier.startsWith("node:") || builtinModules.includes(specifier);

function allowed(source: Source, { specifier, file, typeOnly }: Import): boolean {
  const layer = LAYERS[source.layer];
  if (!layer) return false;
  if (isBuiltin(specifier)) return layer.builtins?.includes(specifier) ?? specifier.startsWith("node:");
  if (file !== undefined) {
    const permissions = [...layer.ours, ...(typeOnly ? (layer.ourTypes ?? []) : [])];
    return layerOf(file) === source.layer || permissions.some((permission) => covers(permission, file));
  }
  const name = packageOf(specifier);
  // The package may read its own description.
  if (name === "driftwatch") return true;
  const permissions = [...(layer.packages ?? []), ...(typeOnly ? (layer.packageTypes ?? []) : [])];
  return permissions.some((known) => known === name || (known.endsWith("/*") && name.startsWith(known.slice(0, -1))));
}

const isException = ({ path }: Source, { file }: Import): boolean =>
  EXCEPTIONS.some((exception) => exception.file === path && exception.imports === file);

const said = (source: Source, { specifier, typeOnly }: Import): string =>
  `${source.path} imports ${specifier}${typeOnly ? " (types)" : ""}`;

describe("imports", () => {
  it("has a rule for every layer there is, and none for another", () => {
    const folders = readdirSync(join(ROOT, "lib")).map((name) => name.replace(/\.ts$/, ""));
    expect(Object.keys(LAYERS).sort()).toEqual([...folders, "lambdas"].sort());
  });

  it("are those the layers table allows", () => {
    const offenders = sources.flatMap((source) =>
      source.imports
        .filter((found) => !allowed(source, found) && !isException(source, found))
        .map((found) => said(source, found)),
    );
    expect(offenders).toEqual([]);
  });

  it("make no exception that is none", () => {
    for (const { file, imports } of EXCEPTIONS) {
      const source = sources.find(({ path }) => path === file);
      const found = source?.imports.find((candidate) => candidate.file === imports);
      expect(source && found && allowed(source, found), `${file} → ${imports}`).toBe(false);
    }
  });

  it("never lead from one kind to another", () => {
    // What a kind spells its DDL with may stand in a file beside it: column.ts, column-definition.ts.
    const offenders = sources
      .filter(({ path, layer }) => layer === "kinds" && !OF_ALL_KINDS.includes(basename(path)))
      .flatMap(({ path, imports }) =>
        imports
          .flatMap(({ file }) => (file !== undefined && layerOf(file) === "kinds" ? [file] : []))
          .filter((file) => !basename(file).startsWith(`${basename(path, ".ts")}-`))
          .map((file) => `${path} imports ${file}`),
      );
    expect(offenders).toEqual([]);
  });

  it("lead back to an earlier phase of the engine, never on to a later one", () => {
    const phaseOf = (file: string): string | undefined => /^lib\/engine\/(\w+)\//.exec(file)?.[1];
    const later = (one: string, other: string | undefined) =>
      other === undefined || PHASES.indexOf(other) > PHASES.indexOf(one);
    const offenders = sources.flatMap((source) => {
      const phase = phaseOf(source.path);
      if (phase === undefined) return [];
      return source.imports
        .filter(({ file }) => file !== undefined && layerOf(file) === "engine" && later(phase, phaseOf(file)))
        .map((found) => said(source, found));
    });
    expect(offenders).toEqual([]);
    expect([...new Set(sources.flatMap(({ path }) => phaseOf(path) ?? []))].sort()).toEqual([...PHASES].sort());
  });

  it("name files that exist, by their own ending", () => {
    const offenders = everything.flatMap((source) =>
      source.imports
        .filter(({ file }) => file !== undefined && !(file.endsWith(".ts") && existsSync(join(ROOT, file))))
        .map((found) => said(source, found)),
    );
    expect(offenders).toEqual([]);
  });

  it("bring in only packages that are installed with this one", () => {
    const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    const used = sources.flatMap(({ imports }) =>
      imports.flatMap(({ specifier, file }) => (file || isBuiltin(specifier) ? [] : [packageOf(specifier)])),
    );
    const installed = Object.keys({ ...dependencies, ...peerDependencies, driftwatch: "" });
    expect([...new Set(used)].sort()).toEqual(installed.sort());
  });
});

describe("cycles", () => {
  /** Ours that each imports, by whatever `of` says of a file. */
  const graph = (of: (file: string) => string, withTypes: boolean): Map<string, Set<string>> => {
    const edges = new Map<string, Set<string>>();
    for (const { path, imports } of everything) {
      const from = of(path);
      const targets = edges.get(from) ?? new Set();
      edges.set(from, targets);
      for (const { file, typeOnly } of imports)
        if (file !== undefined && of(file) !== from && (withTypes || !typeOnly)) targets.add(of(file));
    }
    return edges;
  };

  const cycleIn = (edges: ReadonlyMap<string, ReadonlySet<string>>): string[] => {
    const done = new Set<string>();
    const visit = (node: string, trail: readonly string[]): string[] => {
      if (trail.includes(node)) return [...trail.slice(trail.indexOf(node)), node];
      if (done.has(node)) return [];
      for (const next of edges.get(node) ?? []) {
        const cycle = visit(next, [...trail, node]);
        if (cycle.length > 0) return cycle;
      }
      done.add(node);
      return [];
    };
    return [...edges.keys()].map((node) => visit(node, [])).find((cycle) => cycle.length > 0) ?? [];
  };

  it("do not exist between layers", () => {
    expect(cycleIn(graph(layerOf, true))).toEqual([]);
  });

  it("do not exist between files, at run time", () => {
    expect(cycleIn(graph((file) => file, false))).toEqual([]);
  });

  it("would be found", () => {
    const edges = [
      ["a", new Set(["b"])],
      ["b", new Set(["c"])],
      ["c", new Set(["b"])],
    ] as const;
    expect(cycleIn(new Map(edges))).toEqual(["b", "c", "b"]);
  });
});
