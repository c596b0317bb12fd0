-- +goose Up
CREATE INDEX requests_kind ON requests (kind, seq);
INSERT INTO tags (kind, value, request) SELECT 'openteam', g.value, g.request FROM tags g JOIN requests r ON r.seq = g.request WHERE g.kind = 'team' AND r.is_open = 1;
