ALTER TABLE app.t ALTER id DROP IDENTITY;
CREATE SEQUENCE app.t_id_seq AS int OWNED BY app.t.id;
ALTER TABLE app.t ALTER id SET DEFAULT nextval('app.t_id_seq');
