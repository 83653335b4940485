ALTER TYPE app.number SET (typmod_in = app.mod_in);
