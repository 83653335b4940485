CREATE TRIGGER watch BEFORE INSERT OR UPDATE OF name, id OR DELETE ON users FOR EACH ROW EXECUTE FUNCTION noop('a', 'it''s', E'back\\slash', '');
COMMENT ON TRIGGER watch ON users IS 'watches';
