-- +goose Up
ALTER TABLE requests ADD COLUMN news_at bigint NOT NULL DEFAULT 0;
CREATE INDEX requests_news ON requests (news_at, seq) WHERE is_open = 1;

CREATE TABLE reads (
  person text COLLATE "C" NOT NULL,
  request bigint NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (person, request)
);
