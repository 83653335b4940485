ALTER SEQUENCE app.ticket AS bigint INCREMENT BY 2;
ALTER TABLE app.visit ADD COLUMN id bigint NOT NULL DEFAULT nextval('app.ticket');
ALTER SEQUENCE app.ticket OWNED BY app.visit.id;
