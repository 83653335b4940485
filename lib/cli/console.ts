/** The terminal a command talks to: results to stdout, talk to stderr. */

import { createInterface } from "node:readline";
import { DriftwatchError } from "../core/errors.ts";
import { printable, printableLines } from "../report/printable.ts";
import type { Terminal } from "./asking.ts";
import { withoutPasswords } from "./quoted.ts";

/** As much of a stream as is needed. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string | Uint8Array, done: (error?: Error | null) => void): boolean;
  on(event: "error", listener: (error: Error) => void): unknown;
}

/** Where a person types. */
export type Input = NodeJS.ReadableStream & { readonly isTTY?: boolean };

/** The next line, and the end of the asking. */
export interface Answers extends Pick<AsyncIterator<string>, "next"> {
  close(): void;
}

export interface Streams {
  /** @default - nobody answers */
  readonly stdin?: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted when the command is to end; the reason is the exit code. */
  readonly signal: AbortSignal;
  /** Where a person can be asked; undefined where none is. */
  readonly terminal?: Terminal | undefined;
}

const GONE = ["EPIPE", "ERR_STREAM_DESTROYED", "EOF"];

export class Console {
  readonly env: Streams["env"];
  readonly signal: AbortSignal;
  /** Where a person can be asked; undefined where none is, or in CI. */
  readonly terminal: Terminal | undefined;
  /** Whether the result may be coloured. */
  readonly colour: boolean;
  /** Columns the result fits in. */
  readonly width: number;
  readonly #stdin: Input | undefined;
  readonly #stdout: Output;
  readonly #stderr: Output;
  readonly #plain: boolean;

  constructor({ stdin, stdout, stderr, env, signal, terminal }: Streams, argv: readonly string[]) {
    this.#stdin = stdin;
    this.env = env;
    this.signal = signal;
    this.terminal = isSet(env.CI) ? undefined : terminal;
    this.#stdout = stdout;
    this.#stderr = stderr;
    this.#plain = argv.includes("--no-color") || isSet(env.NO_COLOR);
    this.colour = this.#mayColour(stdout);
    this.width = Math.min(stdout.isTTY && stdout.columns ? stdout.columns : 100, 120);
    // A failed write is answered where it is made; without listeners it would end the process as well.
    for (const stream of [stdout, stderr]) stream.on("error", () => undefined);
  }

  /** Whether something that moves may be shown beside the result. */
  get lively(): boolean {
    return this.attended && this.#mayColour(this.#stderr);
  }

  /** Whether a person sits in front of it. */
  get attended(): boolean {
    return this.#stderr.isTTY === true && !isSet(this.env.CI);
  }

  /** What a person answers, line by line; undefined where nobody sits at both ends. */
  answers(): Answers | undefined {
    if (!this.attended || this.#stdin?.isTTY !== true) return undefined;
    const lines = createInterface({ input: this.#stdin, signal: this.signal });
    const iterator = lines[Symbol.asyncIterator]();
    return { next: () => iterator.next(), close: () => lines.close() };
  }

  /** A question, with the cursor left behind it. */
  ask(question: string): Promise<void> {
    return this.#talk(printable(question));
  }

  /** The result. A reader that has had enough (`| head`) is no error. */
  print(result: string | Uint8Array): Promise<void> {
    return write(this.#stdout, result).catch((error: NodeJS.ErrnoException) => {
      if (GONE.includes(error.code ?? "")) return;
      throw new DriftwatchError(
        "internal",
        `the result could not be written (${error.code})`,
        "look at what stdout is",
        {
          cause: error,
        },
      );
    });
  }

  /** One line of talk. */
  say(line: string): Promise<void> {
    return this.#talk(`driftwatch: ${printable(withoutPasswords(line))}\n`);
  }

  /** Lines for whoever looks for a mistake of ours. */
  trace(text: string): Promise<void> {
    return this.#talk(`${printableLines(withoutPasswords(text)).join("\n")}\n`);
  }

  /** Help for somebody who asked for nothing that exists. */
  explain(text: string): Promise<void> {
    return this.#talk(text);
  }

  // Nobody can be told that nobody can be told.
  #talk(text: string): Promise<void> {
    return write(this.#stderr, text).catch(() => undefined);
  }

  #mayColour({ isTTY }: Output): boolean {
    const { FORCE_COLOR: force, TERM } = this.env;
    if (this.#plain || force === "0" || force === "false") return false;
    return isSet(force) || (isTTY === true && TERM !== "dumb");
  }
}

const isSet = (value: string | undefined): boolean => value !== undefined && value !== "";

const write = (stream: Output, text: string | Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    stream.write(text, (error) => (error ? reject(error) : resolve()));
  });
