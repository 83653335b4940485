CREATE OR REPLACE RULE logged AS ON UPDATE TO app.users DO ALSO NOTIFY users, 'it''s; here';
