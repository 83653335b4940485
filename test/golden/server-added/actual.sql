CREATE SERVER "Old ""rows"".v1" TYPE 'it''s' VERSION '1\2' FOREIGN DATA WRAPPER far OPTIONS (host 'a=b', "Port" '1');
ALTER SERVER "Old ""rows"".v1" OWNER TO app_owner;
GRANT USAGE ON FOREIGN SERVER "Old ""rows"".v1" TO app_rw;
COMMENT ON SERVER "Old ""rows"".v1" IS 'old';
CREATE USER MAPPING FOR app_ro SERVER "Old ""rows"".v1";
