-- +goose Up
CREATE TABLE settings (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE counters (name TEXT NOT NULL PRIMARY KEY, n INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO counters (name, n) VALUES ('request', 1000), ('mark', 0);

CREATE TABLE requests (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  key TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  prio INTEGER NOT NULL,
  client TEXT NOT NULL,
  assignee TEXT NOT NULL,
  is_open INTEGER NOT NULL,
  restricted INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  doc TEXT NOT NULL
) STRICT;
CREATE INDEX requests_activity ON requests (updated_at, seq);
CREATE INDEX requests_open_activity ON requests (updated_at, seq) WHERE is_open = 1;
CREATE INDEX requests_prio ON requests (prio, seq);
CREATE INDEX requests_open_prio ON requests (prio, seq) WHERE is_open = 1;
CREATE INDEX requests_status ON requests (status, updated_at, seq);
CREATE INDEX requests_client ON requests (client, updated_at, seq);
CREATE INDEX requests_assignee ON requests (assignee, updated_at, seq);
CREATE INDEX requests_due ON requests (due_at, seq) WHERE is_open = 1;

CREATE TABLE tags (
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  request INTEGER NOT NULL,
  PRIMARY KEY (kind, value, request)
) STRICT, WITHOUT ROWID;

CREATE TABLE external_ids (
  owner TEXT NOT NULL,
  type TEXT NOT NULL,
  id TEXT NOT NULL,
  request INTEGER NOT NULL,
  PRIMARY KEY (owner, type, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE links (
  id TEXT NOT NULL PRIMARY KEY,
  request INTEGER NOT NULL,
  pos INTEGER NOT NULL,
  connection TEXT NOT NULL,
  container TEXT NOT NULL,
  ticket_id TEXT NOT NULL,
  health TEXT NOT NULL,
  doc TEXT NOT NULL,
  state TEXT NOT NULL,
  want_gen INTEGER NOT NULL DEFAULT 0,
  done_gen INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER,
  lane INTEGER NOT NULL DEFAULT 1,
  lease_until INTEGER NOT NULL DEFAULT 0,
  lease_owner TEXT NOT NULL DEFAULT '',
  claim_seq INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  last_error TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX links_request ON links (request, pos);
CREATE UNIQUE INDEX links_ticket ON links (connection, container, ticket_id) WHERE ticket_id <> '';
CREATE INDEX links_health ON links (connection, health);
CREATE INDEX links_due ON links (lane, due_at, id) WHERE due_at IS NOT NULL;

CREATE TABLE link_changes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  link TEXT NOT NULL,
  doc TEXT NOT NULL
) STRICT;
CREATE INDEX link_changes_link ON link_changes (link, id);

CREATE TABLE notes (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  request INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL,
  doc TEXT NOT NULL
) STRICT;
CREATE INDEX notes_request ON notes (request, created_at, seq);

CREATE TABLE copies (
  note TEXT NOT NULL,
  link TEXT NOT NULL,
  pos INTEGER NOT NULL,
  comment_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  native TEXT NOT NULL,
  state TEXT NOT NULL,
  error TEXT NOT NULL,
  origin INTEGER NOT NULL,
  todo INTEGER NOT NULL,
  PRIMARY KEY (note, link)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX copies_comment ON copies (link, comment_id) WHERE comment_id <> '';
CREATE INDEX copies_todo ON copies (link) WHERE todo = 1;

CREATE TABLE events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  request INTEGER NOT NULL,
  doc TEXT NOT NULL
) STRICT;
CREATE INDEX events_request ON events (request, id);

CREATE TABLE connections (
  id TEXT NOT NULL PRIMARY KEY,
  connection TEXT NOT NULL,
  cursor TEXT NOT NULL DEFAULT '',
  doc TEXT NOT NULL,
  want_gen INTEGER NOT NULL DEFAULT 0,
  done_gen INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER,
  lane INTEGER NOT NULL DEFAULT 1,
  lease_until INTEGER NOT NULL DEFAULT 0,
  lease_owner TEXT NOT NULL DEFAULT '',
  claim_seq INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  last_error TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX connections_due ON connections (lane, due_at, id) WHERE due_at IS NOT NULL;

CREATE TABLE deliveries (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  connection TEXT NOT NULL,
  delivery TEXT NOT NULL,
  header TEXT NOT NULL,
  body BLOB NOT NULL,
  at INTEGER NOT NULL,
  authentic INTEGER NOT NULL,
  want_gen INTEGER NOT NULL DEFAULT 1,
  done_gen INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER,
  lane INTEGER NOT NULL DEFAULT 1,
  lease_until INTEGER NOT NULL DEFAULT 0,
  lease_owner TEXT NOT NULL DEFAULT '',
  claim_seq INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  last_error TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX deliveries_delivery ON deliveries (connection, delivery) WHERE delivery <> '';
CREATE INDEX deliveries_due ON deliveries (lane, due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX deliveries_done ON deliveries (at) WHERE due_at IS NULL;

CREATE TABLE feed (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  request INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT;

CREATE TABLE people (login TEXT NOT NULL PRIMARY KEY, doc TEXT NOT NULL) STRICT;
CREATE TABLE tokens (hash TEXT NOT NULL PRIMARY KEY, doc TEXT NOT NULL) STRICT;
CREATE TABLE answers (
  token TEXT NOT NULL,
  key TEXT NOT NULL,
  body_hash TEXT NOT NULL,
  status INTEGER NOT NULL,
  header TEXT NOT NULL,
  body BLOB NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (token, key)
) STRICT;
CREATE INDEX answers_at ON answers (at);

CREATE TABLE text_due (request INTEGER PRIMARY KEY, gen INTEGER NOT NULL) STRICT;
CREATE VIRTUAL TABLE docs USING fts5(body, content='', contentless_delete=1, prefix='3', tokenize='unicode61 remove_diacritics 0');
