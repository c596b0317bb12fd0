package sqlstore

func (s *Store) start(_ any) {}
