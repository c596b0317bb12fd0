-- +goose Up
ALTER TABLE requests ADD COLUMN news_at INTEGER NOT NULL DEFAULT 0;
CREATE INDEX requests_news ON requests (news_at, seq) WHERE is_open = 1;

CREATE TABLE reads (
  person TEXT NOT NULL,
  request INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (person, request)
) STRICT, WITHOUT ROWID;
