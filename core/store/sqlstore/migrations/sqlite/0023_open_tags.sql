-- +goose Up
INSERT INTO tags (kind, value, request) SELECT 'open' || g.kind, g.value, g.request FROM requests r JOIN tags g ON r.seq = g.request WHERE g.kind IN ('label', 'service') AND r.is_open = 1;
