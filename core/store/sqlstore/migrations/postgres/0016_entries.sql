-- +goose Up
CREATE TABLE entries (
  kind text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  version bigint NOT NULL,
  doc text NOT NULL,
  PRIMARY KEY (kind, id)
);
CREATE TABLE counters (name text COLLATE "C" NOT NULL PRIMARY KEY, n bigint NOT NULL);
INSERT INTO counters (name, n) VALUES ('entries', 0);
