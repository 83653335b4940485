CREATE OR REPLACE RULE logged AS ON INSERT TO app.users DO ALSO (
  INSERT INTO app.log VALUES (NEW.id, 'new'); DELETE FROM app.log WHERE what IN (SELECT name FROM app.users WHERE users.id = NEW.id));
