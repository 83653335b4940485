ALTER TABLE app.users ADD COLUMN hotfix_flag boolean NOT NULL DEFAULT false;
