ALTER ROLE ALL SET session_preload_libraries = 'auto_explain', 'pg_trgm';
