/** `driftwatch accept`: what a check observed becomes what is expected. */

import { Option } from "commander";
import { DriftwatchError } from "../core/errors.ts";
import { accept as acceptObserved, observedIn } from "../monitor/accept.ts";
import { move } from "../monitor/home.ts";
import type { CliCommand } from "./command.ts";
import type { Console } from "./console.ts";
import type { Run } from "./main.ts";
import { type PersonOptions, personOf, withPerson } from "./person.ts";
import { storedReport } from "./show.ts";
import { type StorageOptions, storageOf, withStorage } from "./storage.ts";

interface AcceptOptions extends StorageOptions, PersonOptions {
  readonly fingerprint?: string;
  readonly report?: string;
  readonly home?: string;
}

export function addAccept(program: CliCommand, run: Run): void {
  const command = program
    .command("accept")
    .summary("make what a check observed the expected schema")
    .description(
      "Makes a snapshot that a check observed the expected one, by its fingerprint: what was reviewed, whatever stands " +
        "in the database by now. The next check is in sync with it, and resolves the incident. Or, with --home, accepts " +
        "that the database is another one now, where a check refused to compare it.",
    )
    .option("--fingerprint <hex>", "of the observed snapshot, or 8 and more of its first characters")
    .addOption(
      new Option("--report <report>", "what this report observed: a path, an s3:// URI, or latest").conflicts(
        "fingerprint",
      ),
    )
    .addOption(
      new Option("--home <server/database>", "the database that it is from now on, as the check named it").conflicts([
        "fingerprint",
        "report",
      ]),
    );
  withPerson(withStorage(command))
    .examples(
      'driftwatch accept --database orders --fingerprint 3f9a1c20b7d4e8f6 --why "release 42"',
      'driftwatch accept --database orders --bucket my-state-bucket --report latest --why "hotfix for #17 stays"',
    )
    .action((options: AcceptOptions) => run((console) => accept(options, console)));
}

async function accept(options: AcceptOptions, console: Console): Promise<number> {
  const person = personOf(options);
  if (options.fingerprint === undefined && options.report === undefined && options.home === undefined)
    throw new DriftwatchError("bad-argument", "nothing was named to accept", "give --fingerprint, --report or --home");
  const { target, ports } = await storageOf(options, console);
  if (options.home !== undefined) {
    const { from, to } = await move(target, ports, { home: options.home, ...person });
    await console.print(`${target.id}: ${to} is the database now${from === null ? "" : `, and was ${from}`}\n`);
    return 0;
  }
  const fingerprint =
    options.fingerprint ?? observedIn(await storedReport(options.report ?? "latest", { target, ports }));
  const accepted = await acceptObserved(target, ports, { fingerprint, ...person });
  const before = accepted.replaced ? ` in place of ${accepted.replaced.slice(0, 12)}` : "";
  await console.print(
    `${target.id}: ${accepted.fingerprint.slice(0, 12)} is expected now${before}, in ${accepted.where}\n`,
  );
  if (target.expected.in === "file")
    await console.say(`${accepted.where} is part of your sources: commit it, and deploy for the monitor to see it`);
  return 0;
}
