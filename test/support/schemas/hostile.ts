/** A schema whose names and texts are meant to be run, or to be taken for something else, by whoever is careless. */

import pg from "pg";

/** What none of it may touch; `DROP TABLE canary.t` stands wherever something might run it. */
export const CANARY = "CREATE SCHEMA canary; CREATE TABLE canary.t (n int); INSERT INTO canary.t VALUES (1)";
/** A file that only psql could make. */
export const TRACE = "driftwatch-was-here";

const DROP = "DROP TABLE canary.t";

export const PAYLOADS: readonly string[] = [
  `'; ${DROP}; --`,
  `\\'; ${DROP}; --`,
  `\\\\'; ${DROP}; --`,
  `"; ${DROP}; --`,
  `\\"; ${DROP}; --`,
  `$$; ${DROP}; $$`,
  `$function$; ${DROP}; $function$`,
  `$functionx$; ${DROP}; $_$`,
  `x\n\\! touch ${TRACE}\n\\q`,
  `\\.\n${DROP};\n\\.`,
  `\r\n; ${DROP};\r\n`,
  `*/ ; ${DROP}; /*`,
  `-- \n; ${DROP};\n--`,
  `;COMMIT;${DROP};BEGIN;`,
  `END; ${DROP};`,
  `:DBNAME:'USER':"HOST"`,
  `:{?DBNAME} \\gexec`,
  `\\u0027; ${DROP}; --`,
  `U&'\\0027; ${DROP}--`,
  `\\047; ${DROP}; --`,
  `\u0001\u001a\u001b[2J`,
  `ÿ¿'\\; ${DROP}; --`,
  `🐘'; ${DROP}; --`,
  `%s %I %L $1 {{x}} \${x}`,
];

const client = new pg.Client();
const name = (text: string): string => client.escapeIdentifier(text);
const value = (text: string): string => client.escapeLiteral(text);
/** A body that ends nowhere but at its end. */
const body = (text: string): string => `$never_in_a_payload$${text}$never_in_a_payload$`;

/** @param shift which text stands under which name */
export function* hostileSchema(shift: number): Iterable<string> {
  for (const [at, payload] of PAYLOADS.entries()) {
    const text = value(PAYLOADS[(at + shift) % PAYLOADS.length] ?? "");
    yield table(name(`${at}${payload}`), text);
    yield surroundings(name(`${at}${payload}`), text);
    yield comments(name(`${at}${payload}`), text);
  }
}

/** Schema, table and column have one name; a column is called as a variable of psql is. */
const table = (n: string, text: string): string => `
  CREATE SCHEMA ${n};
  CREATE TYPE ${n}.enum AS ENUM ('one', ${text});
  CREATE DOMAIN ${n}.domain AS text COLLATE "C" DEFAULT ${text} CONSTRAINT ${n} CHECK (VALUE <> ${text});
  CREATE FUNCTION ${n}.${n}(${n} text DEFAULT ${text}) RETURNS text LANGUAGE sql IMMUTABLE AS ${body(`SELECT ${text}`)};
  CREATE FUNCTION ${n}.touch() RETURNS trigger LANGUAGE plpgsql SET my.setting TO ${text} AS ${body(`BEGIN PERFORM ${text}; RETURN NEW; END`)};
  CREATE TABLE ${n}.${n} (
    ${n} text DEFAULT ${text}, id int PRIMARY KEY, "DBNAME" int, "USER" int, list int[],
    state ${n}.enum DEFAULT ${text}, made text GENERATED ALWAYS AS (id || ${text}) STORED, CONSTRAINT ${n} CHECK (${n} <> ${text}),
    CONSTRAINT sliced CHECK (list["DBNAME":"USER"] <> list[:"DBNAME"] AND list["USER":] <> '{1}'));
  CREATE INDEX "i ${n.slice(1)} ON ${n}.${n} ((${n} || ${text})) WHERE ${n} <> ${text};
  CREATE STATISTICS ${n}.s ON (${n} || ${text}), id FROM ${n}.${n};
  CREATE TRIGGER ${n} BEFORE UPDATE ON ${n}.${n} FOR EACH ROW WHEN (NEW.${n} <> ${text}) EXECUTE FUNCTION ${n}.touch(${text}, 'x');
  CREATE POLICY ${n} ON ${n}.${n} USING (${n} = ${text}) WITH CHECK (${n} <> ${text});
  CREATE RULE ${n} AS ON DELETE TO ${n}.${n} WHERE OLD.${n} = ${text} DO INSTEAD UPDATE ${n}.${n} SET ${n} = ${text};`;

const surroundings = (n: string, text: string): string => `
  CREATE VIEW ${n}.v AS SELECT ${n}, ${text}::text AS said, list["DBNAME":"USER"] AS part FROM ${n}.${n} WHERE ${n} LIKE ${text};
  CREATE MATERIALIZED VIEW ${n}.m AS SELECT ${text}::text AS ${n};
  CREATE FUNCTION ${n}.atomic(a text, b int[], "USER" int) RETURNS text LANGUAGE sql
    BEGIN ATOMIC SELECT CASE WHEN a = ${text} THEN (b[1:"USER"])::text ELSE ${text} END; END;
  CREATE AGGREGATE ${n}.agg(text) (SFUNC = textcat, STYPE = text, INITCOND = ${text});
  CREATE FOREIGN DATA WRAPPER ${n} OPTIONS (${n} ${text});
  CREATE SERVER ${n} TYPE 'it''s \\' VERSION ${text} FOREIGN DATA WRAPPER ${n} OPTIONS (${n} ${text});
  CREATE FOREIGN TABLE ${n}.f (${n} text OPTIONS (${n} ${text})) SERVER ${n} OPTIONS (${n} ${text});
  CREATE PUBLICATION ${n} FOR TABLE ${n}.${n} WHERE (id <> length(${text}));
  CREATE SEQUENCE ${n}.q;`;

const comments = (n: string, text: string): string =>
  [
    ...[`SCHEMA ${n}`, `TABLE ${n}.${n}`, `COLUMN ${n}.${n}.${n}`, `TYPE ${n}.enum`, `DOMAIN ${n}.domain`],
    ...[`TRIGGER ${n} ON ${n}.${n}`, `POLICY ${n} ON ${n}.${n}`, `RULE ${n} ON ${n}.${n}`, `FUNCTION ${n}.${n}(text)`],
    ...[`CONSTRAINT ${n} ON ${n}.${n}`, `VIEW ${n}.v`, `SERVER ${n}`, `PUBLICATION ${n}`, `STATISTICS ${n}.s`],
  ]
    .map((object) => `COMMENT ON ${object} IS ${text};`)
    .join("\n");
