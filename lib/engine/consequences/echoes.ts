/** Changes that another one could not do without: the other end of a link, what a value displaces, what is forgotten. */

import { encodeAddress } from "../../core/address.ts";
import { encode } from "../../core/canonical.ts";
import { type Altered, type Change, objectOf } from "../../core/change.ts";
import { groupBy } from "../../core/group-by.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import { alterations, madeSo, type RelatedSides } from "../structure/inheritance.ts";
import { passedOver } from "../structure/sole.ts";
import { respelled } from "./respelling.ts";

/** Each with the change that it came with. */
export const echoes = (kinds: KindRegistry, changes: readonly Change[], sides: RelatedSides): [Change, Change][] => [
  ...mirrored(kinds, changes),
  ...passedOver(kinds, changes, sides),
  ...displaced(kinds, changes),
  ...takenUp(changes),
  ...explained(kinds, changes),
  ...yielded(kinds, changes),
  ...leftBehind(changes, sides),
  ...forgotten(kinds, changes, sides),
  ...respelled(kinds, changes, sides),
];

/** Of a link that came or went at both ends, one end tells. */
function mirrored(kinds: KindRegistry, changes: readonly Change[]): [Change, Change][] {
  const altered = alterations(changes);
  return [...altered.values()].flatMap((cause) => {
    const { kind } = cause.actual.address;
    const { mirrors } = kinds.get(kind).rule(cause.attribute);
    const ends = (change: typeof cause) =>
      [change.from, change.to].map((value) => mirrors(change.actual.address, value));
    const [before = [], after = []] = ends(cause).map((side) => side.map(encodeAddress));
    return [...before, ...after].flatMap((other): [Change, Change][] => {
      const echo = altered.get(`${other} ${cause.attribute}`);
      if (!echo || echo.address <= cause.address) return [];
      const [was = [], is = []] = ends(echo).map((side) => side.map(encodeAddress));
      const inStep =
        before.includes(other) === was.includes(cause.address) && after.includes(other) === is.includes(cause.address);
      return inStep ? [[echo, cause]] : [];
    });
  });
}

/** The tables of a publication that is one of all tables now; those of one that is no longer. */
function displaced(kinds: KindRegistry, changes: readonly Change[]): [Change, Change][] {
  const existence = changes.flatMap((change) => (change.verb === "altered" ? [] : [change]));
  return [...alterations(changes).values()].flatMap((cause) => {
    const { displaces } = kinds.get(cause.actual.address.kind).rule(cause.attribute);
    const [gone, come] = [displaces(cause.to), displaces(cause.from)];
    if (gone.length + come.length === 0) return [];
    return existence.flatMap((change): [Change, Change][] => {
      const { address, spec, facts } = objectOf(change);
      if (!(change.verb === "removed" ? gone : come).includes(address.kind)) return [];
      const above = kinds.get(address.kind).within(address, spec, facts).map(encodeAddress);
      return above.includes(cause.address) ? [[change, cause]] : [];
    });
  });
}

/** What stood by itself and is the part that was lacking now; or stands by itself again. */
function takenUp(changes: readonly Change[]): [Change, Change][] {
  const existence = new Map(changes.map((change) => [`${change.verb} ${change.address}`, change]));
  return changes.flatMap((cause): [Change, Change][] => {
    const takes = cause.verb === "altered" ? undefined : objectOf(cause).facts.takes;
    const change = typeof takes === "string" ? existence.get(`${cause.verb} ${takes}`) : undefined;
    return change ? [[change, cause]] : [];
  });
}

/** What does not follow its leader any more, because only the leader moved; or follows it again. */
function leftBehind(changes: readonly Change[], sides: RelatedSides): [Change, Change][] {
  const altered = alteredAt(changes);
  return changes.flatMap((change) => {
    if (change.verb === "altered") return [];
    const side = change.verb === "added" ? sides.actual : sides.expected;
    if (!side.arises(change.address)) return [];
    const { spec } = objectOf(change);
    return side.leaders(change.address).flatMap((leader) =>
      (altered.get(leader) ?? []).flatMap((cause): [Change, Change][] => {
        const value = change.verb === "added" ? cause.from : cause.to;
        return encode(spec[cause.attribute] ?? null) === encode(value) ? [[change, cause]] : [];
      }),
    );
  });
}

/** What of the same object cannot but be altered with an alteration. */
function explained(kinds: KindRegistry, changes: readonly Change[]): [Change, Change][] {
  const altered = alterations(changes);
  return [...altered.values()].flatMap((cause) => {
    const { explains } = kinds.get(cause.actual.address.kind).rule(cause.attribute);
    return Object.entries(explains).flatMap(([attribute, isSo]): [Change, Change][] => {
      const change = altered.get(`${cause.address} ${attribute}`);
      return change && isSo(change, cause) ? [[change, cause]] : [];
    });
  });
}

/** What went because of what another object has become: what was granted to the role that owns it now. */
function yielded(kinds: KindRegistry, changes: readonly Change[]): [Change, Change][] {
  const altered = alterations(changes);
  return changes.flatMap((change) => {
    if (change.verb !== "removed") return [];
    const { address } = objectOf(change);
    const causes = kinds
      .get(address.kind)
      .yieldsTo(address)
      .flatMap((fact) => madeSo(altered, fact) ?? []);
    return causes.map((cause): [Change, Change] => [change, cause]);
  });
}

/** What was lost when PostgreSQL rebuilt an object, because what it stands on was altered. */
function forgotten(kinds: KindRegistry, changes: readonly Change[], { actual }: RelatedSides): [Change, Change][] {
  const altered = alterations(changes);
  const byAddress = alteredAt(changes);
  return [...altered.values()].flatMap((cause) => {
    if (!kinds.get(cause.actual.address.kind).rule(cause.attribute).disturbsDependents) return [];
    return [...actual.neededBy(cause.address)].flatMap((dependent) => {
      const lost = kinds.get(actual.get(dependent).address.kind).forgets;
      if (lost.length === 0) return [];
      const own = lost.flatMap((attribute) => altered.get(`${dependent} ${attribute}`) ?? []);
      const said = [...actual.children(dependent)]
        .flatMap((child) => byAddress.get(child) ?? [])
        .filter(({ actual: { address: at } }) => lost.includes(at.kind));
      return [...own.filter(({ to }) => to === null), ...said].map((change): [Change, Change] => [change, cause]);
    });
  });
}

const alteredAt = (changes: readonly Change[]): ReadonlyMap<string, readonly Altered[]> =>
  groupBy(alterations(changes).values(), ({ address }) => address);
