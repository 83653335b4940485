CREATE ROLE app; ALTER ROLE app SET search_path = app, "My ""schema""", '';
