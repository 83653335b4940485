ALTER TYPE app.number SET (typmod_out = app.mod_out);
