ALTER SUBSCRIPTION intake SET (slot_name = 'another');
