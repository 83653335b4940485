/** What people must have been told, said as simply as it can be. */

import { expect } from "vitest";

export interface Expected {
  readonly appeared: readonly string[];
  readonly disappeared: readonly string[];
  readonly transition: unknown;
}

/** The ids of what a look saw, and of those that are bad enough; one that is not whole sees no views. */
interface Sees {
  readonly seen: readonly string[];
  readonly counts: readonly string[];
  readonly whole: boolean;
}

export class MachineModel {
  /** By the report it is about. */
  readonly expected = new Map<string, Expected>();
  private standing: readonly string[] = [];
  private told: readonly string[] = [];
  private toldAt = Number.NEGATIVE_INFINITY;
  /** Until when (epoch milliseconds; null = for good), by finding. */
  private known = new Map<string, number | null>();

  constructor(private readonly remindAfterMs: number | null) {}

  acknowledge(finding: string, until: number | null): void {
    this.known.set(finding, until);
  }

  /** A check that looked has been recorded. */
  see(report: string, { seen, counts, whole }: Sees, now: number, paused: boolean): void {
    const hidden = (id: string) => !whole && id.startsWith("view-");
    const standing = [...counts, ...this.standing.filter(hidden)];
    if (standing.length === 0 && !whole) return;
    this.standing = standing;
    const there = [...this.known].filter(([id]) => seen.includes(id) || hidden(id));
    const over = there.filter(([id, until]) => !hidden(id) && until !== null && until <= now).map(([id]) => id);
    const active = there.map(([id]) => id).filter((id) => !over.includes(id));
    const isNew = (id: string) => over.includes(id) || !(this.told.includes(id) || active.includes(id));
    const appeared = standing.filter(isNew).sort();
    const disappeared = this.told.filter((id) => !standing.includes(id)).sort();
    const news = appeared.length + disappeared.length > 0;
    const due = this.remindAfterMs !== null && now - this.toldAt >= this.remindAfterMs;
    const reminds = !news && due && this.told.length > 0 && standing.some((id) => !active.includes(id));
    const withheld = news && paused;
    this.known = new Map(there.filter(([id]) => withheld || active.includes(id)));
    if (paused || !(news || reminds)) return;
    const started = expect.stringMatching(/^(opened|reopened|changed)$/);
    const transition = reminds ? "reminded" : standing.length === 0 ? "resolved" : started;
    this.expected.set(report, { appeared, disappeared, transition });
    this.told = standing;
    this.toldAt = now;
  }

  /** What people were last told is what stands, but for what somebody knows of. */
  expectKnown(): void {
    expect(this.standing).toEqual(expect.arrayContaining([...this.told]));
    for (const id of this.standing) expect(this.told.includes(id) || this.known.has(id)).toBe(true);
  }
}
