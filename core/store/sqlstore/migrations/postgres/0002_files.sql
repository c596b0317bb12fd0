-- +goose Up
CREATE TABLE files (
  id text NOT NULL PRIMARY KEY,
  size bigint NOT NULL,
  sha256 text NOT NULL,
  at bigint NOT NULL,
  kept bigint NOT NULL
);
CREATE INDEX files_loose ON files (at) WHERE kept = 0;

CREATE TABLE file_chunks (
  file text NOT NULL REFERENCES files (id) ON DELETE CASCADE,
  number bigint NOT NULL,
  body bytea NOT NULL,
  PRIMARY KEY (file, number)
);
ALTER TABLE file_chunks ALTER body SET STORAGE EXTERNAL;
