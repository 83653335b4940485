/** The life of an incident, under any sequence of sightings: nothing is told twice, and nothing is left out. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Finding } from "../../lib/core/finding.ts";
import type { Incident, IncidentFinding, Status } from "../../lib/core/report.ts";
import { atLeast, SEVERITIES, type Severity } from "../../lib/core/severity.ts";
import { newState } from "../../lib/core/target-state.ts";
import { type Memory, type Rules, type Settlement, type Sighting, settle } from "../../lib/monitor/incident.ts";
import { aFinding } from "../support/reports.ts";

const KINDS = ["table", "view", "trigger"] as const;

const finding = (kind: string, number: number, severity: Severity): Finding =>
  aFinding({
    id: `${kind}-${number}`,
    code: `${kind}.${number % 2 === 0 ? "removed" : "options.altered"}`,
    severity,
    kind,
    title: `${kind} ${number}`,
    address: `${kind}:app.${number}`,
  });

const FINDINGS = KINDS.flatMap((kind, at) =>
  SEVERITIES.map((severity, number) => finding(kind, at * SEVERITIES.length + number, severity)),
);

/** What a complete check of the database would find at that moment, and how much of it the check saw. */
interface Moment {
  readonly truth: readonly Finding[];
  readonly look: "whole" | "blind" | "notCompared" | "uncertain" | "moving" | "ERROR" | "NOT_CHECKED";
  readonly kind: (typeof KINDS)[number];
}

const moment: fc.Arbitrary<Moment> = fc.record({
  truth: fc.subarray(FINDINGS),
  look: fc.constantFrom(
    "whole",
    "whole",
    "whole",
    "blind",
    "notCompared",
    "uncertain",
    "moving",
    "ERROR",
    "NOT_CHECKED",
  ),
  kind: fc.constantFrom(...KINDS),
});

function sighting({ truth, look, kind }: Moment, at: string): Sighting {
  const unseen = { blind: [], notCompared: [], uncertain: [] };
  const nothing: Sighting = { status: "INCOMPLETE", findings: [], ...unseen, at, notSeenAt: null };
  const others = truth.filter((it) => it.kind !== kind);
  switch (look) {
    case "whole":
      return { ...nothing, status: truth.length > 0 ? "DRIFTED" : "IN_SYNC", findings: truth };
    case "blind":
      return { ...nothing, findings: others, blind: [`${kind}:`, `comment:${kind}.`] };
    case "notCompared":
      return { ...nothing, findings: others, notCompared: [kind] };
    case "uncertain": {
      const told = truth.filter(({ code }) => !code.endsWith(".altered"));
      const uncertain = FINDINGS.map(({ address }) => ({ address, attribute: "options" }));
      return { ...nothing, findings: told, uncertain };
    }
    case "moving":
      return nothing;
    default:
      return { ...nothing, status: look satisfies Status };
  }
}

const rules = (threshold: Severity): Rules => ({ threshold, remindAfterMs: null, paused: false });

interface Step {
  readonly before: Incident | null;
  readonly outcome: Pick<Settlement, "transition"> & Told;
}

interface Told {
  readonly incident: Incident | null;
  readonly appeared: readonly IncidentFinding[];
  readonly disappeared: readonly IncidentFinding[];
}

/** All settlements of a life, each with the incident before it. */
function live(moments: readonly Moment[], threshold: Severity): Step[] {
  let memory: Memory = newState("");
  return moments.map((it, index) => {
    const before = memory.incident;
    // Longer apart than an incident can come back.
    const at = new Date(index * 8 * 24 * 3_600_000).toISOString();
    const { transition, tell, memory: after } = settle(memory, sighting(it, at), rules(threshold));
    memory = after;
    const { appeared, disappeared } = tell ?? { appeared: [], disappeared: [] };
    return { before, outcome: { transition, incident: after.incident, appeared, disappeared } };
  });
}

const lives = fc.tuple(fc.array(moment, { maxLength: 12 }), fc.constantFrom(...SEVERITIES));
const ids = (findings: readonly { readonly id: string }[]): string[] => findings.map(({ id }) => id).sort();
const holds = (property: (moments: readonly Moment[], threshold: Severity) => void) =>
  fc.assert(
    fc.property(lives, ([moments, threshold]) => property(moments, threshold)),
    { numRuns: 1_000 },
  );

