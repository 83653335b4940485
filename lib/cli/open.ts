/** `--open`: shows a page in the browser, where somebody sits in front of one. */

import { spawn } from "node:child_process";
import { Option } from "commander";
import type { Console } from "./console.ts";

export const openOption = (): Option => new Option("--open", "show the page in the browser");

/** The program that opens a file with whatever its user chose for it. */
const openers: Readonly<Partial<Record<NodeJS.Platform, readonly [program: string, ...args: string[]]>>> = {
  darwin: ["open"],
  win32: ["rundll32.exe", "url.dll,FileProtocolHandler"],
};

/** Opens the file; where no terminal is, or in CI, or where nothing opens it, it says where the file is. */
export async function openPage(path: string, console: Console): Promise<void> {
  const [program, ...args] = openers[process.platform] ?? ["xdg-open"];
  const opened = console.attended && (await started(program, [...args, path], console.env));
  await console.say(opened ? `opened ${path}` : `open it in a browser: ${path}`);
}

/** Whether the program could be started; what becomes of it is between it and its user. */
const started = (program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<boolean> =>
  new Promise((resolve) => {
    const child = spawn(program, args, { detached: true, stdio: "ignore", env });
    child.once("error", () => resolve(false));
    child.once("spawn", () => {
      child.unref();
      resolve(true);
    });
  });
