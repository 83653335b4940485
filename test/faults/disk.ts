/** The disk of a monitor that keeps its things in a directory: full, failing, read-only; and a process killed at a write. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../../lib/core/report.ts";
import type { Alert } from "../../lib/monitor/ports.ts";
import type { Watch } from "../support/monitoring.ts";
import { aReport } from "../support/reports.ts";
import { type OnFileCall, onFileCalls } from "./file-calls.ts";
import type { Evidence, Told, Verdict } from "./judge.ts";
import type { Order } from "./killed-check.ts";
import { FAST, PASSWORD, type Scene, type Stage, WATCHER } from "./scenes.ts";
import { type Conditions, DAY_MS, type Family, socketOf, type Trial, tryScene } from "./trial.ts";

type Happens = (at: number) => OnFileCall;

const failed = (code: string): Error => Object.assign(new Error(`${code}: on purpose`), { code });

/** As far as the disk has room: half of what is written. */
const full: OnFileCall = ({ name, half }) => {
  if (name === "rmSync") return;
  half();
  throw failed("ENOSPC");
};

const failing =
  (code: string): OnFileCall =>
  () => {
    throw failed(code);
  };

const atOnce =
  (happens: OnFileCall): Happens =>
  (at) =>
  (call) => {
    if (call.number === at) happens(call);
  };

const from =
  (happens: OnFileCall): Happens =>
  (at) =>
  (call) => {
    if (call.number >= at) happens(call);
  };

const FAULTS: Readonly<Record<string, Happens>> = {
  "directory: disk full at a call": atOnce(full),
  "directory: disk full from a call on": from(full),
  "directory: input and output failed at a call": atOnce(failing("EIO")),
  "directory: read-only from a call on": from(failing("EROFS")),
};

/** What people were told; the same again by the same name is excused, since nobody could note that they had been. */
function streamOf(alerts: readonly Alert[]): Told[] {
  return alerts.map(({ transition, report, appeared, disappeared }, index) => ({
    ...{ transition, appeared, disappeared },
    excused: alerts.slice(index + 1).some((later) => later.report.stored.report === report.stored.report),
  }));
}

/** The evidence in the directory, and what was told before by others. */
function evidenceIn(
  world: () => Watch,
  before: () => readonly Alert[] = () => [],
): () => Pick<Evidence, "streams" | "state" | "written"> {
  return () => ({
    streams: [streamOf([...before(), ...world().published])],
    state: world().state(),
    written: JSON.stringify(before()),
  });
}

/** Calls in a check of this scene without a fault. */
async function callsOf(stage: Stage, scene: Scene): Promise<number> {
  let calls = 0;
  await tryScene(
    stage,
    scene,
    harmed(({ number }) => {
      calls = number;
    }),
  );
  return calls;
}

function harmed(on: OnFileCall): Conditions {
  let seen: Watch;
  return {
    check: async (world, options) => {
      seen = world;
      const done = onFileCalls(world.directory, on);
      try {
        return await world.check(options);
      } finally {
        done();
      }
    },
    evidence: evidenceIn(() => seen),
  };
}

export const DISK: Family = {
  faults: Object.keys(FAULTS),
  share: 0.2,
  trials: async (stage) => {
    const trials: Trial[] = [];
    for (const scene of stage.scenes) {
      const calls = await callsOf(stage, scene);
      for (const [fault, happens] of Object.entries(FAULTS))
        for (let at = 1; at <= calls; at++)
          trials.push({
            ...{ fault, place: `${scene.name}, call ${at}` },
            run: () => tryScene(stage, scene, harmed(happens(at))),
          });
    }
    return trials;
  },
};

const KILLED = "directory: process killed at a call";
const CUT_SHORT = "directory: process ended by the limit of a file's size";
const PROGRAM = join(import.meta.dirname, "killed-check.ts");
/** In blocks of 1,024 bytes. */
const LIMITS = [0, 1, 2, 4, 8];

/** Each takes a process of its own. */
export const KILLS: Family = {
  faults: [KILLED, CUT_SHORT],
  atOnce: 2,
  share: 0.1,
  trials: async (stage) => {
    const trials: Trial[] = [];
    for (const scene of stage.scenes) {
      const calls = await callsOf(stage, scene);
      const trial = (fault: string, place: string, how: Killing) =>
        trials.push({ fault, place: `${scene.name}, ${place}`, run: () => tryKilled(stage, scene, how) });
      for (let at = 1; at <= calls; at++) trial(KILLED, `call ${at}`, { at });
      for (const blocks of LIMITS) trial(CUT_SHORT, `${blocks} KB`, { at: 0, blocks });
    }
    return trials;
  },
};

interface Killing {
  readonly at: number;
  readonly blocks?: number;
}

async function tryKilled(stage: Stage, scene: Scene, { at, blocks }: Killing): Promise<Verdict> {
  const scratch = mkdtempSync(join(FAST, "driftwatch-killed-"));
  const log = join(scratch, "log");
  let seen: Watch;
  let told: Alert[] = [];
  const { path } = socketOf(stage);
  const host = encodeURIComponent(path.slice(0, path.lastIndexOf("/")));
  const url = `postgres://${WATCHER}:${PASSWORD}@localhost:${stage.own.server.port}/${scene.database}?host=${host}`;
  try {
    return await tryScene(stage, scene, {
      check: async (world, { full: isFull = false }) => {
        seen = world;
        await ended({ url, directory: world.directory, scratch, log, full: isFull, afterMs: DAY_MS, at }, blocks);
        const lines = linesOf(log);
        told = lines.flatMap(({ alert }) => alert ?? []);
        return lines.find(({ report }) => report)?.report ?? SILENT;
      },
      evidence: evidenceIn(
        () => seen,
        () => told,
      ),
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Who was killed has said nothing. */
const SILENT = aReport({ status: "ERROR", error: { code: "internal", message: "killed" }, findings: [] });

async function ended(order: Order, blocks?: number): Promise<void> {
  const program = [process.execPath, "--import", "tsx", PROGRAM, JSON.stringify(order)];
  const limited =
    blocks === undefined ? program : ["/bin/bash", "-c", `ulimit -c 0 -f ${blocks} && exec "$@"`, "bash", ...program];
  const child = spawn(limited[0] as string, limited.slice(1), { stdio: "ignore" });
  await once(child, "exit");
}

const linesOf = (log: string): { readonly alert?: Alert; readonly report?: Report }[] =>
  existsSync(log)
    ? readFileSync(log, "utf8")
        .split("\n")
        .filter((line) => line.endsWith("}"))
        .map((line) => JSON.parse(line))
    : [];
