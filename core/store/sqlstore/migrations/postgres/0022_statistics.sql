-- +goose Up
-- The values of a tag belong to its kind: taken for independent, a common one is
-- taken for a rare one, and what it selects is looked up one by one.
CREATE STATISTICS tags_kind_value (dependencies, mcv) ON kind, value FROM tags;
