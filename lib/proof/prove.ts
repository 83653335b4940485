/**
 * A plan tried before anybody runs it: the schema it starts from is built on a scratch database, the plan is run there,
 * and what it comes to is held against what it promises.
 */

import { setTimeout as wait } from "node:timers/promises";
import { parseAddress } from "../core/address.ts";
import { oneLine } from "../core/errors.ts";
import { fingerprint } from "../core/fingerprint.ts";
import type { KindRegistry } from "../core/kind-registry.ts";
import { type Part, type PlanStep, partsOf, type Script } from "../core/plan.ts";
import type { Proof } from "../core/proof.ts";
import { majorOf, type Snapshot } from "../core/snapshot.ts";
import { ident } from "../core/sql.ts";
import { capture } from "../engine/capture.ts";
import { fingerprintWithin, type Planned } from "../engine/plan.ts";
import { titleOf } from "../engine/structure/title.ts";
import { openScratch, type Scratch, type ScratchOptions } from "../migrations/scratch.ts";
import { missingRole, openScript, type ScriptConnection, ScriptError } from "../postgres/script.ts";
import { openSession } from "../postgres/session.ts";
import { SqlTexts } from "../sqltext/sqltext.ts";
import { buildScript } from "./build.ts";
import { remaining } from "./remaining.ts";
import { standingOn, withoutThose } from "./standing.ts";

/** Findings that are named of what remains. */
const NAMED = 20;

/** What is tried, and between what. */
export type Tryable = Pick<Planned, "actual" | "expected" | "looked"> & Partial<Pick<Planned, "up" | "down">>;

/**
 * Runs one way of a plan on a scratch database of its own, and leaves nothing behind.
 * @param way `up` starts from the actual schema, `down` from the expected one
 * @param where the embedded server should be of the major that the database has
 * @throws DriftwatchError `scratch-failed`
 */
export async function prove(
  kinds: KindRegistry,
  planned: Tryable,
  way: "up" | "down",
  where: ScratchOptions,
): Promise<Proof> {
  if (planned.looked.scope.cluster)
    return {
      outcome: "not-tried",
      why: "it reaches what belongs to the whole cluster, which a scratch database has not",
    };
  const scratch = await openScratch(where);
  try {
    return await new Trial(kinds, planned, scratch).run(way);
  } finally {
    await scratch.close();
  }
}

class Trial {
  readonly #kinds: KindRegistry;
  readonly #planned: Tryable;
  readonly #scratch: Scratch;

  constructor(kinds: KindRegistry, planned: Tryable, scratch: Scratch) {
    this.#kinds = kinds;
    this.#planned = planned;
    this.#scratch = scratch;
  }

