/** Health checks × session → what is wrong with a database, drift or not. Knows no check by name, and never fails. */

import { type Address, byCodeUnit, encodeAddress } from "../core/address.ts";
import { DriftwatchError, oneLine } from "../core/errors.ts";
import { sha256 } from "../core/fingerprint.ts";
import type { Ailment, HealthCheck } from "../core/health.ts";
import type { Server } from "../core/kind.ts";
import type { KindRegistry } from "../core/kind-registry.ts";
import type { HealthFinding, HealthUnseen, Report } from "../core/report.ts";
import { integer, type Row, TornRead, text } from "../core/row.ts";
import { CatalogueError, type Session } from "../core/session.ts";
import { bySeverity } from "../core/severity.ts";
import type { LeftOut, Scope } from "../core/snapshot.ts";
import { isRefusal, mendingGrant } from "./introspection/rights.ts";
import { schemaFilter } from "./introspection/scope.ts";
import { policyOf } from "./verdict/partition-policy.ts";

export type Health = Pick<Report, "health" | "healthUnseen">;

export interface HealthContext {
  /** Asked for when something is found. */
  readonly kinds: () => KindRegistry | Promise<KindRegistry>;
  readonly server: Server;
  readonly scope: Scope;
  /** What the profiles leave out is nobody's concern here either. */
  readonly leftOut: readonly LeftOut[];
  /** The stamp has not moved: make only the checks whose facts move without it, and those quickly. */
  readonly unmoved: boolean;
}

/** As long as all of them together may take, on a server that is too busy for them. */
const TIMEOUT_MS = { moved: 10_000, unmoved: 3_000 };

/** Rows that one statement looks closer at. */
const PROBED_AT_ONCE = 200;

export async function examine(
  session: Session,
  checks: readonly HealthCheck[],
  options: HealthContext,
): Promise<Health> {
  const made = options.unmoved ? checks.filter(({ restless }) => restless) : checks;
  const examination = new Examination(session, options);
  for (const [check, rows] of await examination.rowsOf(made)) await examination.judge(check, rows);
  return { health: worstFirst(examination.findings), healthUnseen: examination.unseen };
}

/** What was found, and what stands of what was known before and has not been looked at again. */
export function withStanding(checks: readonly HealthCheck[], standing: Health, found: Health): Health {
  const again = new Set(checks.filter(({ restless }) => restless).map(({ name }) => codeOf(name)));
  const kept = standing.health.filter(({ code }) => !again.has(code));
  const unseen = standing.healthUnseen.filter(({ check }) => !again.has(codeOf(check)));
  return {
    health: worstFirst([...kept, ...found.health]),
    healthUnseen: [...unseen, ...found.healthUnseen],
  };
}

/** `health.index-invalid`. */
export const codeOf = (check: string): string => `health.${check}`;

const worstFirst = (findings: readonly HealthFinding[]): HealthFinding[] =>
  [...findings].sort(
    (a, b) => bySeverity(a.severity, b.severity) || byCodeUnit(a.address, b.address) || byCodeUnit(a.code, b.code),
  );

class Examination {
  readonly findings: HealthFinding[] = [];
  readonly unseen: HealthUnseen[] = [];
  readonly #session: Session;
  readonly #options: HealthContext;
  readonly #timeoutMs: number;
  readonly #inScope: (schema: string) => boolean;
  readonly #leftOut: ReadonlySet<string>;

  constructor(session: Session, options: HealthContext) {
    this.#session = session;
    this.#options = options;
    this.#timeoutMs = options.unmoved ? TIMEOUT_MS.unmoved : TIMEOUT_MS.moved;
    this.#inScope = schemaFilter(options.scope);
    // An entry that counts stands for others than the object it names.
    this.#leftOut = new Set(options.leftOut.flatMap(({ address, count }) => (count === undefined ? [address] : [])));
  }

