CREATE SCHEMA "My.app ""x""";
