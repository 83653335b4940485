ALTER SUBSCRIPTION intake SET (password_required = false);
