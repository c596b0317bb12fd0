-- +goose Up
ALTER TABLE copies ADD COLUMN parts TEXT NOT NULL DEFAULT '';

CREATE TABLE copy_parts (
  link TEXT NOT NULL,
  comment_id TEXT NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (link, comment_id)
) STRICT, WITHOUT ROWID;
