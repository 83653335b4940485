DROP INDEX events_a;
