/** A command whose refusals are one line each, with the word that was most likely meant. */

import { Command } from "commander";
import { nearest } from "../config/nearest.ts";
import { count } from "../core/count.ts";
import { DriftwatchError } from "../core/errors.ts";
import { quoted } from "./quoted.ts";

export class CliCommand extends Command {
  #example = "";

  override createCommand(name?: string): CliCommand {
    return new CliCommand(name);
  }

  /** Shown at the end of the help; the first one also when something is missing. */
  examples(...lines: readonly string[]): this {
    this.#example = lines[0] ?? "";
    return this.addHelpText("after", `\nExamples:\n${lines.map((line) => `  ${line}`).join("\n")}`);
  }

  /** That there is no such command, and which one there is. */
  unknown(name: string): DriftwatchError {
    const known = this.commands.map((command) => command.name());
    return new DriftwatchError(
      "bad-argument",
      `unknown command ${quoted(name)}`,
      suggestion(name, known) ?? this.#seeHelp(),
    );
  }

  /** Everything commander refuses comes through here. */
  override error(message: string, { code = "" }: { readonly code?: string } = {}): never {
    if (code === "commander.unknownCommand") throw this.unknown(this.args[0] ?? "");
    // What stands in quotes may be a value somebody mistook for a flag.
    const [, word = ""] = /'([^']*)'/.exec(message) ?? [];
    const forExample = this.#example === "" ? this.#seeHelp() : `for example: ${this.#example}`;
    const refuse = (got: string, remedy: string): DriftwatchError => new DriftwatchError("bad-argument", got, remedy);
    switch (code) {
      case "commander.unknownOption": {
        const flag = word.replace(/=.*$/s, "");
        const remedy = this.#asValue(flag) ?? suggestion(flag, flags(this)) ?? this.#seeHelp();
        throw refuse(`unknown option ${quoted(flag)}`, remedy);
      }
      case "commander.missingArgument":
        throw refuse(`${this.name()} needs <${word}>`, forExample);
      case "commander.missingMandatoryOptionValue":
        throw refuse(`${this.name()} needs ${word}`, forExample);
      case "commander.optionMissingArgument":
        throw refuse(`${word} lacks its value`, forExample);
      case "commander.excessArguments":
        throw refuse(
          this.#excess(),
          this.#asDatabase() ?? `${this.#seeHelp()} (an option with several values is repeated)`,
        );
      case "commander.invalidArgument":
        throw refuse(...invalid(message, word));
      default:
        throw refuse(message.replace(/^error: /, "").replaceAll(/option '([^']*)'/g, "$1"), this.#seeHelp());
    }
  }

  /** `--json` of somebody who means `--format json`. */
  #asValue(flag: string): string | undefined {
    const value = flag.replace(/^--/, "");
    const option = this.options.find(({ argChoices }) => argChoices?.includes(value));
    return option && `did you mean ${option.long} ${value}?`;
  }

  /** `check shop` of somebody who means `check --database shop`, and `health URL` of one who means `--database-url URL`. */
  #asDatabase(): string | undefined {
    const [word = "", ...others] = this.args;
    const isFree = (flag: string) => {
      const option = this.options.find(({ long }) => long === flag);
      return option !== undefined && this.getOptionValue(option.attributeName()) === undefined;
    };
    if (others.length > 0) return undefined;
    if (/^postgres(ql)?:\/\//i.test(word) && isFree("--database-url")) return "did you mean --database-url?";
    return /^[\w.-]+$/.test(word) && isFree("--database") ? `did you mean --database ${word}?` : undefined;
  }

  #excess(): string {
    const { length } = this.registeredArguments;
    return `${this.name()} takes ${length === 0 ? "no arguments" : count(length, "argument")} and got ${this.args.length}`;
  }

  #seeHelp(): string {
    return `see ${path(this)} --help`;
  }
}

/** `error: option '--format <format>' argument 'xml' is invalid. Allowed choices are text, json.` */
function invalid(message: string, flags: string): [got: string, remedy: string] {
  const [, value = "", choices = ""] = / argument '(.*)' is invalid\. Allowed choices are (.*)\.$/s.exec(message) ?? [];
  return [
    `${flags.split(" ")[0]} cannot be ${quoted(value)}`,
    suggestion(value, choices.split(", ")) ?? `choose from ${choices}`,
  ];
}

function suggestion(word: string, known: readonly string[]): string | undefined {
  const meant = nearest(word, known);
  return meant === undefined ? undefined : `did you mean ${meant}?`;
}

const flags = (command: Command): string[] => [
  ...command.options.map(({ long, short }) => long ?? short ?? ""),
  "--help",
  ...(command.parent ? flags(command.parent) : []),
];

const path = (command: Command): string =>
  command.parent ? `${path(command.parent)} ${command.name()}` : command.name();
