ALTER TYPE app.number SET (analyze = app.analyzed);
