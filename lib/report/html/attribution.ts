/** Since when, and by whom, as far as anything tells. */

import type { Acknowledgement, Attribution } from "../../core/finding.ts";
import { moment } from "../moment.ts";
import { type Html, html, type Part } from "./markup.ts";
import { facts } from "./section.ts";
import { wrapping } from "./wrapping.ts";

export function attributionHtml(attribution: Attribution | null): Html | null {
  if (!attribution) return null;
  const { seenAt, notSeenAt, committedAt, owner, grantor, audit } = attribution;
  const appeared: Part = notSeenAt
    ? ["between ", time(notSeenAt), " and ", time(seenAt)]
    : ["before ", time(seenAt), ", the first check that could see it"];
  const entries: (readonly [string, Part])[] = [["Appeared", appeared]];
  if (committedAt) entries.push(["Committed", time(committedAt)]);
  if (owner !== null) entries.push(["Owner", name(owner)]);
  if (grantor !== null) entries.push(["Granted by", name(grantor)]);
  if (audit) {
    const what = [audit.command, audit.user && `by ${audit.user}`, audit.at && moment(audit.at)].filter(Boolean);
    entries.push(["Audit trail", [what.join(", "), " (", name(audit.table), ")"]]);
  }
  return facts(entries);
}

export const acknowledgedHtml = (acknowledged: Acknowledgement | null): Html | null =>
  acknowledged &&
  html`<p class="known">Acknowledged by ${name(acknowledged.by)} on ${time(acknowledged.at)}${
    acknowledged.until ? [", until ", time(acknowledged.until)] : ", until it changes"
  }: ${acknowledged.why}</p>`;

export const time = (iso: string): Html => html`<time datetime="${iso}">${moment(iso)}</time>`;

/** A name that somebody chose: it turns nothing around it. */
export const name = (text: string): Html => html`<bdi class="name">${wrapping(text)}</bdi>`;
