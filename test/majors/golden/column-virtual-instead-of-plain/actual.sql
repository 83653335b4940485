ALTER TABLE app.lines DROP total;
ALTER TABLE app.lines ADD total int GENERATED ALWAYS AS (price * number) VIRTUAL;
