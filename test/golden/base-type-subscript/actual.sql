ALTER TYPE app.number SET (subscript = raw_array_subscript_handler);
