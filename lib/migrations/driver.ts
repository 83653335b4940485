/** A process that knows a project's own tool: asked in lines of JSON, answers in lines of JSON. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface, type Interface } from "node:readline";
import { oneLine } from "../core/errors.ts";

export class Driver {
  readonly #child: ChildProcess;
  readonly #lines: Interface;
  readonly #answers: AsyncIterator<string>;
  #said = "";

  constructor(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv) {
    this.#child = spawn(command, [...args], { cwd, env, stdio: ["pipe", "pipe", "pipe"] });
    // Told by the answer that does not come.
    this.#child.on("error", (error) => {
      this.#said = error.message;
    });
    this.#child.stdin?.on("error", () => undefined);
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#said = (this.#said + text).slice(-4_000);
    });
    this.#lines = createInterface({ input: this.#child.stdout! });
    this.#answers = this.#lines[Symbol.asyncIterator]();
  }

  /** @throws Error whose message is what the tool said, in one line */
  async ask<T>(request: object): Promise<T> {
    this.#child.stdin?.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.#answers.next();
    if (done) throw new Error(lastLine(this.#said) || "it ended without a word");
    const { answer, error } = JSON.parse(value) as { readonly answer?: T; readonly error?: string };
    if (error !== undefined) throw new Error(oneLine(error));
    return answer as T;
  }

  async close(): Promise<void> {
    const { exitCode, signalCode } = this.#child;
    this.#lines.close();
    this.#child.stdin?.end();
    if (exitCode !== null || signalCode !== null || this.#child.pid === undefined) return;
    this.#child.kill();
    await once(this.#child, "close");
  }
}

/** What a program that fails says last says it best. */
const lastLine = (text: string): string => text.trim().split("\n").at(-1)?.trim() ?? "";
