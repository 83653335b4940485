ALTER TYPE app.number SET (receive = app.number_recv);
