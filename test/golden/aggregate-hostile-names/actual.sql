CREATE AGGREGATE "My ""App ORDER BY x"."table.*"("an ""argument" "My ""App ORDER BY x"."a ORDER BY b") (SFUNC = "My ""App ORDER BY x"."select", STYPE = bigint, INITCOND = '1');
COMMENT ON AGGREGATE "My ""App ORDER BY x"."table.*"("My ""App ORDER BY x"."a ORDER BY b") IS 'it''s \ hostile';
