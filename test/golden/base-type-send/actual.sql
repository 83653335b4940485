ALTER TYPE app.number SET (send = app.number_send);
