/** A sign of life on stderr, for what takes longer than a second, where somebody is watching. */

import { setTimeout as wait } from "node:timers/promises";
import { printable } from "../report/printable.ts";
import type { Console } from "./console.ts";

const PATIENCE_MS = 1_000;

/** @param work may say what it is at by now */
export async function withProgress<T>(
  console: Console,
  text: string,
  work: (tell: (text: string) => void) => Promise<T>,
): Promise<T> {
  const shown = { text };
  const tell = (now: string) => {
    shown.text = now;
  };
  if (!console.lively) return work(tell);
  const over = new AbortController();
  const end = () => over.abort();
  console.signal.addEventListener("abort", end);
  // A sign of life is not worth a failure.
  spinUntil(over.signal, shown).catch(() => undefined);
  try {
    return await work(tell);
  } finally {
    console.signal.removeEventListener("abort", end);
    end();
  }
}

async function spinUntil(over: AbortSignal, shown: { text: string }): Promise<void> {
  await wait(PATIENCE_MS, undefined, { signal: over }).catch(() => undefined);
  if (over.aborted) return;
  const { default: spinner } = await import("yocto-spinner");
  if (over.aborted) return;
  // Signals are answered in one place, the program's entry.
  const spinning = spinner({ text: printable(shown.text), handleSignals: false }).start();
  Object.defineProperty(shown, "text", {
    set: (text: string) => {
      spinning.text = printable(text);
    },
  });
  over.addEventListener("abort", () => spinning.stop(), { once: true });
}
