CREATE TABLE bookings (" WITH (" tsrange, during tsrange, canceled boolean);
