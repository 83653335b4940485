/** The same hostile texts where no renderer stands between: errors, talk, questions and log lines. */

import { PassThrough } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { Failed, shown } from "../../lambdas/failure.ts";
import { lostLine, storyOf } from "../../lambdas/story.ts";
import { emfMetrics } from "../../lib/aws/metrics.ts";
import { askingAt } from "../../lib/cli/asking.ts";
import { Console, type Output } from "../../lib/cli/console.ts";
import { sayFailure } from "../../lib/cli/failure.ts";
import { DriftwatchError } from "../../lib/core/errors.ts";
import { aReport } from "../support/alert.ts";
import { HOSTILE, PAYLOADS } from "../support/hostile-texts.ts";
import { aTarget } from "../support/target.ts";

function talking(env: Readonly<Record<string, string>> = {}) {
  let said = "";
  const output: Output = {
    isTTY: true,
    columns: 40,
    write: (text, done) => {
      said += String(text);
      done();
      return true;
    },
    on: () => undefined,
  };
  const [input, screen] = [new PassThrough(), Object.assign(new PassThrough(), { columns: 200, rows: 50 })];
  let asked = "";
  screen.on("data", (chunk) => {
    asked += chunk;
  });
  const streams = { stdout: output, stderr: output, env, signal: new AbortController().signal };
  const console = new Console({ ...streams, terminal: { input, output: screen } }, []);
  return { console, said: () => said, asked: () => asked, input };
}

/** One line, with nothing in it that a terminal or a log acts on. */
function expectOneLine(text: string): void {
  expect(text).toMatch(/^[^\n]*\n?$/);
  expect(text.replace(/\n$/, "")).not.toMatch(/\n|\t/);
  expect(text).not.toMatch(HOSTILE);
}

describe.each(Object.entries(PAYLOADS))("what is meant for %s", (_name, payload) => {
  const error = new DriftwatchError("query-failed", `relation ${payload} is gone`, `GRANT SELECT ON ${payload}`);

  it("is text in an error, ours or not, as the command line says it", async () => {
    for (const each of [error, new Error(payload), payload, { message: payload }]) {
      const { console, said } = talking();
      await sayFailure(console, each);
      expectOneLine(said());
      expect(said()).toMatch(/^driftwatch: .* \[[a-z-]+\]\n$/);
    }
  });

  it("is text in the stack that somebody asked for", async () => {
    const { console, said } = talking({ DEBUG: "driftwatch" });
    await sayFailure(console, error);
    expect(said()).not.toMatch(HOSTILE);
    expect(said()).not.toMatch(/^FORGED/m);
  });

  it("is text in what Lambda prints of an error", () => {
    for (const each of [shown(error), new Failed("query-failed", payload)] as Failed[]) {
      expectOneLine(each.message);
      expectOneLine(each.stack ?? "");
    }
  });

  it("is text in a line of the log", () => {
    const lines: string[] = [];
    emfMetrics({ write: (line) => lines.push(line) }).record(aTarget(), { findings: 3, hoursSinceVerdict: 0 });
    const stored = { report: payload, page: payload, plan: payload, observed: payload };
    for (const line of [
      ...lines,
      storyOf(aReport({ summary: payload, target: payload, stored }), true, payload),
      lostLine(payload, "page", payload),
    ]) {
      expectOneLine(line);
      expect(() => JSON.parse(line)).not.toThrow();
    }
    expect(JSON.parse(lostLine(payload, "page", payload)).target).toBe(payload);
  });

  it("is text in a question, and in the answers that there are", async () => {
    const { console, said, asked, input } = talking();
    await console.ask(`accept ${payload}?`);
    expectOneLine(said());
    const asking = await askingAt(console, { got: "", remedy: "" });
    const answer = asking.choose(`which is ${payload}?`, [
      { value: "a", label: payload, hint: payload },
      { value: "b", label: "b" },
    ]);
    setImmediate(() => input.write("\r"));
    expect(await answer).toBe("a");
    // What the menu itself moves the cursor by is its own.
    const own = stripVTControlCharacters(asked()).replaceAll(/[\n\r]/g, "");
    expect(own).not.toMatch(HOSTILE);
    expect(asked()).not.toMatch(/^FORGED/m);
    for (const sequence of ["\u001b]0;FORGED", "\u001b[2J\u009b"]) expect(asked()).not.toContain(sequence);
  });
});
