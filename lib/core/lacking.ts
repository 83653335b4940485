/** What a satellite lacks that a kind has, and a kind that a satellite has. */

/** What a satellite has none of. */
export const OF_NO_SATELLITE = {
  catalogue: undefined,
  alias: undefined,
  batches: undefined,
  numerous: false,
  someOf: undefined,
  key: [],
  apart: [],
  facts: () => ({}),
  spells: () => [],
  typePlaces: [],
  retyped: undefined,
  earlier: <S>(spec: S): S => spec,
  occupies: () => [],
  follows: undefined,
  implies: undefined,
  otherwise: undefined,
  holds: () => [],
  bestows: undefined,
  brings: undefined,
  clause: undefined,
  finish: () => [],
  madeByHand: undefined,
  byHand: () => [],
  shell: () => [],
  outline: () => [],
  keeps: () => undefined,
  release: undefined,
  standIn: () => null,
  isSpelled: () => false,
  forgets: [],
  adapts: () => false,
  sweepsData: false,
  mustBeEmpty: false,
  privileges: undefined,
} as const;

/** What only a satellite has. */
export const NO_SATELLITE = {
  satellite: false,
  suffix: [],
  ofUnlisted: false,
  derive: () => [],
  arising: () => [],
  yieldsTo: () => [],
} as const;
