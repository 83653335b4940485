ALTER TABLE devices ALTER ports TYPE text COLLATE "C";
