-- +goose Up
ALTER TABLE copies ADD COLUMN parts text NOT NULL DEFAULT '';

CREATE TABLE copy_parts (
  link text NOT NULL,
  comment_id text NOT NULL,
  note text NOT NULL,
  PRIMARY KEY (link, comment_id)
);
