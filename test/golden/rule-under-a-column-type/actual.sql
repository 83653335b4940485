DROP RULE logged ON app.users;
ALTER TABLE app.users ALTER name TYPE varchar(20);
CREATE RULE logged AS ON INSERT TO app.users DO ALSO INSERT INTO app.log VALUES (NEW.id, NEW.name);
