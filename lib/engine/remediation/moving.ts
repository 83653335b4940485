/** What gives a table another place among those that pass their own on to it, and what it needs for that. */

import { encodeAddress, encodePath, parseAddress } from "../../core/address.ts";
import type { Canonical } from "../../core/canonical.ts";
import { alterationOf, type Change } from "../../core/change.ts";
import type { Spec } from "../../core/kind.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import type { CatalogueObject } from "../../core/snapshot.ts";
import type { Statement } from "../../core/statement.ts";
import { fitting, type Joint } from "../consequences/joints.ts";
import { type Part, partsOf, type RelatedSides } from "../structure/inheritance.ts";
import { ownParts } from "./own-parts.ts";

interface Move {
  readonly address: string;
  /** That which says the object's place. */
  readonly attribute: string;
  /** All above the place that it leaves. */
  readonly left: readonly string[];
  /** What it has by itself and takes with it to the one, or keeps of the other. */
  readonly joints: readonly Joint[];
}

/** The statements that give an object another place, in two parts: its columns change between them. */
export interface Moving {
  /** It leaves, and loses what it keeps of the place it leaves, which would become a part of what is at the other. */
  readonly leave: readonly Statement[];
  /** It comes to the other, with what it needs there before. */
  readonly come: readonly Statement[];
}

export function moving(kinds: KindRegistry, sides: RelatedSides, move: Move, remedy: readonly Statement[]): Moving {
  const { address, attribute, joints } = move;
  const above = ({ address: { kind }, spec }: CatalogueObject): ReadonlySet<string> => {
    const parents = kinds
      .get(kind)
      .rule(attribute)
      .passesDown(spec[attribute] ?? null);
    return new Set(parents.map(({ path }) => encodePath(path)));
  };
  const [had, has] = [above(sides.actual.get(address)), above(sides.expected.get(address))];
  const fresh = [...has].filter((parent) => !had.has(parent)).length;
  // At another place in the same one it leaves that and comes to it again.
  const comes = remedy.length - (fresh === 0 && had.size === has.size ? has.size : fresh);
  const wanted = wantedOfComer(kinds, sides, address);
  const fitted = (verb: Change["verb"]) =>
    joints.flatMap((joint) => (joint.change.verb === verb ? (fitting(kinds, joint) ?? []) : []));
  return {
    leave: [...remedy.slice(0, comes), ...outgrown(kinds, sides, move), ...fitted("removed")],
    come: [
      ...[...required(kinds, sides, move), ...wanted.before, ...fitted("added")],
      ...[...remedy.slice(comes), ...wanted.after],
    ],
  };
}

/** What the parts of an object must have when it comes to others, and what is expected of them, then said again. */
function wantedOfComer(kinds: KindRegistry, { expected, actual }: RelatedSides, address: string) {
  const [before, after]: [Statement[], Statement[]] = [[], []];
  for (const part of actual.children(address)) {
    const [own, shall] = [actual.get(part), expected.objects.get(part)];
    const { attributes, rule } = kinds.get(own.address.kind);
    for (const leader of shall ? expected.leaders(part) : [])
      for (const attribute of attributes) {
        const [above, kept] = [expected.get(leader).spec[attribute] ?? null, shall?.spec[attribute] ?? null];
        const { wantedOfComers, remedy } = rule(attribute);
        if (!shall || above === kept || !wantedOfComers(above)) continue;
        const meanwhile = { ...own.spec, [attribute]: above };
        const said = (to: Canonical, from: Spec): Statement[] => {
          const then = { spec: { ...shall.spec, [attribute]: to }, facts: shall.facts };
          const found = remedy(own.address, to, alterationOf(own, then, from));
          return Array.isArray(found) ? [...found] : [];
        };
        // Whatever it has by then: it may have been altered before.
        before.push(...said(above, { ...own.spec, [attribute]: kept }));
        after.push(...said(kept, meanwhile));
      }
  }
  return { before, after };
}

/** Gives an object what those that it comes to require of it. */
function required(kinds: KindRegistry, { expected, actual }: RelatedSides, { address, joints }: Move): Statement[] {
  const joined = new Set(joints.map(({ change }) => change.address));
  return (partsOf(expected.objects.get(address)) ?? []).flatMap((part) => {
    const whole = expected.objects.get(encodeAddress(part.of));
    if (!part.first || !whole || joined.has(encodeAddress(part.address))) return [];
    if (partsOf(actual.objects.get(address))?.some((other) => isSamePart(other, part))) return [];
    return kinds.get(part.address.kind).create(part.address, whole.spec, [], {});
  });
}

const isSamePart = (a: Part, b: Part): boolean => encodeAddress(a.address) === encodeAddress(b.address);

/** Takes from an object what it keeps from those it leaves, and nobody expects of it. */
function outgrown(
  kinds: KindRegistry,
  { expected, actual }: RelatedSides,
  { address, left, joints }: Move,
): Statement[] {
  const kept = new Set(joints.map(({ change }) => change.address));
  const above = new Set(left.map((each) => encodePath(parseAddress(each).path)));
  const own = ownParts(kinds, actual);
  // What is attached again elsewhere in the same whole gets it again.
  const again = new Set((partsOf(expected.objects.get(address)) ?? []).map(({ of }) => encodeAddress(of)));
  return (partsOf(actual.objects.get(address)) ?? []).flatMap((part) => {
    const isLeft = above.has(encodePath(part.of.path.slice(0, -1)));
    const at = encodeAddress(part.address);
    if (!isLeft || again.has(encodeAddress(part.of)) || kept.has(at) || own.has(at)) return [];
    const whole = actual.objects.get(encodeAddress(part.of));
    const { partitioned = false } = actual.get(address).facts;
    return kinds.get(part.address.kind).drop(part.address, whole?.spec ?? {}, { partitioned });
  });
}