describe("whatever is seen", () => {
  it("what appeared less what disappeared is what the incident holds: no transition is lost, none is told twice", () => {
    holds((moments, threshold) => {
      const told = new Set<string>();
      for (const { outcome } of live(moments, threshold)) {
        for (const { id } of outcome.appeared) {
          expect(told.has(id)).toBe(false);
          told.add(id);
        }
        for (const { id } of outcome.disappeared) expect(told.delete(id)).toBe(true);
        expect([...told].sort()).toEqual(ids(outcome.incident?.findings ?? []));
      }
    });
  });

  it("a transition has something to tell, and nothing is told without one", () => {
    holds((moments, threshold) => {
      for (const { before, outcome } of live(moments, threshold)) {
        const { transition, incident, appeared, disappeared } = outcome;
        const news = appeared.length + disappeared.length > 0;
        expect(news).toBe(transition === "opened" || transition === "changed" || transition === "resolved");
        if (transition === "opened") expect([before, incident === null]).toEqual([null, false]);
        if (transition === "changed") expect(incident?.id).toBe(before?.id);
        if (transition === "resolved") expect([before === null, incident]).toEqual([false, null]);
        if (!news) expect(incident).toBe(before);
        if (transition === "still") expect(before).not.toBeNull();
        expect(incident?.findings).not.toEqual([]);
      }
    });
  });

  it("the same seen again tells nothing", () => {
    holds((moments, threshold) => {
      const doubled = moments.flatMap((it) => [it, it]);
      for (const [index, { outcome }] of live(doubled, threshold).entries())
        if (index % 2 === 1) expect([null, "still"]).toContain(outcome.transition);
    });
  });

  it("a whole look leaves what a whole look sees, however the checks before it went", () => {
    holds((moments, threshold) => {
      for (const [index, { outcome }] of live(moments, threshold).entries()) {
        const { look, truth } = moments[index]!;
        if (look !== "whole") continue;
        const counts = truth.filter(({ severity }) => atLeast(severity, threshold));
        expect(ids(outcome.incident?.findings ?? [])).toEqual(ids(counts));
      }
    });
  });

  it("only a whole look ends an incident, and what was hidden stays", () => {
    holds((moments, threshold) => {
      for (const [index, { before, outcome }] of live(moments, threshold).entries()) {
        const { look, kind } = moments[index]!;
        if (look === "whole") continue;
        expect(outcome.transition).not.toBe("resolved");
        if (look === "moving" || look === "ERROR" || look === "NOT_CHECKED") expect(outcome.incident).toBe(before);
        const hidden = (before?.findings ?? []).filter(({ address, code }) =>
          look === "uncertain" ? code.endsWith(".altered") : address.startsWith(`${kind}:`),
        );
        expect(ids(outcome.incident?.findings ?? [])).toEqual(expect.arrayContaining(ids(hidden)));
      }
    });
  });

  it("an incident keeps its name and its beginning, and the next one gets others", () => {
    holds((moments, threshold) => {
      const names = new Set<string>();
      for (const { before, outcome } of live(moments, threshold)) {
        const { incident } = outcome;
        if (!incident) continue;
        if (before) expect(incident).toMatchObject({ id: before.id, openedAt: before.openedAt });
        else expect(names.has(incident.id)).toBe(false);
        names.add(incident.id);
        expect(incident.changedAt >= incident.openedAt).toBe(true);
      }
    });
  });
});

describe("an attribute that was not compared", () => {
  it("hides findings of that attribute, and of no other", () => {
    const seen = [finding("table", 1, "high"), finding("table", 2, "high")];
    const look = {
      status: "DRIFTED",
      findings: seen,
      blind: [],
      notCompared: [],
      uncertain: [],
      at: "2026-11-20",
      notSeenAt: null,
    } as const;
    const { memory } = settle(newState(""), look, rules("low"));
    const unseen = { ...look, status: "INCOMPLETE", findings: [], notCompared: ["table.options"] } as const;
    const next = settle(memory, unseen, rules("low"));
    expect(next).toMatchObject({ transition: "changed", tell: { disappeared: [{ code: "table.removed" }] } });
    expect(next.memory.incident?.findings).toMatchObject([{ code: "table.options.altered" }]);
  });
});

describe("a table that came, and whose kind may not be read since", () => {
  const added = (kind: string, address: string) => aFinding({ id: address, code: `${kind}.added`, kind, address });
  const look = (status: Status, findings: readonly Finding[], blind: readonly string[] = []): Sighting => ({
    ...{ status, findings, blind, notCompared: [], uncertain: [], at: "2026-11-20", notSeenAt: null },
  });
  const table = added("table", "table:app.n");
  const parts = [
    added("column", "column:app.n.id"),
    added("grant", "grant:table.app.n.bob.SELECT"),
    added("comment", "comment:table.app.n"),
  ];
  const { memory } = settle(newState(""), look("DRIFTED", [table]), rules("info"));

  it("is not told again by its parts", () => {
    const next = settle(memory, look("INCOMPLETE", parts, ["table:"]), rules("info"));
    expect(next).toMatchObject({ transition: "still", tell: null, memory: { incident: memory.incident } });
  });
  it("hides nothing of another", () => {
    const others = [added("column", "column:app.nn.id"), added("comment", "comment:view.app.n")];
    const next = settle(memory, look("INCOMPLETE", others, ["table:"]), rules("info"));
    expect(next.tell?.appeared.map(({ address }) => address)).toEqual(["column:app.nn.id", "comment:view.app.n"]);
  });
  it("is told by them where nobody knows of it", () => {
    const next = settle(newState(""), look("INCOMPLETE", parts, ["table:"]), rules("info"));
    expect(next.tell?.appeared).toHaveLength(3);
  });
});

describe("drift that people were told of", () => {
  it("is reminded of, though it went and came back too late to be the same incident while nobody was told", () => {
    const DAY = 24 * 3_600_000;
    const look = (day: number, findings: readonly Finding[]): Sighting => ({
      ...{ status: findings.length > 0 ? "DRIFTED" : "IN_SYNC", findings, blind: [], notCompared: [], uncertain: [] },
      ...{ at: new Date(day * DAY).toISOString(), notSeenAt: null },
    });
    const reminding = { ...rules("low"), remindAfterMs: DAY };
    const drift = [finding("table", 1, "high")];
    const told = settle(newState(""), look(0, drift), reminding);
    const gone = settle(told.memory, look(1, []), { ...reminding, paused: true });
    const back = settle(gone.memory, look(9, drift), reminding);
    expect([told, gone, back].map(({ tell }) => tell?.transition)).toEqual(["opened", undefined, "reminded"]);
    expect(settle(back.memory, look(9.5, drift), reminding).tell).toBeNull();
    expect(settle(back.memory, look(10, drift), reminding).tell?.transition).toBe("reminded");
  });
});
