ALTER TYPE app.doc SET (STORAGE = external);
