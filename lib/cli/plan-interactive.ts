/** `driftwatch plan --interactive`: what only a person knows is asked: renames, what to leave out, what may be lost. */

import { count } from "../core/count.ts";
import type { Finding } from "../core/finding.ts";
import type { IgnoreRule } from "../core/report.ts";
import type { Planned } from "../engine/plan.ts";
import type { Decided } from "../engine/renames/search-options.ts";
import type { Asking } from "./asking.ts";
import type { Console } from "./console.ts";

export const NOBODY = {
  got: "--interactive has nobody to ask: this is no terminal",
  remedy: "run it on one, or leave it out",
};

/** Makes the plan anew with what has been decided, and with rules for what is left out. */
export type Replan = (decided: Decided, rules: readonly IgnoreRule[]) => Planned;

/** @returns the plan as it was decided, and whether what it loses may be lost */
export async function decide(
  first: Planned,
  replan: Replan,
  asking: Asking,
  console: Console,
): Promise<{ readonly planned: Planned; readonly mayLose: boolean }> {
  const decided = { pairs: new Map<string, string>(), apart: new Set<string>() };
  let planned = first;
  for (let open = undecided(planned, decided); open; open = undecided(planned, decided)) {
    const to = await asking.choose(`${open.title} is missing. Has it another name now?`, [
      { value: null, label: "none: it was removed" },
      ...open.candidates.map(({ address, score }) => ({
        value: address,
        // A hint would be shown only of the choice that the cursor is on.
        label: `${address} (score ${score.toFixed(2)})`,
      })),
    ]);
    if (to === null) decided.apart.add(open.address);
    else decided.pairs.set(open.address, to);
    planned = replan(decided, []);
  }
  planned = await withoutSome(planned, (rules) => replan(decided, rules), asking, console);
  return { planned, mayLose: await mayLose(planned, asking) };
}

interface Open {
  readonly address: string;
  readonly title: string;
  readonly candidates: readonly { readonly address: string; readonly score: number }[];
}

/** The first of what may have another name that nobody has decided about yet. Proof is not asked about. */
function undecided({ verdict }: Planned, { pairs, apart }: Decided): Open | undefined {
  const taken = new Set(pairs.values());
  const open = verdict.findings.flatMap(({ address, title, verb, rename, possibleRenames }): Open[] => {
    const read = rename && "score" in rename.evidence ? [{ address: rename.to, score: rename.evidence.score }] : [];
    const candidates = [...read, ...(verb === "removed" ? possibleRenames : [])].filter((it) => !taken.has(it.address));
    return candidates.length === 0 || pairs.has(address) || apart.has(address) ? [] : [{ address, title, candidates }];
  });
  return open[0];
}

const LEFT_OUT = "left out of the plan";

async function withoutSome(
  planned: Planned,
  replan: (rules: readonly IgnoreRule[]) => Planned,
  asking: Asking,
  console: Console,
): Promise<Planned> {
  const { steps } = planned.up;
  if (steps.length === 0) return planned;
  const picked = await asking.pick(
    "Which steps shall it have?",
    steps.map(({ id, description, risk }) => ({ value: id, label: `${risk.toUpperCase()} ${description}`, hint: id })),
    steps.map(({ id }) => id),
  );
  const left = new Set(steps.flatMap(({ id, address }) => (picked.includes(id) ? [] : [address])));
  const rules = planned.verdict.findings.filter((finding) => isAbout(finding, left)).map(ruleFor);
  if (left.size === 0) return planned;
  const rest = replan(rules);
  const gone = steps.length - rest.up.steps.length;
  await console.say(
    `${count(gone, "step")} left out: a difference is mended as a whole or not at all${gone < left.size ? "; what others need stays" : ""}`,
  );
  return rest;
}

const isAbout = ({ address, consequences, rename }: Finding, left: ReadonlySet<string>): boolean =>
  left.has(address) || (rename !== null && left.has(rename.to)) || consequences.some((it) => left.has(it.address));

const ruleFor = ({ address, attribute, verb }: Finding): IgnoreRule => ({
  ...{ address, verb, reason: LEFT_OUT },
  ...(attribute === null ? {} : { attribute }),
});

/** What holds data is not dropped by a slip of the return key. */
async function mayLose({ up }: Planned, asking: Asking): Promise<boolean> {
  const losing = up.steps.filter(({ hazards }) => hazards.includes("data-loss"));
  if (losing.length === 0) return false;
  const named = losing.map(({ description }) => description).join(", ");
  await asking.text(`This loses data for good: ${named}. Type the word delete to have it in the plan`, (text) =>
    text === "delete" ? undefined : "type delete, or press Ctrl+C",
  );
  return up.steps.every(({ risk, hazards }) => risk !== "danger" || hazards.includes("data-loss"));
}
