-- +goose Up
CREATE VIRTUAL TABLE docs_terms USING fts5vocab(docs, instance);
