package servicenowtest

func (s *Server) routePages() {}
