-- +goose Up
-- SQLite's orders hold more than their keys since; what PostgreSQL reads for nothing it
-- has at hand.
SELECT 1;
