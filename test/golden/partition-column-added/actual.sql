ALTER TABLE events ADD COLUMN note text DEFAULT 'n';
CREATE INDEX events_note ON events (note);
