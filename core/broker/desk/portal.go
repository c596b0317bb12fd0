package desk

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
)

// PortalReceive stores a request that a client's contact opens in the portal.
func (s *Service) PortalReceive(ctx context.Context, by auth.Actor, in Received) (*request.Request, error) {
	if err := by.Check(auth.Use); err != nil {
		return nil, err
	}
	in.Draft.Client, in.Draft.Channel, in.Draft.ReportedBy = by.Client, request.Portal, by.Title()
	in.Draft.Priority, in.Draft.Restricted, in.Draft.Umbrella, in.Draft.Caller = "", nil, "", nil
	return s.receive(ctx, clientCause(by, s), in)
}

func clientCause(by auth.Actor, s *Service) request.Cause {
	return request.Cause{By: request.Actor{Name: by.Title(), Origin: request.ClientOrigin}, At: s.o.Now()}
}

// PortalList returns a page of the client's own requests, each as PortalGet shows
// it without its notes.
func (s *Service) PortalList(ctx context.Context, by auth.Actor, open bool, q Query) (Page, error) {
	if err := by.Check(auth.Use); err != nil {
		return Page{}, err
	}
	q.Newest = false // it may be anybody's
	page, err := s.list(ctx, request.Filter{Clients: []request.ClientID{by.Client}, Open: open, People: by.Login}, q)
	for i, r := range page.Items {
		page.Items[i] = forClient(Item{Request: r}).Request
	}
	return page, err
}

// PortalGet returns a request as its client may see it: without delegations,
// links, labels, and notes for others. One that was merged says where it goes on.
func (s *Service) PortalGet(ctx context.Context, by auth.Actor, key request.Key) (Item, error) {
	if err := by.Check(auth.Use); err != nil {
		return Item{}, err
	}
	item, err := s.get(ctx, by, key)
	if err != nil {
		return Item{}, err
	}
	shown := forClient(item)
	for range mostMerges {
		if item.Request.Gave == nil {
			break
		}
		if item, err = s.get(ctx, by, item.Request.Gave.Into); err != nil {
			return Item{}, err
		}
		shown.Request.Gave.Into = item.Request.Key
	}
	return shown, nil
}

func forClient(item Item) Item {
	r, told := item.Request, item.Request.AsTold()
	bare := &request.Request{
		ID: r.ID, Key: r.Key, Version: r.Version, Kind: r.Kind, Status: r.Status, Priority: r.Priority, ClientPriority: r.ClientPriority,
		Title: told.Title, Description: told.Body, Client: r.Client, Contact: r.Contact, ReportedBy: r.ReportedBy, Channel: r.Channel,
		Service: r.Service, Affected: r.Affected, ReportedAt: r.ReportedAt, StartedAt: r.StartedAt, RestoredAt: r.RestoredAt,
		ExpectedAt: r.ExpectedAt, NextUpdateAt: r.NextUpdateAt, DueAt: r.DueAt, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
		ResolvedAt: r.ResolvedAt, ClosedAt: r.ClosedAt, WaitingFor: r.WaitingFor, HoldReason: r.HoldReason,
	}
	if r.MergedTo != "" && r.Gave != nil {
		bare.Gave = &request.Gift{Into: r.Gave.Into}
	}
	for _, f := range r.Files {
		if f.Audience == request.ToClient && f.Missing == "" {
			f.Copies, f.Once, f.Author.Login = nil, "", ""
			bare.Files = append(bare.Files, f)
		}
	}
	var notes []*request.Note
	for _, n := range item.Notes {
		if n.Audience == request.ToClient && !n.Deleted {
			n := *n
			n.Copies, n.SharedFrom, n.Author.Login = nil, "", ""
			notes = append(notes, &n)
		}
	}
	return Item{bare, notes}
}

// PortalFile opens a file that the client may see, to be closed; its bytes can be
// read until the context ends. [ErrNotFound].
func (s *Service) PortalFile(ctx context.Context, by auth.Actor, key request.Key, id request.FileID) (request.File, io.ReadSeekCloser, error) {
	item, err := s.PortalGet(ctx, by, key)
	if err != nil {
		return request.File{}, nil, err
	}
	f, ok := item.Request.File(id)
	if !ok {
		return f, nil, fmt.Errorf("file %s: %w", id, ErrNotFound)
	}
	_, body, err := s.o.Store.File(ctx, f.Stored())
	return f, body, err
}

// PortalUpload stores the bytes of a client's file, before [Service.PortalWrite].
// [ErrTooLarge] above most bytes.
func (s *Service) PortalUpload(ctx context.Context, by auth.Actor, key request.Key, body io.Reader, most int64) (Upload, error) {
	if err := by.Check(auth.Use); err != nil {
		return Upload{}, err
	}
	return s.upload(ctx, by, key, body, most)
}

// PortalWrite is a client's message with its files. It may reopen the request. One
// that is there already by its id is left as it is.
func (s *Service) PortalWrite(ctx context.Context, by auth.Actor, key request.Key, id request.NoteID, body string, files ...NewUpload) (*request.Request, error) {
	if err := by.Check(auth.Use); err != nil {
		return nil, err
	}
	return s.heard(ctx, by, key, request.Heard{
		ID: id, Body: bodyWith(body, files), Via: request.ByPortal,
		Author: request.Author{Name: by.Title(), Origin: request.ClientOrigin, Login: by.Login},
	}, files)
}

// mostMerges is how many requests may have been merged one into the next.
const mostMerges = 20

// heard takes a client's words and stores a request that they open. Those for a request
// that was merged are the survivor's.
func (s *Service) heard(ctx context.Context, by auth.Actor, key request.Key, h request.Heard, files []NewUpload) (*request.Request, error) {
	for range mostMerges {
		r, err := s.heardAt(ctx, by, key, h, files)
		merged, ok := errors.AsType[*request.StandingError](err)
		if !ok || merged.Key == "" {
			return r, err
		}
		key = merged.Key
	}
	return nil, fmt.Errorf("client message: %s: %w", key, ErrNotFound)
}

func (s *Service) heardAt(ctx context.Context, by auth.Actor, key request.Key, h request.Heard, files []NewUpload) (*request.Request, error) {
	var opened []*request.Request
	r, err := s.changeBy(ctx, by, clientCause(by, s), Target{Key: key}, func(t *turn) error {
		if known, err := t.made(h.ID); known != nil || err != nil {
			return err
		}
		d, err := t.do(h)
		if err != nil {
			return err
		}
		opened = d.Opened
		return t.attach(d.Added[0], nil, files)
	})
	for _, next := range opened {
		if err != nil {
			break
		}
		made := request.Event{At: next.CreatedAt, Actor: clientCause(by, s).By, Type: request.Created, To: next.Title, Verdict: request.Applied}
		_, err = s.create(ctx, request.Decision{Request: next, Events: []request.Event{made}}, "")
	}
	if err != nil {
		return nil, fmt.Errorf("client message: %w", err)
	}
	return r, nil
}
