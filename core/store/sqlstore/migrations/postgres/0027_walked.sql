-- +goose Up
-- SQLite's indexes hold more than their keys since; what PostgreSQL reads for nothing it
-- has at hand.
SELECT 1;
