/** `driftwatch` alone, on a terminal: the work of every day to choose from. What is chosen is a command like any other. */

import { existsSync } from "node:fs";
import { configPath, readConfig } from "../config/read-config.ts";
import { type Asking, askingAt, type Choice } from "./asking.ts";
import type { Console } from "./console.ts";

type Task = "check-all" | "check" | "ledger" | "plan" | "history" | "accept" | "doctor" | "help";

/** What needs a config file. */
const OF_CONFIG: readonly Choice<Task>[] = [
  { value: "check-all", label: "check every database" },
  { value: "check", label: "check one database" },
  { value: "history", label: "see what its checks came to" },
  { value: "accept", label: "accept what the last check observed" },
  { value: "doctor", label: "see whether everything a check needs is in place" },
];

const ALWAYS: readonly Choice<Task>[] = [
  { value: "plan", label: "plan what to do about a difference" },
  { value: "ledger", label: "hold the migration ledger against files and live schema" },
  { value: "help", label: "print the help" },
];

/** The arguments that somebody could have typed instead; they are said, so that they can be the next time. */
export async function chosenAt(console: Console): Promise<readonly string[]> {
  const asking = await askingAt(console, { got: "there is nobody to ask", remedy: "see driftwatch --help" });
  const path = configPath(undefined, console.env);
  const ids = existsSync(path) ? readConfig(path).databases.map(({ id }) => id) : [];
  const task = await asking.choose("What is to be done?", [...(ids.length > 0 ? OF_CONFIG : []), ...ALWAYS]);
  const args = await argumentsOf(task, ids, asking, console);
  await console.say(`driftwatch ${args.map((word) => (/^[\w./:@=-]+$/.test(word) ? word : `"${word}"`)).join(" ")}`);
  return args;
}

async function argumentsOf(task: Task, ids: readonly string[], asking: Asking, console: Console): Promise<string[]> {
  const one = async () => ["--database", await oneOf(ids, asking)];
  const said = (question: string) => asking.text(question, (text) => (text.trim() === "" ? "it is needed" : undefined));
  switch (task) {
    case "check-all":
      return ["check", "--all"];
    case "check":
    case "history":
      return [task, ...(await one())];
    case "accept":
      return ["accept", ...(await one()), "--report", "latest", "--why", await said("Why is it right?")];
    case "doctor":
      return ["doctor"];
    case "plan": {
      const expected = await said(
        "The schema as it should be: a snapshot, a directory of migrations, a .sql file or a URL",
      );
      return ["plan", expected, await said("The schema as it is: the same"), "--interactive", "--dry-run"];
    }
    case "ledger": {
      const migrations = await said("The directory of the migrations, or a snapshot that was replayed from them");
      const url = console.env.DATABASE_URL ? [] : ["--database-url", await said("The URL of the live database")];
      return ["ledger", migrations, ...url];
    }
    case "help":
      return ["help"];
  }
}

const oneOf = async (ids: readonly string[], asking: Asking): Promise<string> =>
  ids.length === 1
    ? (ids[0] as string)
    : asking.choose(
        "Which database?",
        ids.map((id) => ({ value: id, label: id })),
      );
