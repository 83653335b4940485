/** Who and when, as far as the catalogue tells. Asked only where something drifted; what is not told is null, never an error. */

import { encodeAddress, parseAddress } from "../../core/address.ts";
import type { Attribution, AuditEntry, Finding } from "../../core/finding.ts";
import type { Catalogue } from "../../core/kind.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import { integer, textOrNull } from "../../core/row.ts";
import { CatalogueError, type Session } from "../../core/session.ts";
import type { CatalogueObject, Snapshot } from "../../core/snapshot.ts";
import { literal } from "../../core/sql.ts";
import { auditEntries } from "./audit.ts";
import { OWNED_ROWS } from "./catalogue-rows.ts";

/** When a finding was first seen, and when it was not seen yet (ISO 8601). */
export type Since = Pick<Attribution, "seenAt" | "notSeenAt">;

export interface Sources {
  readonly kinds: KindRegistry;
  readonly actual: Pick<Snapshot, "objects">;
  readonly expected: Pick<Snapshot, "objects"> | null;
  /** Since when a finding is known. */
  readonly since: (finding: Finding) => Since;
  /** What was told of it when it was first seen: it is not asked for again, for what happened later is another thing. */
  readonly told: (finding: Finding) => Attribution | null;
  /** Schema and name, with a dot between, of the table of an audit trigger; found by its columns if undefined. */
  readonly auditTable?: string | undefined;
}

/** Findings beyond these are told since when, and no more. */
const ASKED = 500;

const TIMEOUT_MS = 3_000;

/** The findings, each with what can be told of it. Their ids stay what they are. */
export async function attribute(session: Session, findings: readonly Finding[], sources: Sources): Promise<Finding[]> {
  // Findings on what is no object of the catalogue, such as a migration, are told since when.
  const known = new Set(sources.kinds.all.map(({ name }) => name));
  const asked = findings.filter((finding) => known.has(finding.kind) && !sources.told(finding)).slice(0, ASKED);
  const traces = await tracesOf(session, asked, sources);
  const audited = asked.length > 0 ? await auditEntries(session, sources.kinds, asked, sources.auditTable) : new Map();
  return findings.map((finding) => {
    const told = sources.told(finding);
    if (told) return { ...finding, attribution: told };
    const trace = traces.get(finding) ?? NOTHING;
    const audit: AuditEntry | null = audited.get(finding) ?? null;
    return { ...finding, attribution: { ...sources.since(finding), ...trace, audit } };
  });
}

type Trace = Omit<Attribution, keyof Since | "audit">;
const NOTHING: Trace = { committedAt: null, owner: null, grantor: null };

/** Where in the catalogue the server is to look for a finding. */
interface Place {
  readonly finding: Finding;
  readonly catalogue: Catalogue;
  readonly oid: number;
  /** Number of a column; -1: of any that was dropped. */
  readonly number: number;
  /** A role to which something was granted; what granted it is asked for. */
  readonly grantee: string | null;
  /** Of what comes in a row of its own beside the object: comments, labels. */
  readonly satellite: Catalogue | null;
  /** The row is that of the object itself, or the moment counts only if it is later than this (ISO 8601). */
  readonly after: string | null;
  /** Whoever owns this owns the object. */
  readonly owns: boolean;
}

async function tracesOf(
  session: Session,
  findings: readonly Finding[],
  sources: Sources,
): Promise<Map<Finding, Trace>> {
  const places = findings.flatMap((finding) => placesOf(finding, sources));
  const traces = new Map<Finding, Trace>();
  if (places.length === 0) return traces;
  const read = async (withTimes: boolean) => {
    await session.read(
      statement(places, withTimes),
      (row) => {
        const place = places[integer(row.at)];
        if (place) traces.set(place.finding, joined(traces.get(place.finding) ?? NOTHING, place, row));
      },
      { timeoutMs: TIMEOUT_MS },
    );
  };
  // Where commit times are tracked and may not be had after all, as on a replica, the rest can still be told.
  await read(true).catch(async (error) => {
    if (!(error instanceof CatalogueError)) throw error;
    traces.clear();
    await read(false).catch((again) => {
      if (!(again instanceof CatalogueError)) throw again;
    });
  });
  return traces;
}

function joined(known: Trace, { after, owns }: Place, row: Readonly<Record<string, unknown>>): Trace {
  const committed = textOrNull(row.committed);
  const counts = committed !== null && (after === null || committed > after);
  const latest =
    counts && (known.committedAt === null || committed > known.committedAt) ? committed : known.committedAt;
  return {
    committedAt: latest,
    owner: known.owner ?? (owns ? textOrNull(row.owner) : null),
    grantor: known.grantor ?? textOrNull(row.grantor),
  };
}

