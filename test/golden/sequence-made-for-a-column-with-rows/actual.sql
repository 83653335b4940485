CREATE SEQUENCE app.visit_id_seq AS integer OWNED BY app.visit.id;
ALTER TABLE app.visit ALTER COLUMN id SET DEFAULT nextval('app.visit_id_seq');
