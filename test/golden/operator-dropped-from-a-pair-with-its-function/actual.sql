DROP FUNCTION app.lt(text, text) CASCADE;
