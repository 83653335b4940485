/** Reads the whole schema and judges it: what a check does when the stamp has moved, and loads only then. */

import { scopeOf, type Target } from "../config/target.ts";
import { fingerprint } from "../core/fingerprint.ts";
import { NOWHERE } from "../core/places.ts";
import type { Session } from "../core/session.ts";
import type { Reading, TargetState } from "../core/target-state.ts";
import { type Capture, type CaptureOptions, capture } from "../engine/capture.ts";
import { agreement, compare, type Verdict } from "../engine/compare.ts";
import { recanonicalise, textsOf } from "../engine/introspection/recanonicalise.ts";
import { type RenameOptions, withParser } from "../engine/renames/renames.ts";
import { KINDS } from "../kinds/registry.ts";
import { attributed } from "./attribution.ts";
import { basisOf, type Inspection, NOTHING } from "./inspection.ts";
import { heldAgainstLedger } from "./ledger.ts";
import type { Ports } from "./ports.ts";
import { keepWitness, readWitness } from "./witness.ts";

export async function read(
  target: Target,
  ports: Ports,
  session: Session,
  known: TargetState | null,
): Promise<Inspection> {
  const version = await ports.snapshots.expectedVersion(target);
  const stored = version === null ? null : await ports.snapshots.readExpected(target);
  const texts = textsOf(stored);
  // What a replay cannot know of is not looked at here either.
  const { without } = stored?.scope ?? {};
  const scope = { ...scopeOf(target), ...(without && { without }) };
  const options: CaptureOptions = { scope, now: ports.clock.now, wait: ports.clock.wait };
  const quick = await capture(session, KINDS, texts, { ...options, withoutDependencies: true });
  const ignoring = { rules: target.ignore ?? [], at: ports.clock.now().toISOString() };
  const ledger = await heldAgainstLedger(target, session, stored, quick.snapshot);
  const agreed = stored && ledger.agrees && agreement(stored, quick.snapshot, scope, ignoring);
  // The objects of the expected snapshot are needed only where one look is not enough.
  const expected = stored && !agreed ? await recanonicalise(KINDS, stored.read(), texts) : null;
  const verdictOn = ({ snapshot }: Capture, renames: RenameOptions | null = null): Verdict | null => {
    if (agreed || !expected) return agreed || null;
    const live = { ...snapshot, unreadable: [...snapshot.unreadable, ...ledger.unreadable] };
    return compare(KINDS, ledger.expectedNow(expected, snapshot), live, scope, ignoring, ledger.findings, renames);
  };
  const first = verdictOn(quick);
  const inSync = first?.findings.length === 0 && first.suppressed.length === 0;
  // Who needs whom matters for explaining and mending only, and is read only then.
  const seen = inSync ? quick : await quick.complete();
  const { snapshot } = seen;
  const observed = inSync ? null : await ports.snapshots.writeObserved(target, snapshot);
  const facts = { server: snapshot.server, stored: { ...NOWHERE, observed } };
  const last = known?.reading ?? null;
  const judged = inSync ? verdictOn(seen) : verdictOn(seen, await renameOptions(target, ports, version, last));
  if (!judged || version === null) {
    const { unreadable, unmodelled, leftOut } = snapshot;
    return {
      ...NOTHING,
      ...facts,
      unreadable,
      unmodelled,
      leftOut,
      fingerprint: { expected: null, actual: fingerprint(snapshot) },
    };
  }
  const { schemas: _schemas, objects: _objects, ...verdict } = judged;
  const reading = readingOf(target, ports, seen, version, verdict);
  const witness = inSync && stored ? await keepWitness(target, ports, stored, version, quick, last) : last?.witness;
  const read = reading && {
    ...reading,
    ...(ledger.layout ? { ledger: { layout: ledger.layout, digest: ledger.digest } } : {}),
    ...(witness ? { witness } : {}),
  };
  const sides = { actual: snapshot, expected };
  const findings = await attributed(target, ports, session, verdict.findings, known, sides);
  return { ...NOTHING, ...facts, ...verdict, findings, pending: ledger.pending, reading: read };
}

async function renameOptions(
  target: Target,
  ports: Ports,
  version: string | null,
  last: Reading | null,
): Promise<RenameOptions> {
  const { renameThreshold: threshold } = target;
  const witness = await readWitness(target, ports, version, last);
  return withParser({ witness, ...(threshold === undefined ? {} : { threshold }) });
}

const readingOf = (
  target: Target,
  ports: Ports,
  { stamp }: Capture,
  expectedVersion: string,
  verdict: Pick<Verdict, "status" | "fingerprint">,
): Inspection["reading"] =>
  verdict.status === "INCOMPLETE"
    ? null
    : {
        stamp,
        status: verdict.status,
        expectedVersion,
        basis: basisOf(target, ports.clock.now()),
        readAt: ports.clock.now().toISOString(),
        fingerprint: verdict.fingerprint,
      };
