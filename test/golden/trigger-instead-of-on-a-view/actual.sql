DROP TRIGGER put ON names;
