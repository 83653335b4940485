/** Those of the known pairs in which tables are partitioned. */

import type { KnownPair } from "./known-pairs.ts";

export const PAIRS_OF_PARTITIONS: readonly KnownPair[] = [
  {
    name: "a table is partitioned by another key, or by none",
    first:
      "CREATE TYPE s.m AS ENUM ('a'); CREATE TABLE s.p (id int NOT NULL, m s.m, note text CHECK (id > 0)); CREATE VIEW s.v AS SELECT id FROM s.p; GRANT SELECT ON s.p TO PUBLIC; CREATE TABLE s.q (id int, at date) PARTITION BY RANGE (at); CREATE TABLE s.q1 PARTITION OF s.q FOR VALUES FROM ('2024-01-01') TO ('2025-01-01'); CREATE TABLE s.q2 PARTITION OF s.q DEFAULT",
    second:
      "CREATE TABLE s.p (id int NOT NULL, at date NOT NULL, note text) PARTITION BY RANGE (at); CREATE TABLE s.p1 PARTITION OF s.p FOR VALUES FROM ('2024-01-01') TO ('2025-01-01'); CREATE VIEW s.v AS SELECT at FROM s.p; CREATE TABLE s.q (id int, at date, PRIMARY KEY (at, id)) PARTITION BY RANGE (at, id); CREATE TABLE s.q1 PARTITION OF s.q FOR VALUES FROM ('2024-01-01', 1) TO ('2025-01-01', 1); CREATE TABLE s.q2 PARTITION OF s.q DEFAULT PARTITION BY LIST (id)",
  },
  {
    name: "a table goes, and a partitioned one comes that is much like it",
    first: "CREATE TABLE s.up (id int NOT NULL, note text); CREATE TABLE s.down () INHERITS (s.up)",
    second: "CREATE TABLE s.p2 (id int NOT NULL, at date, note text) PARTITION BY RANGE (at)",
  },
  {
    name: "a partition comes beside a default one that has rows for it",
    first: "CREATE TABLE s.p (id int, at date) PARTITION BY RANGE (at); CREATE TABLE s.rest PARTITION OF s.p DEFAULT",
    second:
      "CREATE TABLE s.p (id int, at date) PARTITION BY RANGE (at); CREATE TABLE s.rest PARTITION OF s.p DEFAULT; CREATE TABLE s.one PARTITION OF s.p FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')",
  },
  {
    name: "a partition goes, one of a partition comes that is much like it, and the key goes",
    first:
      "CREATE TABLE s.p (id int NOT NULL, at date NOT NULL, note text) PARTITION BY RANGE (at, id); ALTER TABLE s.p ADD CONSTRAINT key PRIMARY KEY (id, at); CREATE TABLE s.p1 PARTITION OF s.p FOR VALUES FROM ('2024-01-01', 1) TO ('2025-01-01', MINVALUE); CREATE TABLE s.p2 PARTITION OF s.p DEFAULT PARTITION BY LIST (id); CREATE INDEX by_note ON s.p (note)",
    second:
      "CREATE TABLE s.p (id int NOT NULL, at date NOT NULL, note text) PARTITION BY RANGE (at, id); CREATE TABLE s.p2 PARTITION OF s.p DEFAULT PARTITION BY LIST (id); CREATE TABLE s.p21 PARTITION OF s.p2 FOR VALUES IN (1); CREATE INDEX by_note ON s.p (note)",
  },
  {
    name: "a column of partitions is renamed, which the index on it tells",
    first:
      "CREATE TABLE s.p (id int, at date, note text DEFAULT 'n') PARTITION BY RANGE (at); CREATE TABLE s.p1 PARTITION OF s.p (note DEFAULT 'one') FOR VALUES FROM ('2024-01-01') TO ('2025-01-01'); CREATE INDEX by_note ON s.p (note)",
    second:
      "CREATE TABLE s.p (id int, at date, remark text DEFAULT 'n') PARTITION BY RANGE (at); CREATE TABLE s.p1 PARTITION OF s.p (remark DEFAULT 'one') FOR VALUES FROM ('2024-01-01') TO ('2025-01-01'); CREATE INDEX by_note ON s.p (remark)",
  },
  {
    name: "a partition goes to another table whose columns are called something else",
    first:
      "CREATE TABLE s.p (id int NOT NULL, note text, CHECK (id > 0)) PARTITION BY LIST (id); CREATE INDEX by_id ON s.p (id); CREATE TABLE s.p1 PARTITION OF s.p FOR VALUES IN (0, 2); CREATE TABLE s.p2 PARTITION OF s.p FOR VALUES IN (1)",
    second:
      "CREATE TABLE s.other (num int NOT NULL DEFAULT 1, note text, CHECK (num > 0)) PARTITION BY LIST (num); CREATE INDEX by_num ON s.other (num); CREATE TABLE s.p1 PARTITION OF s.other FOR VALUES IN (0, 2)",
  },
  {
    name: "a partition goes to another schema, and one of a partition comes that is much like it",
    first:
      "CREATE TABLE s.p (id int, at date) PARTITION BY RANGE (at); CREATE TABLE s.p1 PARTITION OF s.p FOR VALUES FROM ('2024-01-01') TO ('2025-01-01'); CREATE TABLE s.p2 PARTITION OF s.p DEFAULT PARTITION BY LIST (id)",
    second:
      "CREATE TABLE s.p (id int, at date) PARTITION BY RANGE (at); CREATE TABLE public.p1 PARTITION OF s.p FOR VALUES FROM ('2024-01-01') TO ('2025-01-01'); CREATE TABLE s.p2 PARTITION OF s.p DEFAULT PARTITION BY LIST (id); CREATE TABLE s.p21 PARTITION OF s.p2 FOR VALUES IN (1)",
  },
  {
    name: "a partition is at another place of its table, which loses an index and gets a check",
    first:
      "CREATE TABLE s.p (id int, at date, note text) PARTITION BY RANGE (at); CREATE TABLE s.p1 PARTITION OF s.p FOR VALUES FROM ('2024-01-01') TO ('2025-01-01'); CREATE INDEX by_note ON s.p (note)",
    second:
      "CREATE TABLE s.p (id int, at date, note text, CONSTRAINT fits CHECK (id > 0)) PARTITION BY RANGE (at); CREATE TABLE s.p1 PARTITION OF s.p FOR VALUES FROM ('2022-01-01') TO ('2023-01-01')",
  },
  {
    name: "an index that partitions lack their part of comes, and by itself one that could be the part",
    first:
      "CREATE TABLE s.p (id int NOT NULL, at date NOT NULL) PARTITION BY RANGE (at); CREATE TABLE s.p1 PARTITION OF s.p FOR VALUES FROM ('2024-01-01') TO ('2025-01-01'); CREATE TABLE s.p2 PARTITION OF s.p DEFAULT PARTITION BY LIST (id)",
    second:
      "CREATE TABLE s.p (id int NOT NULL, at date NOT NULL) PARTITION BY RANGE (at); CREATE TABLE s.p1 PARTITION OF s.p FOR VALUES FROM ('2024-01-01') TO ('2025-01-01'); CREATE TABLE s.p2 PARTITION OF s.p DEFAULT PARTITION BY LIST (id); CREATE INDEX alone ON ONLY s.p (id); CREATE INDEX part ON s.p1 (id)",
  },
  {
    name: "a partition is at another place, and its own below it fire the triggers above otherwise",
    first:
      "CREATE FUNCTION s.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TABLE s.p (id int, at date) PARTITION BY RANGE (at); CREATE TABLE s.p1 PARTITION OF s.p FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY LIST (id); CREATE TABLE s.p11 PARTITION OF s.p1 FOR VALUES IN (1); CREATE TABLE s.p12 PARTITION OF s.p1 FOR VALUES IN (2); CREATE TRIGGER pt BEFORE INSERT ON s.p FOR EACH ROW EXECUTE FUNCTION s.f(); CREATE TRIGGER own BEFORE INSERT ON s.p1 FOR EACH ROW EXECUTE FUNCTION s.f(); ALTER TABLE s.p11 DISABLE TRIGGER pt; ALTER TABLE s.p11 DISABLE TRIGGER own; ALTER TABLE s.p12 DISABLE TRIGGER pt; COMMENT ON TRIGGER pt ON s.p1 IS 'above'; COMMENT ON TRIGGER pt ON s.p12 IS 'below'",
    second:
      "CREATE FUNCTION s.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TABLE s.p (id int, at date) PARTITION BY RANGE (at); CREATE TABLE s.p1 PARTITION OF s.p FOR VALUES FROM ('2022-01-01') TO ('2023-01-01') PARTITION BY LIST (id); CREATE TABLE s.p11 PARTITION OF s.p1 FOR VALUES IN (1); CREATE TABLE s.p12 PARTITION OF s.p1 FOR VALUES IN (2); CREATE TRIGGER pt BEFORE INSERT ON s.p FOR EACH ROW EXECUTE FUNCTION s.f(); CREATE TRIGGER own BEFORE INSERT ON s.p1 FOR EACH ROW EXECUTE FUNCTION s.f(); ALTER TABLE s.p11 ENABLE REPLICA TRIGGER pt; ALTER TABLE s.p12 DISABLE TRIGGER pt",
  },
  {
    name: "a column goes from a partitioned table with the partition that was partitioned by it",
    first:
      "CREATE TABLE s.t (id int) PARTITION BY RANGE (id); CREATE TABLE s.t1 PARTITION OF s.t FOR VALUES FROM (1) TO (10)",
    second:
      "CREATE TABLE s.t (id int, r text) PARTITION BY RANGE (id); CREATE TABLE s.t1 PARTITION OF s.t FOR VALUES FROM (1) TO (10); CREATE TABLE s.t2 PARTITION OF s.t FOR VALUES FROM (10) TO (20) PARTITION BY LIST (r); CREATE TABLE s.t21 PARTITION OF s.t2 FOR VALUES IN ('x')",
  },
  {
    name: "a sequence is that of a table of the same name which is partitioned now",
    first:
      "CREATE SEQUENCE s.q; CREATE TABLE s.t (id int DEFAULT nextval('s.q'), a text); ALTER SEQUENCE s.q OWNED BY s.t.id",
    second:
      "CREATE SEQUENCE s.q; CREATE TABLE s.t (id int DEFAULT nextval('s.q'), x date) PARTITION BY RANGE (x); ALTER SEQUENCE s.q OWNED BY s.t.id; CREATE TABLE s.t1 PARTITION OF s.t DEFAULT",
  },
];
