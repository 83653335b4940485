CREATE ROLE crew; CREATE ROLE app LOGIN; GRANT crew TO app; CREATE ROLE boss; GRANT app TO boss; ALTER ROLE app SET work_mem = '8MB'; COMMENT ON ROLE app IS 'who';
