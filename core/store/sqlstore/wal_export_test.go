package sqlstore

// Syncs counts how often the log was put on the disk.
func (s *Store) Syncs() int64 { return s.wal.syncs.Load() }
