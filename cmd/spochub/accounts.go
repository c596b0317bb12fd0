package main

import (
	"context"
	"time"

	"github.com/spochub/spochub/core/app"
	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/core/request"
)

// accounts is the people of a hub's database.
type accounts struct {
	guest *app.Guest
	auth  *auth.Service
}

func openPeople(ctx context.Context, loaded *config.Config) (people, error) {
	guest, err := app.OpenGuest(ctx, loaded)
	if err != nil {
		return nil, err
	}
	return accounts{guest, guest.Auth()}, nil
}

func (a accounts) Add(ctx context.Context, p person, password string) error {
	return a.auth.Add(ctx, auth.NewPerson{
		Login: p.mail, Name: p.name, Mail: p.mail, Role: auth.Role(p.role), Client: request.ClientID(p.client), Password: password,
	})
}

func (a accounts) List(ctx context.Context) ([]person, error) {
	all, err := a.auth.People(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]person, len(all))
	for i, p := range all {
		list[i] = person{mail: p.Login, name: p.Name, role: p.Role, client: string(p.Client)}
	}
	return list, nil
}

func (a accounts) SetPassword(ctx context.Context, mail, password string) error {
	return a.auth.SetPassword(ctx, mail, password)
}

func (a accounts) Token(ctx context.Context, mail string, valid time.Duration) (string, error) {
	all, err := a.auth.People(ctx)
	if err != nil {
		return "", err
	}
	for _, p := range all {
		if p.Login == mail {
			return a.auth.NewToken(ctx, "command line", mail, auth.Role(p.Role), time.Now().Add(valid))
		}
	}
	return "", misuse("there is nobody called %s", mail)
}

func (a accounts) Close() error { return a.guest.Close() }
