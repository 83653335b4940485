/** What the report says nothing about. */

import { type Unseen, unmodelledList, unreadTogether } from "../unseen.ts";
import { words } from "../value.ts";
import { name } from "./attribution.ts";
import { type Html, html } from "./markup.ts";
import { LISTED, Room } from "./room.ts";
import { list, type Section, section } from "./section.ts";
import { sentence } from "./severity.ts";
import { differenceHtml } from "./values.ts";
import { wrapping } from "./wrapping.ts";

export function unseenSection({ unreadable, notCompared, uncertain, unmodelled }: Unseen): Section | null {
  const total = unreadable.length + notCompared.length + uncertain.length + unmodelled.length;
  if (total === 0) return null;
  const room = new Room();
  const parts: (Html | null)[] = [
    group(
      "Could not be read",
      unreadTogether(unreadable),
      ({ kinds, reason, remedy }) =>
        html`<b>${kinds.join(", ")}</b>: ${wrapping(sentence(reason))} <span class="suggestion">${wrapping(sentence(remedy))}</span>`,
    ),
    group(
      "Not compared, because only one of the two snapshots looked at it",
      notCompared,
      (what) => html`<code>${what}</code>`,
    ),
    group(
      "Not compared, because the servers’ majors print the same SQL differently",
      uncertain,
      ({ address, attribute, expected, actual }) =>
        html`${name(address)}, ${words(attribute)}${differenceHtml({ expected, actual }, room)}`,
    ),
    unmodelled.length === 0
      ? null
      : html`<h3>Driftwatch does not know what it is</h3><p>${unmodelledList(unmodelled)}</p>`,
  ];
  return section("unseen", "Not seen", total, html`${parts}`);
}

const group = <T>(heading: string, items: readonly T[], item: (item: T) => Html): Html | null =>
  items.length === 0 ? null : html`<h3>${heading}</h3>${list(items, LISTED, item)}`;
