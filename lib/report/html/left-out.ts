/** What was left out on purpose, and whose it is. */

import type { LeftOut } from "../../core/snapshot.ts";
import { leftOutText } from "../left-out.ts";
import { html } from "./markup.ts";
import { folded, list, type Section, section } from "./section.ts";
import { wrapping } from "./wrapping.ts";

const SHOWN = 1_000;

export function leftOutSection(leftOut: readonly LeftOut[]): Section | null {
  if (leftOut.length === 0) return null;
  const body = html`<p>It belongs to a tool, to the platform or to the cluster, or the config says so: ${leftOutText(leftOut).replace(/^[^:]*: /, "")}.</p>${folded(
    "What it is",
    list(
      leftOut,
      SHOWN,
      ({ address, by, why, count = 1 }) =>
        html`<code>${wrapping(address)}</code>${count > 1 ? ` (${count})` : ""}: ${why} <span class="quiet">${by}</span>`,
    ),
  )}`;
  return section("left-out", "Left out on purpose", leftOut.length, body);
}
