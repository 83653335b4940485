/** What the ledger, the files and the live schema do not agree on, as findings among the others. */

import { encodeAddress } from "../core/address.ts";
import type { Finding } from "../core/finding.ts";
import { sha256 } from "../core/fingerprint.ts";
import { insteadOf, type Judgement, type Ledger, type LedgerReport, type MigrationState } from "../core/ledger.ts";
import { critical, high, info, medium, type Verdict } from "../core/severity.ts";

const KIND = "migration";

/** What each state means for whoever runs the database; null where nothing is wrong. */
const VERDICTS: Readonly<Record<MigrationState, Verdict | null>> = {
  applied: null,
  superseded: null,
  unverifiable: null,
  pending: null,
  "recorded-missing": critical(
    "the ledger says it was applied, so it will never be run, and what it should have made is not there",
  ),
  "half-applied": critical(
    "part of what it does is there and part is not: neither the code before it nor the code after fits",
  ),
  "unrecorded-present": high("what it does is there already, so that the next run of the tool will fail on it"),
  "failed-or-dirty": high(
    "its run was begun and not finished, and most tools refuse to go on before somebody has settled that",
  ),
  "skipped-by-order": medium(
    "newer migrations were applied without it: some tools will never run it, others will run it out of order",
  ),
  "recorded-orphan": medium(
    "the ledger names a migration that no file has: it was deployed from elsewhere, or its file was removed",
  ),
};

/** How the state reads beside what was expected. */
const SHOWN: Readonly<Record<MigrationState, readonly [expected: string, actual: string]>> = {
  applied: ["", ""],
  superseded: ["", ""],
  unverifiable: ["", ""],
  pending: ["", ""],
  "recorded-missing": ["recorded, and there", "recorded, and not there"],
  "half-applied": ["all of it there", "part of it there"],
  "unrecorded-present": ["recorded, and there", "there, and not recorded"],
  "failed-or-dirty": ["applied", "begun, and not finished"],
  "skipped-by-order": ["applied before the newer ones", "not applied"],
  "recorded-orphan": ["a file for what is recorded", "recorded, without a file"],
};

/** Findings of the code `migration.<state>`, in the order of the migrations. */
export function ledgerFindings({ ledger, migrations, heads }: LedgerReport): Finding[] {
  return [
    ...(ledger.found === "absent" ? [absent(ledger)] : migrations.flatMap(findingsOn)),
    ...(heads.length > 0 ? [severalHeads(heads)] : []),
  ];
}

function findingsOn(judgement: Judgement): Finding[] {
  const { state, edited } = judgement;
  const verdict = VERDICTS[state];
  const [expected, actual] = SHOWN[state];
  return [
    ...(verdict
      ? [finding(judgement, state, inPart(judgement, verdict), expected, `${actual}${effects(judgement)}`)]
      : []),
    ...(edited ? [finding(judgement, "edited-after-apply", EDITED, "the file that was applied", "another file")] : []),
  ];
}

const EDITED = info("its file is not the one that was applied: what a new database gets may differ from this one");

/** Everything a migration, or the ledger itself, may be said to be. */
export const MIGRATION_STATES: readonly string[] = [
  ...Object.keys(VERDICTS),
  ...["edited-after-apply", "multiple-heads", "ledger-absent"],
];

/** Of several that a step stands for it is not known which makes what. */
const inPart = ({ unrecorded }: Judgement, { severity, why }: Verdict): Verdict =>
  unrecorded.length === 0
    ? { severity, why }
    : { severity, why: `${why}, if the one that is not recorded made any of it` };

/** How many effects are named. */
const NAMED = 5;

function effects({ unrecorded, missing, changed }: Judgement): string {
  const lacking = [...missing, ...changed];
  const more = lacking.length > NAMED ? ` and ${lacking.length - NAMED} more` : "";
  const parts = [unrecorded.join(", "), lacking.slice(0, NAMED).join(", ") + more].filter((part) => part !== "");
  return parts.length === 0 ? "" : `: ${parts.join("; ")}`;
}

const absent = ({ kind, other }: Extract<Ledger, { found: "absent" }>): Finding =>
  finding(
    { id: "ledger", name: "ledger" },
    "ledger-absent",
    high(
      other
        ? `the migrations were taken for those of ${kind}, and what was run is recorded by ${other.kind}: ${insteadOf(other)}`
        : `${kind} finds no record of what was run, and will run everything from the start`,
    ),
    `the ledger of ${kind}`,
    other ? `${other.table}, the ledger of ${other.kind}` : "no such table",
  );

const severalHeads = (heads: readonly string[]): Finding =>
  finding(
    { id: "heads", name: "heads" },
    "multiple-heads",
    medium("two lines of migrations have been applied side by side, and nothing joins them"),
    "one head",
    [...heads].sort().join(", "),
  );

const finding = (
  { id, name }: Pick<Judgement, "id" | "name">,
  code: string,
  { severity, why }: Verdict,
  expected: string,
  actual: string,
): Finding => {
  const address = encodeAddress({ kind: KIND, path: [id] });
  return {
    id: sha256([`${KIND}.${code}`, address, actual].join("\n")).slice(0, 16),
    ...{ code: `${KIND}.${code}`, severity, why, verb: "altered", kind: KIND, schema: null, address },
    title: `migration ${name}`,
    ...{ attribute: "state", expected, actual, consequences: [] },
    ...{ rename: null, possibleRenames: [], attribution: null, acknowledged: null },
  };
};
