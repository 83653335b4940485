/**
 * The whole machine, under any history: checks and acknowledgements at once, in any interleaving, that die or are
 * refused anywhere, with topics that fail. Beside it a model of what has to be told: no alert is lost, none comes twice.
 */

import fc from "fast-check";
import { expect, it } from "vitest";
import { DriftwatchError } from "../../lib/core/errors.ts";
import type { Status } from "../../lib/core/report.ts";
import { atLeast, SEVERITIES, type Severity } from "../../lib/core/severity.ts";
import { newState, type TargetState } from "../../lib/core/target-state.ts";
import { deliver, RACES } from "../../lib/monitor/deliver.ts";
import { type Seen, settle } from "../../lib/monitor/incident.ts";
import type { Alerts, Ports, StateStore } from "../../lib/monitor/ports.ts";
import { aFinding, aReport } from "../support/reports.ts";
import { aTarget } from "../support/target.ts";
import { type Expected, MachineModel } from "./machine-model.ts";

const RUNS = Number(process.env.RUNS ?? 300);
const SEED = process.env.SEED === undefined ? 20_261_128 : Number(process.env.SEED);

const MINUTE = 60_000;
const TARGET = aTarget();
const FINDINGS = SEVERITIES.flatMap((severity, number) =>
  ["table", "view"].map((kind) => {
    const id = `${kind}-${number}`;
    return aFinding({ id, severity, kind, code: `${kind}.removed`, title: id, address: `${kind}:app.${number}` });
  }),
);
const TOPICS = ["first", "second"] as const;

/** What goes wrong at the n-th call of a port: the process dies, or only the call fails; before it counts, or after. */
interface Fault {
  readonly call: number;
  readonly dies: boolean;
  readonly after: boolean;
}

type Actor =
  | { readonly does: "check"; readonly fault: Fault | null }
  | { readonly does: "acknowledge"; readonly finding: string; readonly minutes: number | null };

interface Step {
  readonly minutes: number;
  readonly truth: readonly Seen[];
  readonly look: "whole" | "blind" | "ERROR";
  readonly paused: boolean;
  readonly actors: readonly Actor[];
  /** `deaf`: it takes the alert, and says that it has not. */
  readonly topics: Readonly<Record<(typeof TOPICS)[number], "takes" | "fails" | "deaf">>;
}

const fault = fc.record({ call: fc.nat(12), dies: fc.boolean(), after: fc.boolean() });
const actor: fc.Arbitrary<Actor> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ does: fc.constant("check" as const), fault: fc.option(fault, { freq: 3 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant("acknowledge" as const),
      finding: fc.constantFrom(...FINDINGS.map(({ id }) => id)),
      minutes: fc.option(fc.constantFrom(5, 90)),
    }),
  },
);
const topic = fc.constantFrom("takes", "takes", "takes", "takes", "fails", "deaf");
const step: fc.Arbitrary<Step> = fc.record({
  minutes: fc.constantFrom(1, 1, 3, 60, 24 * 60, 8 * 24 * 60),
  truth: fc.subarray(FINDINGS, { maxLength: 3 }),
  look: fc.constantFrom("whole", "whole", "whole", "blind", "ERROR"),
  paused: fc.constantFrom(false, false, false, true),
  actors: fc.array(actor, { minLength: 1, maxLength: 3 }),
  topics: fc.record({ first: topic, second: topic }),
}) as fc.Arbitrary<Step>;
const history = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 12 }),
  threshold: fc.constantFrom<Severity>("low", "low", "high"),
  remindAfterMs: fc.constantFrom(null, 60 * MINUTE, 24 * 60 * MINUTE),
  /** The second topic is gone for good. */
  dead: fc.boolean(),
});
type History = typeof history extends fc.Arbitrary<infer H> ? H : never;

class Broken extends Error {}

/** Everything outside of the checks, and what they did to it. */
class World {
  now = Date.parse("2026-11-20T00:00:00Z");
  state: Awaited<ReturnType<StateStore["read"]>> = null;
  readonly reports: string[] = [];
  readonly taken: { readonly topic: string; readonly report: string; readonly alert: Expected }[] = [];
  /** By topic and report: how often it may come once more, for it could not be noted that it had come. */
  readonly excused = new Map<string, number>();
  readonly model: MachineModel;

  constructor(
    readonly history: History,
    readonly scheduler: fc.Scheduler,
  ) {
    this.model = new MachineModel(history.remindAfterMs);
  }

