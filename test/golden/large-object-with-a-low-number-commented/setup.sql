SELECT lo_create(98);
