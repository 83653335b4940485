/** A sign of life on stderr, for what takes longer than a second, where somebody is watching. */

import { setTimeout as wait } from "node:timers/promises";
import type { Console } from "./console.ts";

const PATIENCE_MS = 1_000;

export async function withProgress<T>(console: Console, text: string, work: () => Promise<T>): Promise<T> {
  if (!console.lively) return work();
  const over = new AbortController();
  const end = () => over.abort();
  console.signal.addEventListener("abort", end);
  // A sign of life is not worth a failure.
  spinUntil(over.signal, text).catch(() => undefined);
  try {
    return await work();
  } finally {
    console.signal.removeEventListener("abort", end);
    end();
  }
}

async function spinUntil(over: AbortSignal, text: string): Promise<void> {
  await wait(PATIENCE_MS, undefined, { signal: over }).catch(() => undefined);
  if (over.aborted) return;
  const { default: spinner } = await import("yocto-spinner");
  if (over.aborted) return;
  // Signals are answered in one place, the program's entry.
  const spinning = spinner({ text, handleSignals: false }).start();
  over.addEventListener("abort", () => spinning.stop(), { once: true });
}
