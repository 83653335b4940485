CREATE EXTENSION pg_buffercache;
