CREATE ROLE "App.x ""y"" DO" LOGIN PASSWORD 'hunter2'; COMMENT ON ROLE "App.x ""y"" DO" IS 'new';
