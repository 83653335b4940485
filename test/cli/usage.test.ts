/** Help, versions, and words nobody knows. */

import { describe, expect, it } from "vitest";
import { driftwatch, expectRefusal } from "./driftwatch.ts";

const COMMANDS = ["snapshot", "fingerprint", "diff", "check", "grants", "help"];

describe("help", () => {
  it.each([[["--help"]], [["-h"]], [["help"]], ...COMMANDS.map((name) => [[name, "--help"]])])(
    "%j tells how, with an example and the exit codes",
    async (args) => {
      const { code, stdout, stderr } = await driftwatch(args);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout).toMatch(/^Usage: driftwatch .*\nExamples:\n {2}driftwatch .*\nExit codes:\n {2}0 {2}in sync/s);
    },
  );

  it.each(COMMANDS)("of %s fits in a narrow terminal, but for its examples and long words", async (name) => {
    const { stdout } = await driftwatch([name, "--help"], { terminal: true, columns: 60 });
    const lines = stdout.replace(/^Examples:\n(?: .*\n)*/m, "").split("\n");
    expect(
      lines.filter((line) => line.length > 60 && line.trim().includes(" ") && !line.startsWith("Usage: ")),
    ).toEqual([]);
  });

  it("names every command, and help of a command is the command's help", async () => {
    const { stdout } = await driftwatch(["--help"]);
    for (const name of COMMANDS) expect(stdout).toMatch(new RegExp(`^ {2}${name} `, "m"));
    expect(await driftwatch(["help", "diff"])).toEqual(await driftwatch(["diff", "--help"]));
  });

  it("is an error where a command was expected: a script without one must not pass for in sync", async () => {
    const { code, stdout, stderr } = await driftwatch([]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^Usage: driftwatch /);
  });

  it.each([[["--version"]], [["-V"]]])("%j prints the version alone", async (args) => {
    const outcome = await driftwatch(args);
    expect(outcome).toMatchObject({ code: 0, stderr: "" });
    expect(outcome.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe("a mistake", () => {
  it.each<[string[], RegExp]>([
    [["chekc"], /unknown command "chekc"; did you mean check\?/],
    [["dif", "a", "b"], /unknown command "dif"; did you mean diff\?/],
    [["frobnicate"], /unknown command "frobnicate"; see driftwatch --help/],
    [["help", "chck"], /unknown command "chck"; did you mean check\?/],
    [["diff", "--json", "a", "b"], /unknown option "--json"; did you mean --format json\?/],
    [["diff", "--fromat", "json", "a", "b"], /unknown option "--fromat"; did you mean --format\?/],
    [["check", "--no-colour"], /unknown option "--no-colour"; did you mean --no-color\?/],
    [["check", "-x"], /unknown option "-x"; see driftwatch check --help/],
    [["diff", "--format", "xml", "a", "b"], /--format cannot be "xml"; choose from text, json/],
    [["diff", "--format", "jsno", "a", "b"], /--format cannot be "jsno"; did you mean json\?/],
    [["diff", "--layout", "flywya", "a", "b"], /--layout cannot be "flywya"; did you mean flyway\?/],
    [
      ["accept", "x.json", "--database", "shop", "--why", "x"],
      /takes no arguments and got 1; see driftwatch accept --help/,
    ],
    [["diff", "a", "b", "--format"], /--format <format> lacks its value; for example: driftwatch diff /],
    [["diff", "a"], /diff needs <actual>; for example: driftwatch diff /],
    [["diff", "a", "b", "c"], /diff takes 2 arguments and got 3; see driftwatch diff --help/],
    [["check", "shop"], /check takes no arguments and got 1; did you mean --database shop\?/],
    [["health", "postgres://me@localhost/shop"], /takes no arguments and got 1; did you mean --database-url\?/],
    [["snapshot", "x", "--out", "y"], /snapshot takes no arguments and got 1;/],
    [["snapshot"], /snapshot needs --out <file>; for example: driftwatch snapshot /],
    [["diff", "--profile", "ledger", "a", "b"], /--profile cannot be "ledger"; did you mean ledgers\?/],
    [["diff", "--profile", "oracle", "a", "b"], /--profile cannot be "oracle"; choose from ledgers, .*, none/],
    [
      ["diff", "--partitions", "app.events", "a", "b"],
      /--partitions cannot be "app\.events"; write it as TABLE=POLICY/,
    ],
    [["diff", "--partitions", "a.b=dynamik", "a", "b"], /--partitions cannot be "dynamik"; did you mean dynamic\?/],
    [
      ["diff", "--partitions", "a.b=off", "a", "b"],
      /--partitions cannot be "off"; choose from managed, dynamic, ignored/,
    ],
    [["diff", "--clutser", "a", "b"], /unknown option "--clutser"; did you mean --cluster\?/],
    [["check", "--all", "--database", "x"], /--all cannot be used with --database <id>;/],
  ])("%j", async (args, line) => {
    expectRefusal(await driftwatch(args), line);
  });

  it.each([
    [["postgres://u:S3CR3T@host/db"]],
    [["snapshot", "postgres://u:S3CR3T@host/db", "--out", "x"]],
    [["snapshot", "--databse-url=postgres://u:S3CR3T@host/db", "--out", "x"]],
    [["snapshot", "--database-url", "postgres://u:S3CR3T@ho st/db", "--out", "x"]],
    [["snapshot", "--database-url", "ftp://u:S3CR3T@host/db", "--out", "x"]],
    [["snapshot", "--database-url", "u:S3CR3T@host/db", "--out", "x"]],
    [["snapshot", "--database-url", "postgres://u@127.0.0.1:1/d", "--out", "postgres://u:S3CR3T@host/db"]],
    [["diff", "--format", "postgres://u:S3CR3T@host/db", "a", "b"]],
    [["diff", "postgre://u:S3CR3T@host/db", "b"]],
    [["diff", "u:S3CR3T@host/db", "b"]],
    [["fingerprint", "host=db password=S3CR3T"]],
    [["fingerprint", "a", "--address", "postgres://u:S3CR3T@host/db"]],
    [["check", "--config", "postgres://u:S3CR3T@host/db"]],
    [["check", "--database", "postgres://u:S3CR3T@host/db"]],
    [["help", "postgres://u:S3CR3T@host/db"]],
  ])("never shows the password in it: %#", async (args) => {
    expectRefusal(await driftwatch(args), "");
    expectRefusal(await driftwatch(["--no-color", ...args]), "");
  });
});
