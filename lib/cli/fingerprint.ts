/** `driftwatch fingerprint`: 64 characters that change exactly when the schema does. */

import { nearest } from "../config/nearest.ts";
import { byCodeUnit, encodeAddress, parseAddress } from "../core/address.ts";
import { DriftwatchError } from "../core/errors.ts";
import type { Snapshot } from "../core/snapshot.ts";
import { fingerprint as fingerprintOf } from "../index.ts";
import type { CliCommand } from "./command.ts";
import type { Console } from "./console.ts";
import type { Run } from "./main.ts";
import { withProgress } from "./progress.ts";
import { quoted } from "./quoted.ts";
import { askedOf, type ScopeOptions, scopeOf, withScope } from "./scope.ts";
import { readSource, SOURCE_HELP } from "./source.ts";
import { sayUnseen } from "./unseen.ts";

interface FingerprintOptions extends ScopeOptions {
  readonly address?: string;
}

export function addFingerprint(program: CliCommand, run: Run): void {
  const command = program
    .command("fingerprint")
    .summary("print the fingerprint of a schema")
    .description(
      "Prints the SHA-256 fingerprint of a schema: equal exactly when `driftwatch diff` finds nothing. Every partition counts: policies for partitions are a target's, and those of a check's fingerprints.",
    )
    .argument("<source>", SOURCE_HELP)
    .option("--address <address>", "only this object and what is within it, such as table:app.users");
  withScope(command)
    .examples("driftwatch fingerprint expected.json", "driftwatch fingerprint expected.json --address table:app.users")
    .action((source: string, options: FingerprintOptions) => run((console) => fingerprint(source, options, console)));
}

async function fingerprint(source: string, options: FingerprintOptions, console: Console): Promise<number> {
  const { address } = options;
  const wanted = address === undefined ? undefined : canonicalAddress(address);
  const snapshot = await withProgress(console, "Reading the schema", () =>
    readSource(source, scopeOf(askedOf(options))),
  );
  if (wanted !== undefined && !snapshot.objects.has(wanted)) throw absent(wanted, snapshot);
  await console.print(`${fingerprintOf(snapshot, wanted)}\n`);
  return sayUnseen(console, snapshot);
}

function canonicalAddress(text: string): string {
  try {
    return encodeAddress(parseAddress(text));
  } catch (cause) {
    throw new DriftwatchError("bad-argument", `${quoted(text)} is no address`, "write it as table:app.users", {
      cause,
    });
  }
}

function absent(address: string, { objects }: Snapshot): DriftwatchError {
  const kind = address.slice(0, address.indexOf(":") + 1);
  const alike = [...objects.keys()].filter((other) => other.startsWith(kind)).sort(byCodeUnit);
  const meant = nearest(address, alike);
  const remedy = meant ? `did you mean ${meant}?` : "name an object that is in it, such as table:app.users";
  return new DriftwatchError("bad-argument", `the schema has no ${quoted(address)}`, remedy);
}
