CREATE RULE "r DO; WHERE (" AS ON UPDATE TO app.users WHERE NEW.name IS DISTINCT FROM OLD.name
  DO ALSO (INSERT INTO app.log VALUES (NEW.id, 'a; DO (b'); DELETE FROM app.log WHERE id = OLD.id AND what = E'\\');
