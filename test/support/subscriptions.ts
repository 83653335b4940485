/** Subscriptions have to go before their database can, without a word to the publisher. */

export const DROP_SUBSCRIPTIONS = `
  DO $$ DECLARE item record; BEGIN
    FOR item IN SELECT subname FROM pg_subscription
                WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database()) LOOP
      EXECUTE format('ALTER SUBSCRIPTION %I DISABLE', item.subname);
      EXECUTE format('ALTER SUBSCRIPTION %I SET (slot_name = NONE)', item.subname);
      EXECUTE format('DROP SUBSCRIPTION %I', item.subname);
    END LOOP;
  END $$`;
