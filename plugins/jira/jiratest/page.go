package jiratest

import "net/http"

func (s *Server) pages(*http.ServeMux) {}
