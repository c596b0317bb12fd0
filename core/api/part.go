package api

import (
	"github.com/spochub/spochub/core/request"
)

// Delegation is a task given to a team.
type Delegation struct {
	ID             request.DelegationID    `json:"id"`
	Team           request.TeamID          `json:"team"`
	Task           Task                    `json:"task"`
	Lead           bool                    `json:"lead"`
	After          []string                `json:"after" nullable:"false"`
	State          request.DelegationState `json:"state" enum:"offered,accepted,returned,done,withdrawn"`
	ReturnedReason Text                    `json:"returned_reason"`
	DueAt          Time                    `json:"due_at"`
	Estimate       Time                    `json:"estimate" doc:"When the team itself expects to be done; no promise to the client"`
	StateSince     Time                    `json:"state_since"`
	Bounces        int                     `json:"bounces" doc:"How often it came back"`
	Link           Text                    `json:"link"`
}

// Task is the text that a team receives.
type Task struct {
	Title string `json:"title" maxLength:"500"`
	Body  string `json:"body"`
}

// own is a task text that the desk wrote; nil if it wrote none.
func (t *Task) own() *request.Task {
	if t == nil {
		return nil
	}
	return &request.Task{Title: t.Title, Body: t.Body}
}

func delegation(r *request.Request, d *request.Delegation) Delegation {
	task := Task{r.Title, r.Description}
	if d.OwnTask {
		task = Task(d.Task)
	}
	after := []string{}
	for _, id := range d.After {
		after = append(after, string(id))
	}
	return Delegation{
		ID: d.ID, Team: d.Team, Task: task, Lead: d.Lead, After: after, State: d.State,
		ReturnedReason: Text(d.ReturnedReason), DueAt: Time(d.DueAt), Link: Text(d.Link),
		Estimate: Time(d.Estimate), StateSince: Time(d.StateAt), Bounces: d.Bounces,
	}
}

// Link is a request in a ticket.
type Link struct {
	ID         request.LinkID   `json:"id"`
	Delegation Text             `json:"delegation"`
	Team       Text             `json:"team"`
	Connection string           `json:"connection"`
	Plugin     Text             `json:"plugin"`
	Side       request.Side     `json:"side" enum:"team,client,supplier"`
	TicketID   Text             `json:"ticket_id"`
	TicketKey  Text             `json:"ticket_key"`
	TicketURL  Text             `json:"ticket_url"`
	State      request.Category `json:"state" enum:"todo,in_progress,waiting,done,cancelled"`
	ToolState  Text             `json:"tool_state"`
	Assignee   Text             `json:"assignee"`
	Health     request.Health   `json:"health" enum:"in_sync,pending,conflict,failed,parked,detached"`
	SyncedAt   Time             `json:"synced_at"`
	Error      Text             `json:"error"`
	NextTryAt  Time             `json:"next_try_at"`
}

func link(l *request.Link) Link {
	return Link{
		ID: l.ID, Delegation: Text(l.Delegation), Team: Text(l.Team), Connection: l.Connection, Plugin: Text(l.Plugin), Side: l.Side,
		TicketID: Text(l.Ticket.ID), TicketKey: Text(l.Ticket.Key), TicketURL: Text(l.Ticket.URL),
		State: l.State, ToolState: Text(l.ToolState), Assignee: Text(l.Assignee), Health: l.Health,
		SyncedAt: Time(l.SyncedAt), Error: Text(l.Error), NextTryAt: Time(l.NextTryAt),
	}
}

// Conflict is a field that both sides changed.
type Conflict struct {
	ID      string         `json:"id"`
	Link    request.LinkID `json:"link"`
	Field   string         `json:"field"`
	Base    string         `json:"base"`
	Hub     string         `json:"hub"`
	Tool    string         `json:"tool"`
	Since   Time           `json:"since"`
	Version int64          `json:"version"`
}

func conflict(id request.LinkID, c request.Conflict) Conflict {
	return Conflict{ID: c.ID, Link: id, Field: string(c.Field), Base: c.Base, Hub: c.Hub, Tool: c.Tool, Since: Time(c.Since), Version: c.Version}
}