  async play({ minutes, actors, ...scene }: Step): Promise<void> {
    this.now += minutes * MINUTE;
    const all = actors.map((it) =>
      it.does === "check" ? new Run(this, scene, it.fault).check() : this.acknowledge(it.finding, it.minutes),
    );
    await this.scheduler.waitFor(Promise.all(all));
  }

  async acknowledge(id: string, minutes: number | null): Promise<void> {
    const { code, address } = FINDINGS.find((it) => it.id === id)!;
    const until = minutes === null ? null : new Date(this.now + minutes * MINUTE).toISOString();
    for (let race = 0; race < RACES; race++) {
      const known = this.state;
      if (!known) return;
      await this.scheduler.schedule(Promise.resolve(), "acknowledge");
      const others = known.value.acknowledged.filter(({ finding }) => finding !== id);
      const about = { title: id, by: "somebody", why: "known", at: new Date(this.now).toISOString() };
      const value = { ...known.value, acknowledged: [...others, { finding: id, code, address, until, ...about }] };
      if (!this.replace(value, known.version)) continue;
      this.model.acknowledge(id, until === null ? null : Date.parse(until));
      return;
    }
  }

  replace(value: TargetState, version: string | null): string | null {
    if ((this.state?.version ?? null) !== version) return null;
    this.state = { value, version: String(Number(version ?? 0) + 1) };
    return this.state.version;
  }

  excuse(topics: readonly string[], report: string): void {
    for (const key of topics.map((it) => `${it} ${report}`)) this.excused.set(key, (this.excused.get(key) ?? 0) + 1);
  }
}

/** One check, with the ports it sees: the flow of `check.ts` around the machine. */
class Run {
  private calls = 0;
  private dead = false;
  /** What is being recorded, until it is. */
  private recording: { readonly report: string; readonly seen: () => void } | null = null;
  /** Which topics have what this run has published and not yet noted, by report. */
  private readonly unnoted = new Map<string, readonly string[]>();
  private readonly ports: Ports;

  constructor(
    private readonly world: World,
    private readonly scene: Omit<Step, "minutes" | "actors">,
    private readonly fault: Fault | null,
  ) {
    const { reports } = world;
    this.ports = {
      clock: { now: () => new Date(world.now), wait: async () => undefined },
      states: {
        read: () => this.call("read", () => world.state),
        write: (_target, value, version) => this.call("write", () => this.write(value, version)),
      },
      reports: {
        write: () => this.call("report", () => `report-${reports.push("") - 1}`),
        read: (_target, location) => this.call("fetch", () => ({ ...aReport(), stored: stored(location) })),
        writeBeside: async () => undefined,
      },
      alerts: { publish: (_target, alert, takenBy) => this.call("publish", () => this.publish(alert, takenBy)) },
    } satisfies Partial<Ports> as unknown as Ports;
  }

  async check(): Promise<void> {
    try {
      await this.attempt();
    } catch (error) {
      if (!(error instanceof Broken || error instanceof DriftwatchError)) throw error;
      const past = { at: new Date(this.world.now).toISOString(), status: "ERROR" } as never;
      await deliver.recordFailure(TARGET, this.ports, past).catch(() => undefined);
    }
    for (const [report, topics] of this.unnoted) this.world.excuse(topics, report);
  }

  private async attempt(): Promise<void> {
    const { world, ports, scene } = this;
    const { threshold, remindAfterMs } = world.history;
    for (let race = 0; race < RACES; race++) {
      const { known, failure } = scene.paused
        ? { known: await ports.states.read(TARGET), failure: null }
        : await deliver.outstanding(TARGET, ports);
      const at = new Date(world.now).toISOString();
      const state = known?.value ?? newState(at);
      const findings = scene.truth.filter(({ address }) => scene.look === "whole" || !address.startsWith("view:"));
      const drifted: Status = findings.length > 0 ? "DRIFTED" : "IN_SYNC";
      const status: Status = { whole: drifted, blind: "INCOMPLETE" as const, ERROR: "ERROR" as const }[scene.look];
      const blind = scene.look === "blind" ? ["view:"] : [];
      const sighting = { status, findings, blind, notCompared: [], uncertain: [], at, notSeenAt: state.lookedAt };
      const { memory, tell } = settle(state, sighting, { threshold, remindAfterMs, paused: scene.paused });
      const report = await ports.reports.write(TARGET, aReport());
      const worst = findings.filter(({ severity }) => atLeast(severity, threshold)).map(({ id }) => id);
      const sees = { seen: findings.map(({ id }) => id), counts: worst, whole: scene.look === "whole" };
      const seen = () => scene.look !== "ERROR" && world.model.see(report, sees, world.now, scene.paused);
      this.recording = { report, seen };
      const check = { at, status, report } as never;
      const recorded = await deliver.record(TARGET, ports, known, {
        ...{ memory, tell, reading: null, migrations: [], home: null, check },
      });
      if (!recorded) continue;
      if (recorded.entry) {
        await deliver.send(TARGET, ports, recorded.state, recorded.entry, { ...aReport(), stored: stored(report) });
      }
      if (failure) throw failure;
      return;
    }
  }

