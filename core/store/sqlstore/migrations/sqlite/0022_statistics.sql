-- +goose Up
-- What the planner is told of a database's content, of one with a million requests:
-- nobody runs ANALYZE, and without it some lists are read by the wrong index.
ANALYZE sqlite_schema;
DELETE FROM sqlite_stat1;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('links', 'links_due', '1000000 1000000 1000 1 1'),
  ('links', 'links_health', '1000000 333334 166667'),
  ('links', 'links_request', '1000000 1 1'),
  ('links', 'links_ticket', '1000000 333334 333334 1'),
  ('links', 'sqlite_autoindex_links_1', '1000000 1'),
  ('notes', 'notes_request', '5000000 5 1 1'),
  ('notes', 'sqlite_autoindex_notes_1', '5000000 1'),
  ('requests', 'requests_activity', '1000000 1000 1'),
  ('requests', 'requests_assignee', '1000000 32259 33 1'),
  ('requests', 'requests_client', '1000000 3334 4 1'),
  ('requests', 'requests_kind', '1000000 500000 1'),
  ('requests', 'requests_news', '50000 50000 1'),
  ('requests', 'requests_open_activity', '50000 50 1'),
  ('requests', 'requests_open_assignee', '50000 12500 5 1 1'),
  ('requests', 'requests_open_client', '50000 3334 3 1 1'),
  ('requests', 'requests_open_prio', '50000 50000 1'),
  ('requests', 'requests_open_soon', '50000 13 1 1'),
  ('requests', 'requests_prio', '1000000 250000 1'),
  ('requests', 'requests_promise', '10000 72 1 1'),
  ('requests', 'requests_soon', '1000000 194 1'),
  ('requests', 'requests_status', '1000000 200000 200 1'),
  ('requests', 'requests_turn', '1000000 40 1'),
  ('requests', 'sqlite_autoindex_requests_1', '1000000 1'),
  ('requests', 'sqlite_autoindex_requests_2', '1000000 1'),
  ('tags', 'tags', '5120334 640042 6 1');
ANALYZE sqlite_schema;
