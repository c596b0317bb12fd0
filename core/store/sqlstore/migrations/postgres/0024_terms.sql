-- +goose Up
-- The index of the texts finds the words that begin alike as it is.
SELECT 1;
