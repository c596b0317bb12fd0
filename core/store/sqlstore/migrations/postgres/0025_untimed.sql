-- +goose Up
-- What has no target goes by its priority, then the oldest first; P1 before any target.
UPDATE requests SET soon = CASE WHEN prio = 1 THEN -1 ELSE 1 END * 2305843009213693952 + prio * 4503599627370496 +
  CAST(extract(epoch FROM CAST(CAST(doc AS jsonb)->>'CreatedAt' AS timestamptz)) * 1000000 AS bigint)
WHERE is_open = 1 AND soon > 2301339409586323456 AND soon <= 2305843009213693952;

-- +goose Down
SELECT 1;
