/** What the process prints, by whatever way: a secret in it would be in the log. */

export interface Ears {
  /** Everything said since. */
  said(): string;
  stop(): void;
}

type Write = typeof process.stdout.write;
const CONSOLE = ["debug", "error", "info", "log", "warn"] as const;

const listeners = new Set<string[]>();
let restore: (() => void) | undefined;

/** Listens until it is stopped; whatever is said is still printed. */
export function overhear(): Ears {
  const heard: string[] = [];
  listeners.add(heard);
  restore ??= intercept((text) => {
    for (const listener of listeners) listener.push(text);
  });
  return {
    said: () => heard.join("\n"),
    stop: () => {
      listeners.delete(heard);
      if (listeners.size > 0) return;
      restore?.();
      restore = undefined;
    },
  };
}

/** The console as well: a test runner puts its own in place of the one that writes to the streams. */
function intercept(take: (text: string) => void): () => void {
  const streams = [process.stdout, process.stderr].map((stream) => {
    const write = stream.write;
    stream.write = ((...given: Parameters<Write>) => {
      take(String(given[0]));
      return write.apply(stream, given);
    }) as Write;
    return () => {
      stream.write = write;
    };
  });
  const methods = CONSOLE.map((method) => {
    const print = console[method];
    console[method] = (...given: unknown[]) => {
      take(given.map(String).join(" "));
      print(...given);
    };
    return () => {
      console[method] = print;
    };
  });
  return () => {
    for (const undo of [...streams, ...methods]) undo();
  };
}
