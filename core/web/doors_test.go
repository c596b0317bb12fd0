package web_test

import (
	"context"
	"net/http"

	"github.com/spochub/spochub/core/broker/sync"
)

func noDoor(context.Context, string, http.Header, []byte) error { return sync.ErrNoDoor }

func noDoorAt(context.Context, string, string, http.Header, []byte) error { return sync.ErrNoDoor }