  /** One statement asks for all that can be asked; where that is refused, each is asked for by itself. */
  async rowsOf(checks: readonly HealthCheck[]): Promise<Map<HealthCheck, Row[]>> {
    if (checks.length === 0) return new Map();
    try {
      return await this.#ask(checks);
    } catch (error) {
      if (!isForgiven(error)) throw error;
    }
    const found = new Map<HealthCheck, Row[]>();
    for (const check of checks)
      await this.#unlessRefused(check, async () => {
        for (const [asked, rows] of await this.#ask([check])) found.set(asked, rows);
      });
    return found;
  }

  async #ask(checks: readonly HealthCheck[]): Promise<Map<HealthCheck, Row[]>> {
    const found = new Map(checks.map((check): [HealthCheck, Row[]] => [check, []]));
    const parts = checks.map(
      ({ query }, at) =>
        `SELECT ${at} AS at, to_jsonb(q) AS row FROM (${query(this.#options.server, this.#options.unmoved)}) q`,
    );
    await this.#read(parts.join("\nUNION ALL\n"), ({ at, row }) => {
      const check = checks[integer(at)];
      if (check) found.get(check)?.push(row as Row);
    });
    return found;
  }

  #read(sql: string, onRow: (row: Row) => void): Promise<number> {
    return this.#session.read(sql, onRow, { timeoutMs: this.#timeoutMs });
  }

  async judge(check: HealthCheck, rows: readonly Row[]): Promise<void> {
    const inScope = rows.filter(({ schema }) => typeof schema !== "string" || this.#inScope(schema));
    const { probe } = check;
    const closed = inScope.filter((row) => row.closed === true);
    if (closed.length > 0) this.#missing(check, closed);
    const open = inScope.filter((row) => row.closed !== true);
    await this.#unlessRefused(check, async () => {
      const whole = probe ? await this.#probe(probe, open) : open;
      const ailments = whole.flatMap((row) => check.ailment(row) ?? []);
      if (ailments.length > 0) this.#take(check, ailments, await this.#options.kinds());
    });
  }

  async #probe(statement: (rows: readonly Row[]) => string, rows: readonly Row[]): Promise<Row[]> {
    const whole: Row[] = [];
    for (let from = 0; from < rows.length; from += PROBED_AT_ONCE) {
      const some = rows.slice(from, from + PROBED_AT_ONCE);
      await this.#read(statement(some), (row) => whole.push({ ...some[integer(row.at)], ...row }));
    }
    return whole;
  }

  #take(check: HealthCheck, ailments: readonly Ailment[], kinds: KindRegistry): void {
    const told = ailments.filter((ailment) => !this.#isLeftOut(ailment, kinds));
    const partitioned = new Map<string, Ailment[]>();
    for (const ailment of told) {
      const { partitionOf } = ailment;
      if (!partitionOf) this.findings.push(finding(check, ailment, kinds));
      else if (policyOf(partitionOf, this.#options.scope.partitions ?? {}) !== "ignored") {
        const root = encodeAddress(partitionOf);
        partitioned.set(root, [...(partitioned.get(root) ?? []), ailment]);
      }
    }
    for (const group of partitioned.values()) this.findings.push(together(check, group, kinds));
  }

  #isLeftOut({ address, belongsTo, partitionOf }: Ailment, kinds: KindRegistry): boolean {
    if (this.#leftOut.size === 0) return false;
    const above = [address, belongsTo, partitionOf].flatMap((own) => own ?? []);
    for (const own of above) {
      if (this.#leftOut.has(encodeAddress(own))) return true;
      above.push(...kinds.get(own.kind).within(own, null, {}));
    }
    return false;
  }

  #missing({ name, title, remedy }: HealthCheck, closed: readonly Row[]): void {
    const names = closed.map((row) => text(row.name)).sort(byCodeUnit);
    const some = names.slice(0, 3).join(", ");
    this.unseen.push({
      check: name,
      reason: `${title}: ${closed.length} may not be read (${some}${closed.length > 3 ? ", …" : ""})`,
      remedy: remedy?.(closed) ?? "grant the right to read them to the monitor's role",
    });
  }

  async #unlessRefused(check: HealthCheck, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!isForgiven(error)) throw error;
      const needs = { catalogues: [], statements: [check.query(this.#options.server, false)] };
      this.unseen.push({
        check: check.name,
        reason: `${check.title}: ${oneLine(error)}`,
        remedy: isRefusal(error)
          ? await mendingGrant(this.#session, needs, error)
          : "it is tried again at the next check; if it stays, switch this check off",
      });
    }
  }
}

/** What ails the partitions of one table: the worst of it, and how often. */
function together(check: HealthCheck, group: readonly Ailment[], kinds: KindRegistry): HealthFinding {
  const [first] = [...group].sort(
    (a, b) => bySeverity(a.severity, b.severity) || byCodeUnit(encodeAddress(a.address), encodeAddress(b.address)),
  ) as [Ailment, ...Ailment[]];
  const where = `${group.length === 1 ? "in a partition" : `in ${group.length} places in its partitions`}, ${titleOf(first.address, kinds)}`;
  const address = first.partitionOf ?? first.address;
  const why = `${where}${group.length === 1 ? "" : " and others"}: ${first.why}`;
  return finding(check, { ...first, address, why }, kinds);
}

function finding(
  { name }: HealthCheck,
  { address, severity, why, suggestion }: Ailment,
  kinds: KindRegistry,
): HealthFinding {
  const [code, spelled] = [codeOf(name), encodeAddress(address)];
  // What has become worse is told again.
  const id = sha256([code, spelled, severity].join("\n")).slice(0, 16);
  return { id, code, severity, title: titleOf(address, kinds), address: spelled, why, suggestion };
}

function titleOf(address: Address, kinds: KindRegistry): string {
  const kind = kinds.get(address.kind);
  return `${kind.title} ${kind.host(address).label}`;
}

/** Nothing that the server answers here is worth a failed check. */
const isForgiven = (error: unknown): boolean =>
  error instanceof CatalogueError || error instanceof TornRead || error instanceof DriftwatchError;
