/** Conversions between encodings. */

import { membership, ORIGINS, ofUsers } from "../core/of-users.ts";
import { defineKind } from "../core/registered.ts";
import { flag, text, texts } from "../core/row.ts";
import { high, low, medium, UNEXPECTED } from "../core/severity.ts";
import { literal, nameOf, qualified } from "../core/sql.ts";
import { statement } from "../core/statement.ts";

type Conversion = {
  source: string;
  destination: string;
  function: readonly string[];
  /** Used unasked, between client and server, for these two encodings in this schema. */
  default: boolean;
};
type At = { schema: string; name: string };

const sqlName = (at: At) => `CONVERSION ${qualified(at.schema, at.name)}`;

export const conversion = defineKind<readonly ["schema", "name"], Conversion>({
  name: "conversion",
  title: "conversion",
  key: ["schema", "name"],
  catalogue: "pg_conversion",
  someOf: "pg_conversion WHERE oid >= 16384",
  reads: ["pg_conversion", "pg_proc", "pg_namespace", ...ORIGINS],
  rank: 106,
  query: () => `
    SELECT c.oid, n.nspname AS schema, c.conname AS name, pg_get_userbyid(c.conowner) AS owner,
           pg_encoding_to_char(c.conforencoding)::text AS source, pg_encoding_to_char(c.contoencoding)::text AS destination,
           ${nameOf("pg_proc", "c.conproc")} AS function, c.condefault AS is_default, ${membership("pg_conversion", "c.oid")}
    FROM pg_conversion c JOIN pg_namespace n ON n.oid = c.connamespace
    WHERE ${ofUsers("n", "pg_conversion", "c.oid")}`,
  canonicalise: (row) => ({
    source: text(row.source),
    destination: text(row.destination),
    function: texts(row.function),
    default: flag(row.is_default),
  }),
  within: (at) => [{ kind: "schema", path: [at.schema] }],
  sqlName,
  added: low(UNEXPECTED),
  removed: medium("text can no longer be converted this way"),
  rename: {
    drift: low("the default conversion between two encodings is found whatever it is called"),
  },
  attributes: {
    source: { drift: medium("the conversion reads another encoding"), recreate: true },
    destination: { drift: medium("the conversion writes another encoding"), recreate: true },
    function: { drift: high("text is converted by another function"), recreate: true },
    default: { drift: medium("sessions use, or no longer use, the conversion unasked"), recreate: true },
  },
  create: (at, spec) => [
    statement(
      `CREATE ${spec.default ? "DEFAULT " : ""}${sqlName(at)} FOR ${literal(spec.source)} TO ${literal(spec.destination)} ` +
        `FROM ${qualified(...spec.function)}`,
    ),
  ],
  drop: (at) => [statement(`DROP ${sqlName(at)}`, "breaks-names", "may-fail")],
  rebuildable: true,
});
