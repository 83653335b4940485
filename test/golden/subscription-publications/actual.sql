ALTER SUBSCRIPTION intake SET PUBLICATION "Other.one", theirs WITH (refresh = false);
