/** What a migration did: the objects of a schema before and after it, attribute by attribute. */

import { byCodeUnit } from "../core/address.ts";
import { encode } from "../core/canonical.ts";
import { fingerprintSpec, sha256 } from "../core/fingerprint.ts";
import type { Digests, Effect } from "../core/history.ts";
import type { Spec } from "../core/kind.ts";
import type { Snapshot } from "../core/snapshot.ts";

type Objects = Snapshot["objects"];

/** By address, in canonical order. */
export function effectsBetween(before: Objects, after: Objects): Effect[] {
  const effects: Effect[] = [];
  for (const [address, { spec }] of after) {
    const known = before.get(address)?.spec;
    if (known === undefined) effects.push({ address, before: null, after: digestsOf(spec) });
    else if (fingerprintSpec(known) !== fingerprintSpec(spec)) effects.push({ address, ...changed(known, spec) });
  }
  for (const [address, { spec }] of before)
    if (!after.has(address)) effects.push({ address, before: digestsOf(spec), after: null });
  // What a version of an extension makes is no evidence where there may be another version.
  const isEvidence = ({ address }: Effect) => (after.get(address) ?? before.get(address))?.facts.asOf === undefined;
  return effects.filter(isEvidence).sort((a, b) => byCodeUnit(a.address, b.address));
}

/** An object's attributes, each by the digest of its value. */
export const digestsOf = (spec: Spec): Digests =>
  Object.fromEntries(
    Object.keys(spec)
      .sort(byCodeUnit)
      .map((attribute) => [attribute, digestOf(spec, attribute)]),
  );

export const digestOf = (spec: Spec, attribute: string): string => sha256(encode(spec[attribute] ?? null)).slice(0, 16);

function changed(before: Spec, after: Spec): { readonly before: Digests; readonly after: Digests } {
  const [left, right] = [digestsOf(before), digestsOf(after)];
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])].filter(
    (name) => left[name] !== right[name],
  );
  const only = (digests: Digests): Digests =>
    Object.fromEntries(names.flatMap((name) => (digests[name] === undefined ? [] : [[name, digests[name]]])));
  return { before: only(left), after: only(right) };
}
