/** The calls that change files below a directory, counted, so that something may happen at one of them. */

import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

export interface FileCall {
  /** From 1. */
  readonly number: number;
  /** `renameSync`. */
  readonly name: string;
  /** Does half of it, where there are halves: of a file that is written, the first half. */
  readonly half: () => void;
}

/** Throws, or ends the process; else the call is made. */
export type OnFileCall = (call: FileCall) => void;

const COUNTED = ["writeFileSync", "renameSync", "linkSync", "copyFileSync", "mkdirSync", "rmSync"] as const;

type Call = (...args: unknown[]) => unknown;

const watched = new Map<string, { readonly on: OnFileCall; number: number }>();

/** From now on until what it returns is called. */
export function onFileCalls(directory: string, on: OnFileCall): () => void {
  if (watched.size === 0) install();
  watched.set(directory, { on, number: 0 });
  return () => {
    watched.delete(directory);
    if (watched.size === 0) uninstall();
  };
}

const originals = Object.fromEntries(COUNTED.map((name) => [name, fs[name]])) as Record<string, Call>;

function install(): void {
  for (const name of COUNTED) {
    const original = originals[name] as Call;
    const wrapped: Call = (...args) => {
      const found = [...watched].find(([directory]) => args.some((it) => String(it).startsWith(`${directory}/`)));
      if (found) {
        const [, place] = found;
        place.number += 1;
        place.on({ number: place.number, name, half: () => half(original, name, args) });
      }
      return original(...args);
    };
    Object.assign(fs, { [name]: wrapped });
  }
  syncBuiltinESMExports();
}

function uninstall(): void {
  Object.assign(fs, originals);
  syncBuiltinESMExports();
}

function half(original: Call, name: string, [path, content, options]: unknown[]): void {
  if (name !== "writeFileSync") return;
  const bytes = Buffer.from(content as string);
  original(path, bytes.subarray(0, Math.floor(bytes.length / 2)), options);
}
