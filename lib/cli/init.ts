/** `driftwatch init`: the first config file, and the SQL for the monitor's role. */

import { existsSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve, sep } from "node:path";
import { Option } from "commander";
import { parseConfig } from "../config/config-file.ts";
import { configPath } from "../config/read-config.ts";
import { DriftwatchError } from "../core/errors.ts";
import type { CliCommand } from "./command.ts";
import type { Console } from "./console.ts";
import { checkRole, roleSql } from "./grants.ts";
import type { Run } from "./main.ts";
import { type Question, replies } from "./questions.ts";
import { quoted } from "./quoted.ts";

interface InitOptions {
  readonly database?: string;
  readonly secret?: string;
  readonly urlFromEnv?: string;
  readonly host?: string;
  readonly databaseName?: string;
  readonly schedule?: string;
  readonly timeZone?: string;
  readonly topic?: string;
  readonly region?: string;
  readonly role: string;
  readonly config?: string;
  readonly grants?: string;
  readonly force?: true;
}

export function addInit(program: CliCommand, run: Run): void {
  program
    .command("init")
    .summary("write a first config file, and the SQL for the monitor's role")
    .description(
      "Writes driftwatch.config.json with one database, and the SQL that makes the monitor's role there. What no option " +
        "says is asked for, where a person sits at a terminal. Nothing is connected to, and no file is overwritten.",
    )
    .option("--database <id>", "what to call the database: letters and digits, with single hyphens between them")
    .option("--secret <name>", "name or ARN of the Secrets Manager secret with the monitor's login")
    .addOption(
      new Option(
        "--url-from-env <variable>",
        "instead of a secret, for checks without AWS: the environment variable with its postgres:// URL",
      ).conflicts("secret"),
    )
    .option("--host <host>", "its host, where the secret has none (RDS-managed secrets)")
    .option("--database-name <name>", "its name in PostgreSQL, where it is not the secret's dbname")
    .option("--schedule <expression>", "when to check (default: every night at three)")
    .option("--time-zone <zone>", "the time zone of the schedule (default: UTC)")
    .option("--topic <arn>", "the SNS topic for alerts (default: the stack makes one)")
    .option("--region <region>", "the AWS region to deploy to (default: that of the profile)")
    .option("--role <name>", "what to call the role", "driftwatch")
    .option("--config <file>", "the config file to write (default: DRIFTWATCH_CONFIG, or driftwatch.config.json)")
    .option("--grants <file>", "the SQL file to write (default: grants.sql beside the config)")
    .option("--force", "overwrite what is there")
    .examples(
      "driftwatch init",
      "driftwatch init --database orders --secret prod/orders/monitor --database-name orders",
      "driftwatch init --database orders --url-from-env ORDERS_URL",
    )
    .action((options: InitOptions) => run((console) => init(options, console)));
}

/** Asked for in this order. What has no default must be answered. */
const QUESTIONS = [
  { field: "id", text: "What to call the database (letters, digits, hyphens)" },
  { field: "secret", text: "Name or ARN of the secret with the monitor's login" },
  { field: "host", text: "Its host, if the secret does not say it", otherwise: "" },
  { field: "databaseName", text: "Its name in PostgreSQL, if the secret does not say it", otherwise: "" },
  { field: "schedule", text: "When to check", otherwise: "cron(0 3 * * ? *)" },
  { field: "timeZone", text: "The time zone of that", otherwise: "UTC" },
  { field: "alertTopics", text: "SNS topic for alerts, if there is one already", otherwise: "" },
] as const satisfies readonly Question[];

type Field = (typeof QUESTIONS)[number]["field"];
type Answers = Readonly<Partial<Record<Field, string>>>;

async function init(options: InitOptions, console: Console): Promise<number> {
  const path = configPath(options.config, console.env);
  const grants = options.grants ?? join(dirname(path), "grants.sql");
  checkRole(options.role);
  if (!options.force) for (const file of [path, grants]) refuseToOverwrite(file);
  const said = given(options);
  for (const question of QUESTIONS) check(question.field, said[question.field], path);
  const answers = { ...said, ...(await asked(said, options, console, path)) };
  const text = configText(answers, options, path);
  // Whatever it was made of: what is written can be read.
  parseConfig(text, path);
  const sql = roleSql(options.role, answers.databaseName);
  write(path, text);
  write(grants, sql);
  await console.print(nextSteps({ path, grants, id: answers.id ?? "", ...options }));
  return 0;
}

function given({ database, secret, host, databaseName, schedule, timeZone, topic }: InitOptions): Answers {
  const said = { id: database, secret, host, databaseName, schedule, timeZone, alertTopics: topic };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}

