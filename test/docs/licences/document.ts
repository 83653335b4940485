/** docs/licences.md: every package that comes with Driftwatch when it is installed, as the lock has it. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../architecture/source.ts";

export const LICENCES = join(ROOT, "docs/licences.md");

export interface Package {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly hasScript: boolean;
  readonly integrity: string | undefined;
}

interface Locked {
  readonly version: string;
  readonly license?: string;
  readonly hasInstallScript?: true;
  readonly integrity?: string;
  readonly dev?: true;
  readonly devOptional?: true;
  readonly peer?: true;
}

/** What is installed for somebody who runs it; by name. */
export function runtimePackages(): Package[] {
  const lock = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as {
    packages: Record<string, Locked>;
  };
  return Object.entries(lock.packages)
    .filter(([path, { dev, devOptional, peer }]) => path !== "" && !dev && !devOptional && !peer)
    .map(([path, { version, license = "none named", hasInstallScript = false, integrity }]) => ({
      ...{ name: path.replace(/^.*node_modules\//, ""), version, licence: license },
      ...{ hasScript: hasInstallScript, integrity },
    }))
    .sort((a, b) => (`${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1));
}

export function licencesDocument(): string {
  const packages = runtimePackages();
  return `# Licences

Driftwatch is under the [Apache License 2.0](../LICENSE). These ${packages.length} packages come with it, in \`node_modules\` or in the bundle of
the functions; \`aws-cdk-lib\` and \`constructs\` (Apache-2.0) are the consumer's own. Generated from package-lock.json by
\`npm run licences-doc\`; a test fails when it is not up to date, or when a licence is none of those that we take.

${table(packages.map(({ name, version, licence, hasScript }) => [`\`${name}\``, version, licence, hasScript ? "yes" : "none"]))}
`;
}

/** As the formatter would have it. */
function table(rows: readonly (readonly string[])[]): string {
  const all = [["package", "version", "licence", "install script"], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const lines = [all[0] ?? [], widths.map((width) => "-".repeat(width)), ...rows];
  return lines.map((row) => `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`).join("\n");
}
