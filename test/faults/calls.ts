/** The calls that a check makes to the world, counted, so that something may happen at one of them. */

import type { Ports } from "../../lib/monitor/ports.ts";

export interface Call {
  /** From 1. */
  readonly number: number;
  /** `states.write`. */
  readonly name: string;
  /** Does what was asked. */
  readonly make: () => Promise<unknown>;
}

/** What becomes of a call; its result is what the check gets. */
export type OnCall = (call: Call) => Promise<unknown>;

const COUNTED = [
  "credentials",
  "databases",
  "snapshots",
  "reports",
  "companions",
  "states",
  "residents",
  "alerts",
] as const;

/** The same ports, whose asynchronous calls go through `on`. */
export function withCalls(ports: Ports, on: OnCall): Partial<Ports> {
  let number = 0;
  const wrapped = COUNTED.map((port) => [
    port,
    Object.fromEntries(
      Object.entries(ports[port]).map(([method, call]: [string, (...args: unknown[]) => unknown]) => {
        const name = `${port}.${method}`;
        if (name === "snapshots.expectedLocation" || name === "companions.lost") return [method, call];
        return [
          method,
          (...args: unknown[]) => on({ number: ++number, name, make: async () => call.apply(ports[port], args) }),
        ];
      }),
    ),
  ]);
  return Object.fromEntries(wrapped) as Partial<Ports>;
}
