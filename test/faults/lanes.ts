/** Processes that make trials beside each other, each on a server of its own. */

import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Verdict } from "./judge.ts";
import type { Errand, Word } from "./lane.ts";

type Add = (trial: { readonly fault: string; readonly place: string }, verdict: Verdict) => void;

/**
 * Every other lane begins at the other end: where one mostly waits, the next has work.
 * @param add is given each trial as soon as it is done
 * @throws an Error if a process ends before its time: then nothing is known of what it had to do
 */
export async function runInLanes(lanes: number, errands: readonly Errand[], add: Add): Promise<void> {
  const left = [...errands];
  const children: ChildProcess[] = [];
  const run = async (lane: number): Promise<void> => {
    const child = fork(join(import.meta.dirname, "lane.ts"), { execArgv: ["--import", "tsx"] });
    children.push(child);
    let now: Errand | undefined;
    child.on("message", (word: Word) => {
      if (word === "idle") {
        now = lane % 2 === 0 ? left.shift() : left.pop();
        child.send(now ?? "end");
      } else if ("verdict" in word) add(word, word.verdict);
    });
    const [code, signal] = await once(child, "exit");
    if (code !== 0) throw new Error(`a lane ended with ${signal ?? code}${now ? ` at "${now.fault}"` : ""}`);
  };
  try {
    await Promise.all(Array.from({ length: Math.min(lanes, errands.length) }, (_, lane) => run(lane)));
  } finally {
    for (const child of children) if (child.connected) child.disconnect();
  }
}
