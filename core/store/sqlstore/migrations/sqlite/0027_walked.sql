-- +goose Up
-- A list that walks an index drops what it does not want by the index alone:
-- each request that it reads for nothing lies somewhere else on the disk.
DROP INDEX requests_soon;
CREATE INDEX requests_soon ON requests (soon, seq, restricted, status, promise_at, assignee);
DROP INDEX requests_open_soon;
CREATE INDEX requests_open_soon ON requests (soon, seq, restricted, status, promise_at, assignee) WHERE is_open = 1;
DROP INDEX requests_open_prio;
CREATE INDEX requests_open_prio ON requests (prio, seq, restricted, status, promise_at, assignee) WHERE is_open = 1;
DROP INDEX requests_open_assignee;
CREATE INDEX requests_open_assignee ON requests (assignee, soon, seq, restricted, status, prio, kind) WHERE is_open = 1;
DELETE FROM sqlite_stat1 WHERE idx IN ('requests_open_assignee', 'requests_soon', 'requests_open_soon', 'requests_open_prio');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('requests', 'requests_open_assignee', '50000 12500 5 1 1 1 1 1'),
  ('requests', 'requests_soon', '1000000 194 1 1 1 1 1'),
  ('requests', 'requests_open_soon', '50000 13 1 1 1 1 1'),
  ('requests', 'requests_open_prio', '50000 50000 1 1 1 1 1');
ANALYZE sqlite_schema;