/** With the two answers that are needed nobody is asked for the others. */
async function asked(said: Answers, { urlFromEnv }: InitOptions, console: Console, path: string): Promise<Answers> {
  const open = QUESTIONS.filter(
    ({ field }) => said[field] === undefined && (field !== "secret" || urlFromEnv === undefined),
  );
  const needed = open.filter((question) => !("otherwise" in question));
  if (needed.length === 0) return {};
  const answers = await replies(open, console, (field, text) => check(field, text, path));
  if (answers) return answers;
  throw new DriftwatchError(
    "bad-argument",
    `init was not told ${needed.map(({ field }) => OPTIONS[field]).join(" and ")}, and there is no terminal to ask on`,
    "for example: driftwatch init --database orders --secret prod/orders/monitor, or without AWS --url-from-env ORDERS_URL",
  );
}

/** @throws DriftwatchError `bad-argument` when a config would be refused with this answer */
function check(field: Field, answer: string | undefined, path: string): void {
  if (answer === undefined) return;
  const database = { id: "some", secret: "some", ...entryOf({ [field]: answer }) };
  try {
    parseConfig(JSON.stringify({ databases: [database] }), path);
  } catch (error) {
    if (!(error instanceof DriftwatchError)) throw error;
    const allowed = /allowed is (.*?)(; |$)/.exec(error.message)?.[1] ?? "something else";
    // A password may have been pasted where the name of its secret belongs.
    const shown = field === "secret" ? `a text of ${answer.length} characters` : quoted(answer);
    throw new DriftwatchError("bad-argument", `${OPTIONS[field]} cannot be ${shown}`, `give ${allowed}`);
  }
}

const OPTIONS: Readonly<Record<Field, string>> = {
  id: "--database",
  secret: "--secret",
  host: "--host",
  databaseName: "--database-name",
  schedule: "--schedule",
  timeZone: "--time-zone",
  alertTopics: "--topic",
};

function entryOf(answers: Answers): object {
  const { alertTopics, ...rest } = answers;
  return { ...rest, ...(alertTopics === undefined ? {} : { alertTopics: [alertTopics] }) };
}

function configText(answers: Answers, { region, urlFromEnv }: InitOptions, path: string): string {
  const { alertTopics, ...database } = answers;
  const config = {
    $schema: schemaFrom(dirname(resolve(path))),
    ...(region === undefined ? {} : { region }),
    ...(alertTopics === undefined ? {} : { alertTopics: [alertTopics] }),
    databases: [{ ...database, ...(urlFromEnv === undefined ? {} : { urlFromEnv }) }],
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

const SCHEMA = "docs/schemas/config.v1.json";

/** Where this package lies. */
const home = (): string => dirname(createRequire(import.meta.url).resolve("driftwatch/package.json"));

/** Where the published schema lies, seen from the config: in this clone, or where the package is installed. */
function schemaFrom(directory: string): string {
  const here = relative(directory, join(home(), SCHEMA));
  return `./${isWithin(here) ? here.split(sep).join("/") : `node_modules/driftwatch/${SCHEMA}`}`;
}

const isWithin = (path: string): boolean => !path.startsWith("..") && resolve(path) !== path;

function refuseToOverwrite(file: string): void {
  if (!existsSync(file)) return;
  throw new DriftwatchError("bad-argument", `${quoted(file)} is there already`, "name another file, or give --force");
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "failed";
    const remedy = "name a file in a directory you may write to";
    throw new DriftwatchError("bad-argument", `${quoted(file)} cannot be written (${code})`, remedy, { cause });
  }
}

interface Made extends InitOptions {
  readonly path: string;
  readonly grants: string;
  readonly id: string;
}

function nextSteps({ path, grants, id, role, urlFromEnv, config }: Made): string {
  const isClone = isWithin(relative(home(), dirname(resolve(path))));
  const command = isClone ? "npm run -s driftwatch --" : "driftwatch";
  const where = config === undefined ? "" : ` --config ${config}`;
  const deploy = isClone
    ? [`npm run build && npx cdk deploy --all${config === undefined ? "" : ` --context config=${config}`}`]
    : inOwnProject(path);
  return [
    `wrote ${path} and ${grants}`,
    "",
    `1. Run ${grants} in the database, give role ${role} a password, and put ${
      urlFromEnv === undefined ? "both into the secret" : `the URL with both into ${urlFromEnv}`
    }.`,
    `2. See whether everything is in place: ${command} doctor --database ${id}${where}`,
    ...(urlFromEnv === undefined
      ? [`3. Deploy: ${deploy[0]}`, ...deploy.slice(1)]
      : [`3. Check: ${command} check --database ${id}${where}`]),
    "",
  ].join("\n");
}

/** Where the package is installed there is no app: these lines are one. */
const inOwnProject = (path: string): string[] => [
  "save this as driftwatch-app.mjs",
  "",
  '     import { App } from "aws-cdk-lib";',
  '     import { deploymentProblems, driftMonitorStacks, readConfig } from "driftwatch/cdk";',
  `     driftMonitorStacks(new App(), { config: readConfig(${JSON.stringify(path)}, deploymentProblems) });`,
  "",
  "   and run, here:",
  "",
  "     npm install driftwatch aws-cdk-lib constructs aws-cdk",
  '     npx cdk deploy --all --app "node driftwatch-app.mjs"',
];
