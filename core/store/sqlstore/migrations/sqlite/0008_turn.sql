-- +goose Up
ALTER TABLE requests ADD COLUMN soon INTEGER NOT NULL DEFAULT 0;
ALTER TABLE requests ADD COLUMN turn TEXT NOT NULL DEFAULT '';
UPDATE requests SET soon = CASE
  WHEN is_open = 0 THEN 4611686018427387904 - updated_at
  WHEN promise_at IS NOT NULL AND (promise_at <= due_at OR status = 'waiting_client') THEN promise_at
  WHEN status = 'waiting_client' THEN 3458764513820540928 - updated_at
  WHEN due_at = 9223372036854775807 THEN 2305843009213693952 - updated_at
  ELSE due_at END;
DROP INDEX requests_due;
CREATE INDEX requests_soon ON requests (soon, seq);
CREATE INDEX requests_turn ON requests (turn, seq);
CREATE INDEX requests_open_client ON requests (client, seq) WHERE is_open = 1;
CREATE INDEX requests_open_assignee ON requests (assignee, seq) WHERE is_open = 1;

CREATE TABLE views (
  owner TEXT NOT NULL,
  name TEXT NOT NULL,
  query TEXT NOT NULL,
  sorted TEXT NOT NULL,
  PRIMARY KEY (owner, name)
) STRICT, WITHOUT ROWID;
