CREATE SCHEMA "My ""Schema";
