/** A kind that belongs to objects of other kinds, as the engine holds it. */

import type { Address } from "./address.ts";
import type { Spec } from "./kind.ts";
import { OF_NO_SATELLITE } from "./lacking.ts";
import type { Kind } from "./registered.ts";
import { anyRule, judge } from "./rule.ts";
import type { SatelliteAt, SatelliteDefinition } from "./satellite.ts";
import type { Judge } from "./severity.ts";

/** Registers a satellite over the kinds that can carry it. */
export function defineSatellite<S extends Spec>(own: SatelliteDefinition<S>): (hosts: readonly Kind[]) => Kind {
  const definition = own as unknown as SatelliteDefinition<Spec>;
  const { ties } = definition;
  return (hosts) => {
    const kinds = new Map(hosts.map((host) => [host.name, host]));
    const at = ({ path: [kind = "", ...path] }: Address): SatelliteAt => {
      const host = kinds.get(kind);
      if (!host) throw new Error(`${own.name}: no kind "${kind}" to belong to`);
      const length = path.length - own.suffix.length;
      return { host: host.host({ kind, path: path.slice(0, length) }), suffix: path.slice(length) };
    };
    return {
      ...OF_NO_SATELLITE,
      ...{ name: own.name, title: own.title, rank: own.rank },
      ...{ reads: own.reads, since: 0 },
      clusterWide: own.clusterWide ?? false,
      ...{ ofPart: false, leftBehind: false },
      ...{ satellite: true, suffix: own.suffix, ofUnlisted: own.ofUnlisted ?? false },
      query: own.query,
      schemaOf: ({ path: [kind = "", ...path] }) => kinds.get(kind)?.schemaOf({ kind, path }),
      canonicalise: own.canonicalise ?? (() => null),
      facts: own.facts ?? OF_NO_SATELLITE.facts,
      derive: (row, host) => definition.derive?.(row, host.privileges) ?? [],
      arising: (host) => definition.arising?.(host.privileges) ?? [],
      within: (address) => [at(address).host.address],
      ties: ties && ((address, spec) => ties(at(address), spec)),
      yieldsTo: (address) => definition.yieldsTo?.(at(address)) ?? [],
      host: (address) => at(address).host,
      attributes: Object.keys(own.attributes),
      rule: anyRule(own.name, own.attributes, at),
      rename: undefined,
      added: (address, spec) => judge(definition.added as Judge<never[]>, spec, at(address)),
      removed: (address, spec) => judge(definition.removed as Judge<never[]>, spec, at(address)),
      create: (address, spec) => definition.create(at(address), spec),
      drop: (address, spec, facts) => definition.drop(at(address), spec, facts),
      rebuildable: () => true,
    };
  };
}
