/** Makes an observed snapshot the expected one: what was reviewed, and not what stands there by then. */

import { observedFingerprint } from "../config/storage.ts";
import type { Target } from "../config/target.ts";
import { DriftwatchError } from "../core/errors.ts";
import type { Report } from "../core/report.ts";
import { openSnapshot } from "../core/snapshot-file.ts";
import type { Decision } from "../core/target-state.ts";
import { amendState } from "./amend.ts";
import type { Archive, Ports } from "./ports.ts";

export interface Acceptance {
  /** Of the observed snapshot: 64 hex characters, or so many of them, 8 at least, that only one begins like that. */
  readonly fingerprint: string;
  readonly by: string;
  readonly why: string;
}

type AcceptPorts = Pick<Ports, "states" | "snapshots" | "clock"> & { readonly archive: Archive };

export type Accepted = Extract<Decision, { verb: "accepted" }>;

/** @throws DriftwatchError when there is no such snapshot, it is damaged, or it does not hold the whole schema */
export async function accept(target: Target, ports: AcceptPorts, { by, why, ...asked }: Acceptance): Promise<Accepted> {
  const { archive, states, snapshots, clock } = ports;
  const fingerprint = await whole(target, archive, asked.fingerprint);
  const file = await archive.readObserved(target, fingerprint);
  if (!file) throw unobserved(target, fingerprint);
  const name = `the observed snapshot ${fingerprint.slice(0, 12)}`;
  const snapshot = openSnapshot(file, name);
  // The objects are read to be held against the fingerprint in the file, and that against its name.
  snapshot.read();
  if (snapshot.fingerprint !== fingerprint) {
    throw new DriftwatchError(
      "snapshot-corrupt",
      `${name} of ${target.id} holds ${snapshot.fingerprint.slice(0, 12)}`,
      "check again, and accept what that observes",
    );
  }
  if (snapshot.unreadable.length > 0) {
    const unread = snapshot.unreadable.map(({ kind }) => kind).join(", ");
    throw new DriftwatchError(
      "bad-argument",
      `${name} of ${target.id} is incomplete: ${unread} could not be read`,
      "grant what the report names, check again, and accept what that observes",
    );
  }
  const replaced = (await snapshots.readExpected(target).catch(damaged))?.fingerprint ?? null;
  const last = (await states.read(target))?.value.checks.find(({ status }) => status !== "ERROR");
  const where = snapshots.expectedLocation(target);
  if (replaced === null && last !== undefined && last.status !== "NOT_CHECKED") throw elsewhere(target, where);
  const decision: Accepted = {
    ...{ at: clock.now().toISOString(), by, why, verb: "accepted" },
    ...{ fingerprint, replaced, where, carriedOut: false },
  };
  // Who and why come first: whatever fails from here on, nobody changed what is expected unnamed.
  await amendState(target, ports, (state) => ({ ...state, decisions: [decision, ...state.decisions] }));
  await archive.writeExpected(target, file);
  const carriedOut: Accepted = { ...decision, carriedOut: true };
  await amendState(target, ports, (state) => ({
    ...state,
    decisions: state.decisions.map((each) => (isSame(each, decision) ? carriedOut : each)),
  }));
  return carriedOut;
}

const isSame = (a: Decision, b: Accepted): boolean =>
  a.verb === b.verb && a.at === b.at && a.by === b.by && a.fingerprint === b.fingerprint;

/** What a report observed, by its fingerprint. */
export function observedIn(report: Report): string {
  const fingerprint = observedFingerprint(report.stored.observed ?? "");
  if (fingerprint !== undefined) return fingerprint;
  throw new DriftwatchError(
    "bad-argument",
    `the report of ${report.target} at ${report.checkedAt} (${report.status}) observed nothing to accept`,
    "name the report of a check that found drift, or that had nothing to compare with",
  );
}

async function whole(target: Target, archive: Archive, text: string): Promise<string> {
  const beginning = text.toLowerCase();
  if (!/^[0-9a-f]{8,64}$/.test(beginning)) {
    throw new DriftwatchError(
      "bad-argument",
      "a fingerprint is 64 hex characters, of which at least the first 8 are to be given",
      "copy it from the report, or from driftwatch history",
    );
  }
  if (beginning.length === 64) return beginning;
  const [found, ...others] = await archive.observed(target, beginning);
  if (found === undefined) throw unobserved(target, beginning);
  if (others.length === 0) return found;
  throw new DriftwatchError(
    "bad-argument",
    `${others.length + 1} observed snapshots of ${target.id} begin with ${beginning}`,
    "give more of the fingerprint",
  );
}

const unobserved = ({ id }: Target, fingerprint: string): DriftwatchError =>
  new DriftwatchError(
    "bad-argument",
    `no check of ${id} has observed a snapshot with the fingerprint ${fingerprint.slice(0, 16)}`,
    "give one that driftwatch history lists and that was not in sync",
  );

/** What is damaged may be replaced; what cannot be read at all is no reason to go on. */
const damaged = (error: unknown): null => {
  if (error instanceof DriftwatchError && error.code.startsWith("snapshot-")) return null;
  throw error;
};

const elsewhere = ({ id }: Target, where: string): DriftwatchError =>
  new DriftwatchError(
    "bad-argument",
    `the last check of ${id} compared with an expected snapshot, and there is none at ${where}`,
    "give the config file that says where it is, or check again if it has been deleted",
  );
