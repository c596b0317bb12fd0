-- +goose Up
CREATE TABLE sessions (
  token text NOT NULL PRIMARY KEY,
  data bytea NOT NULL,
  expiry bigint NOT NULL
);
CREATE INDEX sessions_expiry ON sessions (expiry);
