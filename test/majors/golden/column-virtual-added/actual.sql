ALTER TABLE app.lines ADD total int GENERATED ALWAYS AS (price * number) VIRTUAL;
