CREATE POLICY "see all" ON accounts AS RESTRICTIVE FOR SELECT TO app_ro, app_rw USING (owner IN ('a', 'b') AND EXISTS (SELECT FROM accounts other WHERE other.id = accounts.id));
COMMENT ON POLICY "see all" ON accounts IS 'why not';