  private write(value: TargetState, version: string | null): string | null {
    const written = this.world.replace(value, version);
    if (written === null) return null;
    const { recording } = this;
    if (recording && value.checks[0]?.report === recording.report) {
      this.recording = null;
      recording.seen();
    }
    for (const [report, topics] of this.unnoted) {
      const entry = value.outbox.find((it) => it.report === report);
      this.unnoted.set(report, entry ? topics.filter((topic) => !entry.takenBy?.includes(topic)) : []);
    }
    return written;
  }

  private publish(
    { report, appeared, disappeared, transition }: Parameters<Alerts["publish"]>[1],
    takenBy: readonly string[],
  ): Awaited<ReturnType<Alerts["publish"]>> {
    const { world } = this;
    const location = report.stored.report!;
    const alert = { appeared: ids(appeared), disappeared: ids(disappeared), transition };
    const does = (name: (typeof TOPICS)[number]) =>
      name === "second" && world.history.dead ? "fails" : this.scene.topics[name];
    const asked = TOPICS.filter((name) => !takenBy.includes(name));
    const reached = asked.filter((name) => does(name) !== "fails");
    for (const name of reached) world.taken.push({ topic: name, report: location, alert });
    world.excuse(
      reached.filter((name) => does(name) === "deaf"),
      location,
    );
    const took = reached.filter((name) => does(name) === "takes");
    this.unnoted.set(location, took);
    const failure = new DriftwatchError("alert-undelivered", "not all topics took the alert", "check the topic");
    return { takenBy: [...takenBy, ...took], failure: took.length < asked.length ? failure : null };
  }

  private async call<T>(name: string, effect: () => T): Promise<T> {
    const broken = this.calls++ === this.fault?.call ? this.fault : null;
    if (this.dead) throw new Broken("dead");
    await this.world.scheduler.schedule(Promise.resolve(), name);
    if (broken?.dies) this.dead = true;
    if (broken && !broken.after) throw new Broken(`before ${name}`);
    const result = effect();
    if (!broken) return result;
    // Nobody heard that the topics have it: that is never noted.
    if (name === "publish") for (const [report, topics] of this.unnoted) this.world.excuse(topics, report);
    if (name === "publish") this.unnoted.clear();
    throw new Broken(`after ${name}`);
  }
}

const stored = (report: string) => ({ report, observed: null, page: null, plan: null });
const ids = (findings: readonly Seen[]): string[] => findings.map(({ id }) => id).sort();

/** Nothing goes wrong any more: what waits is sent. */
async function calm(world: World, last: Step): Promise<void> {
  const topics = { first: "takes", second: "takes" } as const;
  const actors: Actor[] = [{ does: "check", fault: null }];
  for (let check = 0; check < 3; check++) {
    await world.play({ ...last, look: "whole", minutes: 3, paused: false, actors, topics });
  }
}

it(`no alert is lost and none comes twice, whatever happens: SEED=${SEED}`, async () => {
  const property = fc.asyncProperty(history, fc.scheduler(), async (life, scheduler) => {
    const world = new World(life, scheduler);
    for (const it of life.steps) await world.play(it);
    await calm(world, life.steps.at(-1)!);
    for (const name of life.dead ? TOPICS.slice(0, 1) : TOPICS) {
      const taken = world.taken.filter((it) => it.topic === name);
      for (const [report, alert] of world.model.expected) {
        const copies = taken.filter((it) => it.report === report);
        expect(copies.length, `${report} at ${name}`).toBeGreaterThan(0);
        expect(copies.length).toBeLessThanOrEqual(1 + (world.excused.get(`${name} ${report}`) ?? 0));
        for (const copy of copies) expect(copy.alert).toMatchObject(alert);
      }
      expect(taken.filter(({ report }) => !world.model.expected.has(report))).toEqual([]);
    }
    world.model.expectKnown();
    if (!life.dead) expect(world.state?.value.outbox).toEqual([]);
  });
  await fc.assert(property, { numRuns: RUNS, seed: SEED });
});