/** The object's own row, and that of what it stands in: which has an owner where the object has none. */
function placesOf(finding: Finding, { kinds, actual, expected, since }: Sources): Place[] {
  const address = parseAddress(finding.rename?.to ?? finding.address);
  const kind = kinds.get(address.kind);
  const host = kind.satellite ? kind.host(address).address : address;
  const grantee = kind.suffix.includes("grantee") ? (address.path.at(-1) ?? null) : null;
  const satellite = kind.satellite && kind.query ? (kind.reads[0] ?? null) : null;
  const own = actual.objects.get(encodeAddress(host));
  const places: Place[] = [];
  // What is gone has left a trace in what it stood in, if at all; a moment before it was last seen there is another's.
  const unseen = since(finding).notSeenAt;
  const gone = own === undefined || (satellite !== null && finding.verb === "removed");
  const before = expected?.objects.get(encodeAddress(host));
  for (const object of [own, ...ancestors(kinds, actual, own ?? before)]) {
    const found = object && placeOf(kinds, object);
    if (!found) continue;
    const isOwn = object === own && !gone;
    const after = isOwn ? null : (unseen ?? NEVER);
    const wasColumn = own === undefined && places.length === 0 && before?.facts.position !== undefined;
    places.push({
      ...{ finding, ...found, grantee: object === own ? grantee : null, after },
      satellite: object === own ? satellite : null,
      // What stands in a schema has an owner of its own, who is not known any more once it is gone.
      owns: own !== undefined || found.catalogue !== "pg_namespace",
      number: wasColumn ? -1 : found.number,
    });
    if (OWNED_ROWS[found.catalogue]?.owner) break;
  }
  return places;
}

/** Later than any moment. */
const NEVER = "9999";

function placeOf(
  kinds: KindRegistry,
  { address, facts }: CatalogueObject,
): Pick<Place, "catalogue" | "oid" | "number"> | null {
  const { catalogue } = kinds.get(address.kind);
  const { oid, position } = facts;
  if (!catalogue || typeof oid !== "number") return null;
  return { catalogue, oid, number: catalogue === "pg_class" && typeof position === "number" ? position : 0 };
}

/** What an object stands in, from the inside out. */
function ancestors(
  kinds: KindRegistry,
  { objects }: Pick<Snapshot, "objects">,
  object: CatalogueObject | undefined,
): CatalogueObject[] {
  const above: CatalogueObject[] = [];
  for (let inner = object; inner; ) {
    const { address, spec, facts } = inner;
    const outer = kinds.get(address.kind).within(address, spec, facts).map(encodeAddress);
    inner = outer.map((spelled) => objects.get(spelled)).find((found) => found !== undefined);
    if (inner) above.push(inner);
  }
  return above;
}

function statement(places: readonly Place[], withTimes: boolean): string {
  const rows = places.map(
    ({ catalogue, oid, number, grantee, satellite }, at) =>
      `(${at}, ${literal(catalogue)}, ${oid}::oid, ${number}, ${grantee === null ? "NULL" : literal(grantee)}::text, ${satellite === null ? "NULL" : literal(satellite)}::text)`,
  );
  const catalogues = [...new Set(places.map(({ catalogue }) => catalogue))];
  const satellites = [...new Set(places.flatMap(({ satellite }) => satellite ?? []))];
  return `
    WITH wanted(at, catalogue, oid, number, grantee, satellite) AS (VALUES ${rows.join(",\n      ")})
    ${[...catalogues.map((name) => ownRows(name, withTimes)), ...satellites.map((name) => rowsBeside(name, withTimes))].join("\n    UNION ALL\n    ")}
    UNION ALL ${columnRows(withTimes)}`;
}

// Where commits are not tracked, asking for one is an error.
const moment = (xmin: string, withTimes: boolean): string =>
  withTimes
    ? `to_char(CASE WHEN current_setting('track_commit_timestamp') = 'on' THEN pg_xact_commit_timestamp(${xmin}) END AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
    : "NULL::text";

const grantor = (rights: string): string =>
  `CASE WHEN w.grantee IS NOT NULL THEN (SELECT string_agg(DISTINCT pg_get_userbyid(e.grantor)::text, ', ') FROM aclexplode(${rights}) e ` +
  `WHERE CASE WHEN w.grantee = 'public' THEN e.grantee = 0 ELSE pg_get_userbyid(e.grantee) = w.grantee END) END`;

function ownRows(catalogue: Catalogue, withTimes: boolean): string {
  const { owner, rights, beside = [] } = OWNED_ROWS[catalogue] ?? {};
  const times = [
    moment("x.xmin", withTimes),
    ...beside.map((rows) => `(SELECT max(${moment("y.xmin", withTimes)}) FROM ${rows})`),
  ];
  return (
    `SELECT w.at, CASE WHEN w.number = 0 AND w.satellite IS NULL THEN greatest(${times.join(", ")}) END AS committed, ` +
    `${owner ? `pg_get_userbyid(x.${owner})::text` : "NULL::text"} AS owner, ${rights ? grantor(`x.${rights}`) : "NULL::text"} AS grantor ` +
    `FROM wanted w JOIN pg_catalog.${catalogue} x ON x.oid = w.oid WHERE w.catalogue = ${literal(catalogue)}`
  );
}

/** Comments and security labels have rows of their own. */
const rowsBeside = (catalogue: Catalogue, withTimes: boolean): string =>
  `SELECT w.at, ${moment("x.xmin", withTimes)}, NULL, NULL FROM wanted w JOIN pg_catalog.${catalogue} x ` +
  `ON x.objoid = w.oid AND x.classoid = ('pg_catalog.' || w.catalogue)::regclass AND x.objsubid = w.number WHERE w.satellite = ${literal(catalogue)}`;

const columnRows = (withTimes: boolean): string =>
  `SELECT w.at, ${moment("x.xmin", withTimes)}, NULL, ${grantor("x.attacl")} FROM wanted w JOIN pg_catalog.pg_attribute x ` +
  `ON x.attrelid = w.oid AND (x.attnum = w.number OR w.number = -1 AND x.attisdropped) ` +
  `WHERE w.catalogue = 'pg_class' AND w.number <> 0 AND w.satellite IS NULL`;
