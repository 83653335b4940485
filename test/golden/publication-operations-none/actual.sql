ALTER PUBLICATION feed SET (publish = '');
