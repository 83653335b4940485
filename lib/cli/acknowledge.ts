/** `driftwatch acknowledge`: somebody knows of these findings, and nobody needs to be told again. */

import { Option } from "commander";
import { acknowledge as acknowledgeFindings, withdraw } from "../monitor/acknowledge.ts";
import { moment } from "../report/moment.ts";
import { printable } from "../report/printable.ts";
import type { CliCommand } from "./command.ts";
import type { Console } from "./console.ts";
import type { Run } from "./main.ts";
import { momentOf, type PersonOptions, personOf, withPerson } from "./person.ts";
import { type StorageOptions, storageOf, withStorage } from "./storage.ts";

interface AcknowledgeOptions extends StorageOptions, PersonOptions {
  readonly until?: string;
  readonly withdraw?: true;
}

export function addAcknowledge(program: CliCommand, run: Run): void {
  const command = program
    .command("acknowledge")
    .summary("note that somebody knows of a finding")
    .description(
      "Notes who knows of single findings, and why they may stay. They are still listed, and the status stays DRIFTED; " +
        "nobody is told of them again until they change, or until the time given is over.",
    )
    .argument("<finding...>", "ids of findings, as reports and alerts show them, or addresses such as table:app.users")
    .option("--until <date>", "for how long (default: until the finding changes or goes)")
    .addOption(new Option("--withdraw", "take it back: the next check tells of them").conflicts("until"));
  withPerson(withStorage(command))
    .examples(
      'driftwatch acknowledge 1f0c3a5b9d7e2468 --database orders --until 2027-06-30 --why "dropped with release 43"',
      'driftwatch acknowledge index:app.users.by_email --database orders --withdraw --why "not ours after all"',
    )
    .action((findings: string[], options: AcknowledgeOptions) =>
      run((console) => acknowledge(findings, options, console)),
    );
}

async function acknowledge(
  findings: readonly string[],
  options: AcknowledgeOptions,
  console: Console,
): Promise<number> {
  const asked = { findings, ...personOf(options) };
  const until = options.until === undefined ? null : momentOf("--until", options.until);
  const { target, ports } = await storageOf(options, console);
  const decision = options.withdraw
    ? await withdraw(target, ports, asked)
    : await acknowledgeFindings(target, ports, { ...asked, until });
  const how = options.withdraw ? "withdrawn" : `acknowledged ${until ? `until ${moment(until)}` : "until it changes"}`;
  const lines = decision.findings.map(({ id, code, title }) => `${id}  ${printable(title)} (${code}): ${how}\n`);
  await console.print(lines.join(""));
  return 0;
}
