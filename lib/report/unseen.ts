/** What a comparison says nothing about: what could not be read, what only one side looked at, and what no kind knows. */

import { count } from "../core/count.ts";
import { groupBy } from "../core/group-by.ts";
import type { Report } from "../core/report.ts";
import type { Unmodelled, Unreadable } from "../core/snapshot.ts";
import { type Page, prose } from "./page.ts";
import { valueText, words } from "./value.ts";

export type Unseen = Pick<Report, "unreadable" | "notCompared" | "uncertain" | "unmodelled">;

export function unseenLines(page: Page, { unreadable, notCompared, uncertain, unmodelled }: Unseen): string[] {
  return [
    ...unreadTogether(unreadable).flatMap(({ kinds, reason, remedy }) =>
      prose(page, `${kinds.join(", ")} could not be read: ${reason}. ${remedy}.`, "  - "),
    ),
    ...(notCompared.length > 0
      ? prose(
          page,
          `not compared, because only one of the two snapshots looked at it: ${notCompared.join(", ")}`,
          "  - ",
        )
      : []),
    ...uncertain.flatMap(({ address, attribute, expected, actual }) => [
      ...prose(
        page,
        `${address}, ${words(attribute)}: not compared, because the servers' majors print the same SQL differently`,
        "  - ",
      ),
      ...prose(page, `expected ${valueText(expected)}`, "    "),
      ...prose(page, `actual ${valueText(actual)}`, "    "),
    ]),
    ...(unmodelled.length > 0
      ? prose(page, `not compared, because Driftwatch does not know what it is: ${unmodelledList(unmodelled)}`, "  - ")
      : []),
  ];
}

/** The same in short, a phrase each. */
export const unseenPhrases = ({ unreadable, notCompared, uncertain, unmodelled }: Unseen): string[] => [
  ...unreadTogether(unreadable).map(({ kinds, reason }) => `${kinds.join(", ")} could not be read: ${reason}`),
  ...notCompared.map((name) => `${name}: only one of the two snapshots looked at it`),
  ...uncertain.map(
    ({ address, attribute }) => `${address}, ${words(attribute)}: printed differently by the two majors`,
  ),
  ...(unmodelled.length > 0 ? [`unknown: ${unmodelledList(unmodelled)}`] : []),
];

/** Kinds that one thing keeps from being read, and what to do about it once. */
export const unreadTogether = (unreadable: readonly Unreadable[]) =>
  [...groupBy(unreadable, ({ reason, remedy }) => JSON.stringify([reason, remedy])).values()].flatMap((alike) =>
    alike.slice(0, 1).map(({ reason, remedy }) => ({ kinds: alike.map(({ kind }) => kind), reason, remedy })),
  );

/** `2 objects in pg_cast, pg_policy (which may not be read)`. */
export const unmodelledList = (unmodelled: readonly Unmodelled[]): string =>
  unmodelled
    .map(({ catalogue, count: number }) =>
      number === null ? `${catalogue} (which may not be read)` : `${count(number, "object")} in ${catalogue}`,
    )
    .join(", ");
