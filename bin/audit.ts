/**
 * `npm run audit`: whether a runtime dependency has a known weakness. A registry that cannot be asked fails nothing, and
 * that nobody was asked is said.
 */

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { auditVerdict } from "./audit-verdict.ts";

interface Lock {
  readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly deprecated?: string }>>;
}

const lock = JSON.parse(readFileSync(new URL("../package-lock.json", import.meta.url), "utf8")) as Lock;
const deprecated = Object.entries(lock.packages).flatMap(([path, { dev, deprecated: why }]) =>
  why !== undefined && !dev ? [path.replace(/^node_modules\//, "")] : [],
);
const { stdout } = spawnSync("npm", ["audit", "--omit=dev", "--json"], { encoding: "utf8", timeout: 60_000 });
const { passed, line } = auditVerdict(stdout ?? "", deprecated);
console.log(line);
if (!passed) process.exitCode = 1;
