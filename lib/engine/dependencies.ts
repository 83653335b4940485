/** `pg_depend` as edges between addresses. Rows of the catalogue that are no object stand for the object they belong to. */

import { byCodeUnit } from "../core/address.ts";
import { flag, integer, text } from "../core/row.ts";
import type { Session } from "../core/session.ts";
import type { Dependency, Snapshot } from "../core/snapshot.ts";
import type { Identities } from "./identities.ts";

const USER_MADE = 16384;

const QUERY = `
  SELECT c.relname AS catalogue, d.objid AS oid, d.objsubid AS subid,
         r.relname AS ref_catalogue, d.refobjid AS ref_oid, d.refobjsubid AS ref_subid, d.deptype IN ('a', 'i') AS owned
  FROM pg_depend d
  JOIN pg_class c ON c.oid = d.classid
  JOIN pg_class r ON r.oid = d.refclassid
  WHERE d.deptype IN ('n', 'a', 'i') AND d.objid >= ${USER_MADE} AND d.refobjid >= ${USER_MADE}
     OR d.deptype = 'n' AND d.objid >= ${USER_MADE} AND d.refclassid = 'pg_namespace'::regclass`;

interface Node {
  readonly catalogue: string;
  readonly oid: number;
  readonly subid: number;
}

interface Edge {
  readonly from: Node;
  readonly to: Node;
  readonly owned: boolean;
}

/** Who needs whom among the objects, in canonical order. */
export async function readDependencies(
  session: Session,
  identities: Identities,
  objects: Snapshot["objects"],
): Promise<readonly Dependency[]> {
  const find = ({ catalogue, oid, subid }: Node): string | undefined =>
    [identities.exactly(catalogue, oid, subid), identities.exactly(catalogue, oid, 0)].find(
      (address) => address !== undefined && objects.has(address),
    );
  const edges: Edge[] = [];
  const owners = new Map<string, Node>();
  await session.read(QUERY, (row) => {
    const from = { catalogue: text(row.catalogue), oid: integer(row.oid), subid: integer(row.subid) };
    const to = { catalogue: text(row.ref_catalogue), oid: integer(row.ref_oid), subid: integer(row.ref_subid) };
    const owned = flag(row.owned);
    edges.push({ from, to, owned });
    // A default, a view's rule, a row type: what it belongs to is what PostgreSQL would drop it with.
    if (owned && !find(from)) owners.set(keyOf(from), to);
  });
  return resolve(edges, (node) => addressOf(node, find, owners));
}

const keyOf = ({ catalogue, oid }: Node): string => `${catalogue}/${oid}`;

/** The object a row is, or belongs to: the index behind a constraint stands for the constraint. */
function addressOf(
  node: Node,
  find: (node: Node) => string | undefined,
  owners: ReadonlyMap<string, Node>,
): string | undefined {
  let at: Node | undefined = node;
  for (let steps = 0; at && steps < 8; steps++) {
    const address = find(at);
    if (address) return address;
    at = owners.get(keyOf(at));
  }
  return undefined;
}

function resolve(edges: readonly Edge[], address: (node: Node) => string | undefined): readonly Dependency[] {
  const known = new Map<string, Dependency>();
  for (const edge of edges) {
    const from = address(edge.from);
    const to = address(edge.to);
    if (from === undefined || to === undefined || from === to) continue;
    const key = `${from}\t${to}`;
    const before = known.get(key);
    if (!before || (edge.owned && !before.owned)) known.set(key, { from, to, owned: edge.owned });
  }
  return [...known].sort(([a], [b]) => byCodeUnit(a, b)).map(([, dependency]) => dependency);
}
