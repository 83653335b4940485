DROP TYPE app.number CASCADE;
