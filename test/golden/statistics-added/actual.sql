CREATE STATISTICS "My.App"."Stat.of ""x""" (mcv, ndistinct) ON "select", "A b", (lower("select")), (date_part('year', c)) FROM "My.App"."T ""x""";
ALTER STATISTICS "My.App"."Stat.of ""x""" SET STATISTICS 50;
ALTER STATISTICS "My.App"."Stat.of ""x""" OWNER TO app_owner;
COMMENT ON STATISTICS "My.App"."Stat.of ""x""" IS 'why''s';