  async run(way: "up" | "down"): Promise<Proof> {
    const { actual, expected } = this.#planned;
    const [from, to] = way === "up" ? [actual, expected] : [expected, actual];
    const blank = await this.#read();
    const [here, there] = [majorOf(blank.server), majorOf(actual.server)];
    if (here !== there)
      return { outcome: "not-tried", why: `the scratch server is PostgreSQL ${here}, and the database is on ${there}` };
    const script = buildScript(this.#kinds, from, blank);
    const lacking = new Set(script.manual.flatMap(({ address, attribute }) => (attribute === null ? [address] : [])));
    const without = (side: Snapshot) => withoutThose(this.#kinds, side, lacking);
    const obstacle = await this.#build(without(from), script);
    if (obstacle !== null) return { outcome: "not-tried", why: obstacle };
    const absent = [from, to].map((side) => standingOn(this.#kinds, side, lacking));
    const { steps, manual } = this.#planned[way] ?? { steps: [], manual: [] };
    const refused = await this.#inParts({
      steps: steps.filter((step) => isOfSchema(step) && !absent.some((stands) => stands(step.address))),
      manual,
    });
    if (refused) return refused;
    const tried = lacking.size === 0 ? {} : { leftOut: some(Array.from(lacking, this.#title)) };
    // A secret that nobody could set there is still lacking afterwards.
    return { ...this.#judge(without(to), await this.#read(), [...manual, ...script.manual]), ...tried };
  }

  #judge(to: Snapshot, reached: Snapshot, manual: Script["manual"]): Proof {
    if (this.#within(reached) === fingerprint(to)) return { outcome: "proved" };
    const { byHand, unnamed } = remaining(this.#kinds, to, reached, manual);
    return unnamed.length === 0
      ? { outcome: "by-hand", findings: some(byHand) }
      : { outcome: "remains", findings: some(unnamed), byHand: some(byHand) };
  }

  /** @returns why the schema does not stand there as it should; null when it does */
  async #build(from: Snapshot, { steps, manual }: Script): Promise<string | null> {
    const connection = await openScript(this.#scratch.endpoint);
    try {
      for (const step of steps.filter(isOfSchema)) {
        const error = await this.#attempt(connection, () => connection.run(step.sql));
        if (error) return `the schema to start from cannot be built: ${step.description}: ${oneLine(error)}`;
      }
    } finally {
      await connection.close();
    }
    const built = await this.#read();
    if (this.#within(built) === fingerprint(from)) return null;
    const { unnamed } = remaining(this.#kinds, from, built, manual);
    return unnamed.length === 0
      ? null
      : `the schema to start from cannot be built as it is: ${some(unnamed).join(", ")}`;
  }

  async #inParts(script: Script): Promise<Proof | null> {
    const connection = await openScript(this.#scratch.endpoint);
    try {
      // What is done outside of a transaction stays done, and is not done again for a role that was missing later.
      const alone = ({ transactional, steps }: Part): Part[] =>
        transactional ? [{ transactional, steps }] : steps.map((step) => ({ transactional, steps: [step] }));
      for (const part of partsOf(script).flatMap(alone)) {
        let step: PlanStep | undefined;
        const error = await this.#attempt(connection, () => runPart(connection, part, (at) => (step = at)));
        if (error && step)
          return { outcome: "failed", step: step.id, description: step.description, error: oneLine(error) };
      }
      return null;
    } finally {
      await connection.close();
    }
  }

  /** A role that nobody has made on a server that is nobody's is made. */
  async #attempt(connection: ScriptConnection, work: () => Promise<void>): Promise<ScriptError | null> {
    for (const made = new Set<string>(); ; ) {
      try {
        await work();
        return null;
      } catch (error) {
        if (!(error instanceof ScriptError)) throw error;
        await connection.run("ROLLBACK");
        const role = missingRole(error);
        if (role === undefined || made.has(role) || !this.#scratch.ours) return error;
        made.add(role);
        await connection.run(`CREATE ROLE ${ident(role)}`);
      }
    }
  }

  async #read(): Promise<Snapshot> {
    const session = await openSession(this.#scratch.endpoint, { timeoutMs: 120_000 });
    const { scope } = this.#planned.looked;
    try {
      const options = { scope, now: () => new Date(), wait };
      return (await capture(session, this.#kinds, new SqlTexts(), options)).snapshot;
    } finally {
      await session.close();
    }
  }

  #within = (snapshot: Snapshot): string => fingerprintWithin(this.#kinds, snapshot, this.#planned.looked);

  #title = (address: string): string => titleOf(this.#kinds, parseAddress(address));
}

/** Nothing is there to fill anything with, and other servers are not asked. */
const isOfSchema = ({ hazards }: PlanStep): boolean => !hazards.includes("fills-rows");

/** As many as somebody reads, and how many more there are. */
const some = (names: readonly string[]): string[] =>
  names.length <= NAMED ? [...names] : [...names.slice(0, NAMED), `and ${names.length - NAMED} more`];

async function runPart(
  connection: ScriptConnection,
  { transactional, steps }: Part,
  onStep: (step: PlanStep) => void,
): Promise<void> {
  if (transactional) await connection.run("BEGIN");
  for (const step of steps) {
    onStep(step);
    await connection.run(step.sql);
  }
  // A deferred constraint speaks up only now.
  if (transactional) await connection.run("COMMIT");
}
