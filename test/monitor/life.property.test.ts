/** What people are told under any sequence of drift, acknowledgements, maintenance and time, against a plain ledger. */

import fc from "fast-check";
import { expect, it } from "vitest";
import { newState } from "../../lib/core/target-state.ts";
import { type Memory, type Seen, type Sighting, settle } from "../../lib/monitor/incident.ts";

const HOUR = 3_600_000;
const REMIND = 24 * HOUR;
const FINDINGS = ["a", "b", "c", "d"].map(
  (id): Seen => ({ id, code: "table.removed", address: `table:app.${id}`, severity: "high", title: id }),
);

const step = fc.record({
  hours: fc.constantFrom(1, 5, 30, 200),
  truth: fc.subarray(FINDINGS),
  look: fc.constantFrom<Sighting["status"]>("DRIFTED", "DRIFTED", "DRIFTED", "ERROR", "NOT_CHECKED"),
  paused: fc.constantFrom(false, false, true),
  acknowledge: fc.option(fc.record({ who: fc.nat(3), hours: fc.option(fc.constantFrom(2, 40)) })),
});

it("nothing is told twice, nothing is lost, and the end is told exactly of what was told to have begun", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      let memory: Memory = newState("");
      let now = Date.UTC(2026, 10, 20);
      let open = false;
      let lastTold = Number.NEGATIVE_INFINITY;
      for (const { hours, truth, look, paused, acknowledge } of steps) {
        now += hours * HOUR;
        const at = new Date(now).toISOString();
        const present = memory.incident?.findings[acknowledge?.who ?? 0];
        if (acknowledge && present) {
          const until = acknowledge.hours === null ? null : new Date(now + acknowledge.hours * HOUR).toISOString();
          const known = { finding: present.id, code: present.code, address: present.address, title: present.title };
          const others = memory.acknowledged.filter(({ finding }) => finding !== present.id);
          memory = { ...memory, acknowledged: [...others, { ...known, by: "ada", why: "known", at, until }] };
        }
        const status = look === "DRIFTED" && truth.length === 0 ? "IN_SYNC" : look;
        const unseen = { blind: [], notCompared: [], uncertain: [] };
        const before = memory;
        const sighting = { status, findings: truth, alarming: [], ...unseen, at, notSeenAt: null };
        const outcome = settle(before, sighting as Sighting, { threshold: "low", remindAfterMs: REMIND, paused });
        memory = outcome.memory;
        if (look !== "DRIFTED") {
          expect([outcome.tell, memory]).toEqual([null, before]);
          continue;
        }
        const { tell } = outcome;
        const inForce = before.acknowledged.filter(({ until }) => until === null || Date.parse(until) > now);
        const unattended = truth.filter(({ id }) => !inForce.some(({ finding }) => finding === id));
        if (paused) expect(tell).toBeNull();
        // Whatever stands that nobody knows of has been told by now.
        else for (const { id } of unattended) expect(memory.told.map((it) => it.id)).toContain(id);
        expect(memory.incident?.findings.map(({ id }) => id) ?? []).toEqual(truth.map(({ id }) => id));
        if (!tell) continue;
        for (const { id } of tell.appeared) expect(unattended.map((it) => it.id)).toContain(id);
        for (const { id } of tell.disappeared) expect(before.told.map((it) => it.id)).toContain(id);
        if (tell.transition === "resolved") expect([open, truth]).toEqual([true, []]);
        if (tell.transition === "changed" || tell.transition === "reminded") expect(open).toBe(true);
        if (tell.transition === "opened") expect(open).toBe(false);
        if (tell.transition === "reminded") expect(now - lastTold).toBeGreaterThanOrEqual(REMIND);
        open = tell.transition !== "resolved";
        lastTold = now;
        // Seen once more at the same moment, it is no news.
        const again = settle(memory, sighting as Sighting, { threshold: "low", remindAfterMs: REMIND, paused });
        expect([again.tell, again.transition === "still" || again.transition === null]).toEqual([null, true]);
      }
      if (memory.incident === null && memory.told.length === 0) expect(open).toBe(false);
    }),
    { numRuns: 2_000 },
  );
});
