/** The command line: arguments in, exit code out. */

import { CommanderError } from "commander";
import { paragraph } from "../report/paragraph.ts";
import { addAccept } from "./accept.ts";
import { addAcknowledge } from "./acknowledge.ts";
import { addCheck } from "./check.ts";
import { CliCommand } from "./command.ts";
import { Console, type Streams } from "./console.ts";
import { addDiff } from "./diff.ts";
import { addDoctor } from "./doctor.ts";
import { sayFailure } from "./failure.ts";
import { addFingerprint } from "./fingerprint.ts";
import { addFleet } from "./fleet.ts";
import { addGrants } from "./grants.ts";
import { addGraph } from "./graph.ts";
import { addHealth } from "./health.ts";
import { addHistory } from "./history.ts";
import { addInit } from "./init.ts";
import { addLedger } from "./ledger.ts";
import { addPlan } from "./plan.ts";
import { addPlans } from "./plans.ts";
import { addRender } from "./render.ts";
import { addReplay } from "./replay.ts";
import { addShow } from "./show.ts";
import { addSnapshot } from "./snapshot.ts";
import { version } from "./version.ts";

/** Does a command's work once its arguments are understood; the work returns the exit code. */
export type Run = (work: (console: Console) => Promise<number>) => Promise<void>;

const EXIT_CODES = [
  "in sync, or done",
  "error: one line on stderr says what was got and what to do; DEBUG=driftwatch adds the stack trace",
  "drifted",
  "incomplete or not checked: not everything could be read or compared",
];
/** Columns beside the names of options that are worth breaking a description into lines for. */
const NARROWEST = 20;

/** Runs the command that `argv` (without node and script) names. Never throws. */
export async function main(argv: readonly string[], streams: Streams): Promise<number> {
  const console = new Console(streams, argv);
  try {
    return await Promise.race([dispatch(argv, console), interruption(streams, console)]);
  } catch (error) {
    await sayFailure(console, error);
    return 1;
  }
}

async function dispatch(given: readonly string[], console: Console): Promise<number> {
  // Whoever asks for nothing, and can be asked, is asked.
  const argv = given.length === 0 && console.terminal ? await (await import("./menu.ts")).chosenAt(console) : given;
  let code = 0;
  const help = { out: "", err: "" };
  const program = programFor(console, help, async (work) => {
    code = await work(console);
  });
  try {
    await program.parseAsync(argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    code = error.exitCode;
  }
  // Collected and written once: the program may end before an unawaited write has reached a pipe.
  if (help.out) await console.print(help.out);
  if (help.err) await console.explain(help.err);
  return code;
}

function programFor(console: Console, help: { out: string; err: string }, run: Run): CliCommand {
  const program = new CliCommand("driftwatch")
    .description(
      "Watches PostgreSQL schemas: takes snapshots, compares them, and says what drifted and how to mend it.",
    )
    .version(version(), "-V, --version", "print the version")
    .option("--no-color", "print without colours (NO_COLOR and FORCE_COLOR are respected, too)")
    .helpOption("-h, --help", "print this help")
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        help.out += text;
      },
      writeErr: (text) => {
        help.err += text;
      },
      getOutHelpWidth: () => console.width,
      getErrHelpWidth: () => console.width,
      getOutHasColors: () => console.colour,
    })
    .configureHelp({ minWidthToWrap: NARROWEST })
    .addHelpText("afterAll", exitCodesText(console.width))
    .examples(
      "driftwatch snapshot --database-url postgres://me@localhost/shop --out expected.json",
      "driftwatch diff expected.json postgres://me@localhost/shop",
    );
  for (const add of [
    addInit,
    addDoctor,
    addSnapshot,
    addFingerprint,
    addDiff,
    addCheck,
    addHealth,
    addHistory,
    addFleet,
    addShow,
    addAccept,
    addAcknowledge,
    addPlan,
    addPlans,
    addGraph,
    addRender,
    addReplay,
    addLedger,
    addGrants,
  ])
    add(program, run);
  addHelp(program);
  return program;
}

const exitCodesText = (width: number): string =>
  ["", "Exit codes:", ...EXIT_CODES.flatMap((meaning, code) => paragraph(meaning, width, `  ${code}  `))].join("\n");

/** Commander's own would answer `help nosuch` with a page of help and no word about it. */
function addHelp(program: CliCommand): void {
  program
    .command("help")
    .summary("print the help of a command")
    .description("Prints the help of a command, or of all.")
    .argument("[command]", "the command")
    .examples("driftwatch help diff")
    .action((name: string | undefined) => {
      const found = name === undefined ? program : program.commands.find((command) => command.name() === name);
      if (!found) throw program.unknown(name ?? "");
      found.outputHelp();
    });
}

/** The exit code, once somebody has had enough; whatever moves on the screen has stopped by then. */
const interruption = ({ signal }: Streams, console: Console): Promise<number> =>
  new Promise<void>((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
  })
    .then(() => console.say("interrupted"))
    .then(() => Number(signal.reason));
