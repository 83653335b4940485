CREATE TABLE app.visit (id bigint NOT NULL DEFAULT nextval('app.ticket'), note text);
ALTER SEQUENCE app.ticket OWNED BY app.visit.id;