// Note is one entry of a conversation.
type Note struct {
	ID        request.NoteID   `json:"id"`
	Audience  request.Audience `json:"audience" enum:"client,teams,internal"`
	Author    Actor            `json:"author"`
	Body      string           `json:"body" doc:"Markdown"`
	Via       Text             `json:"via"`
	CreatedAt Time             `json:"created_at" doc:"Null of a reply that waits"`
	EditedAt  Time             `json:"edited_at"`
	GoesAt    Time             `json:"goes_at" doc:"When a reply goes that waits: deleting it takes it back. Null once it is a note"`
	Deleted   bool             `json:"deleted"`
	Copies    []Copy           `json:"copies" nullable:"false"`
	Warnings  []string         `json:"warnings" nullable:"false" doc:"English sentences: what was accepted and does not do what one may think"`
}

// Copy is a note in a ticket.
type Copy struct {
	Link      request.LinkID    `json:"link"`
	CommentID Text              `json:"ticket_comment_id" doc:"The first one's where the note takes several comments"`
	Parts     []string          `json:"parts" nullable:"false" doc:"The ids of all its comments, in their order, where the tool cannot hold the note in one; else empty"`
	State     request.CopyState `json:"state" enum:"pending,sent,delivered,failed,deleted"`
	Error     Text              `json:"error" doc:"Why it failed, or what is not as it was written"`
}

// unread warns of a message that was written for nobody.
func unread(a request.Audience) string {
	if a == request.ToClient {
		return "the client did not receive this: no tool of its own is linked, and the hub sends no mail and has no portal; " +
			"tell the client yourself and record it with via phone or in_person"
	}
	return "nobody received this: no team with an open task reads it in its tool; a team without a tool has to be told by phone or mail"
}

func note(r *request.Request, n *request.Note) Note {
	copies, warnings := []Copy{}, []string{}
	if r.Unread(n) {
		warnings = append(warnings, unread(n.Audience))
	}
	for _, c := range n.Copies {
		parts := []string{}
		if len(c.Parts) > 0 {
			parts = append(parts, c.Comments()...)
		}
		copies = append(copies, Copy{c.Link, Text(c.CommentID), parts, c.State, Text(c.Error)})
	}
	return Note{
		ID: n.ID, Audience: n.Audience, Author: Actor{n.Author.Name, n.Author.Origin}, Body: n.Body, Via: Text(n.Via),
		CreatedAt: Time(n.CreatedAt), EditedAt: Time(n.EditedAt), Deleted: n.Deleted, Copies: copies, Warnings: warnings,
	}
}

// unsent is a reply that waits.
func unsent(u request.Unsent) Note {
	n := Note{
		ID: u.Write.ID, Audience: request.ToClient, Author: Actor{u.By.Name, u.By.Origin}, Body: u.Write.Body, Via: Text(u.Write.Via),
		GoesAt: Time(u.Until), Copies: []Copy{}, Warnings: []string{},
	}
	if u.Refused != "" {
		n.Warnings = append(n.Warnings, "could not be sent: "+u.Refused)
	}
	return n
}

// File is an attachment.
type File struct {
	ID        request.FileID   `json:"id"`
	Name      string           `json:"name"`
	Type      string           `json:"type" doc:"Media type"`
	Size      int64            `json:"size"`
	SHA256    string           `json:"sha256"`
	CreatedAt Time             `json:"created_at"`
	Author    Actor            `json:"author"`
	Audience  request.Audience `json:"audience" enum:"client,teams,internal"`
	Note      Text             `json:"note" doc:"The note that it came with"`
	Missing   Text             `json:"missing" doc:"Why the hub does not have its bytes, as of a file that was too large"`
	Copies    []FileCopy       `json:"copies" nullable:"false"`
}

// FileCopy is a file in one ticket.
type FileCopy struct {
	Link  request.LinkID    `json:"link"`
	File  Text              `json:"ticket_file_id"`
	State request.CopyState `json:"state" enum:"pending,sent,delivered,failed,deleted"`
	Error Text              `json:"error"`
}

func files(r *request.Request) []File {
	all := []File{}
	for _, f := range r.Files {
		all = append(all, file(f))
	}
	return all
}

func file(f request.File) File {
	copies := []FileCopy{}
	for _, c := range f.Copies {
		copies = append(copies, FileCopy{c.Link, Text(c.Remote), c.State, Text(c.Error)})
	}
	return File{
		ID: f.ID, Name: f.Name, Type: f.Type, Size: f.Size, SHA256: f.SHA256, CreatedAt: Time(f.CreatedAt),
		Author: Actor{f.Author.Name, f.Author.Origin}, Audience: f.Audience, Note: Text(f.Note), Missing: Text(f.Missing), Copies: copies,
	}
}
