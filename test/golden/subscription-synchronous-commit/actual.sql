ALTER SUBSCRIPTION intake SET (synchronous_commit = 'remote_apply');
