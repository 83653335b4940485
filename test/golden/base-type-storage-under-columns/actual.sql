ALTER TYPE app.doc SET (STORAGE = main);
