package api

import (
	"time"

	"github.com/spochub/spochub/core/request"
)

type patchRequest struct {
	On
	Body struct {
		Title           Patch[string]             `json:"title,omitzero"`
		Description     Patch[string]             `json:"description,omitzero"`
		Kind            Patch[request.Kind]       `json:"kind,omitzero" enum:"incident,service_request,question,complaint"`
		Priority        Patch[request.Priority]   `json:"priority,omitzero" enum:"P1,P2,P3,P4"`
		ClientPriority  Patch[request.Priority]   `json:"client_priority,omitzero" enum:"P1,P2,P3,P4"`
		Impact          Patch[request.Level]      `json:"impact,omitzero"`
		Urgency         Patch[request.Level]      `json:"urgency,omitzero"`
		Status          Patch[request.Status]     `json:"status,omitzero" enum:"new,in_progress,waiting_client,on_hold,monitoring,resolved,closed,cancelled"`
		WaitingFor      Patch[string]             `json:"waiting_for,omitzero" doc:"Required for waiting_client; sent to the client"`
		HoldReason      Patch[request.HoldReason] `json:"hold_reason,omitzero" enum:"works,supplier,force_majeure,other" doc:"Required for on_hold"`
		OpenDelegations Patch[request.OpenWork]   `json:"open_delegations,omitzero" enum:"keep,withdraw" doc:"What becomes of open delegations when the request is closed"`
		Assignee        Patch[string]             `json:"assignee,omitzero"`
		Contact         Patch[string]             `json:"contact,omitzero"`
		Labels          Patch[[]string]           `json:"labels,omitzero"`
		Fields          map[string]*string        `json:"fields,omitempty" doc:"Merged; null removes a field"`
		Service         Patch[request.ServiceID]  `json:"service,omitzero"`
		Affected        Patch[[]Suffering]        `json:"affected,omitzero"`
		DueAt           Patch[time.Time]          `json:"due_at,omitzero"`
		NextUpdateAt    Patch[time.Time]          `json:"next_update_at,omitzero"`
		ExpectedAt      Patch[time.Time]          `json:"expected_at,omitzero"`
		ReportedAt      Patch[time.Time]          `json:"reported_at,omitzero"`
		StartedAt       Patch[time.Time]          `json:"started_at,omitzero"`
		RestoredAt      Patch[time.Time]          `json:"restored_at,omitzero"`
		Restricted      Patch[[]string]           `json:"restricted,omitzero" doc:"If not empty, only these people see the request"`
		Told            string                    `json:"told,omitempty" doc:"The told of the request as the caller read it: refused with 409 where somebody else at the desk has written to the client since. Absent: not asked"`
		Reason          string                    `json:"reason,omitempty" maxLength:"10000" doc:"Needed for an overridden priority, a time in the past and a moved estimate; why it ends is told to the teams"`
	}
}

// commands are the edit and the move that a patch asks for; move is nil if it
// asks for none.
func (in *patchRequest) commands() (request.Edit, *request.Move) {
	b := &in.Body
	edit := request.Edit{
		Title: b.Title.pointer(), Description: b.Description.pointer(), Kind: b.Kind.pointer(), Priority: b.Priority.pointer(),
		ClientPriority: b.ClientPriority.pointer(), Impact: b.Impact.pointer(), Urgency: b.Urgency.pointer(), Assignee: b.Assignee.pointer(),
		Contact: b.Contact.pointer(), Labels: b.Labels.pointer(), Fields: b.Fields, Service: b.Service.pointer(), DueAt: b.DueAt.pointer(),
		NextUpdateAt: b.NextUpdateAt.pointer(), ExpectedAt: b.ExpectedAt.pointer(), ReportedAt: b.ReportedAt.pointer(),
		StartedAt: b.StartedAt.pointer(), RestoredAt: b.RestoredAt.pointer(), Restricted: b.Restricted.pointer(), Reason: b.Reason,
	}
	if b.Affected.Sent {
		list := affected(b.Affected.Value)
		edit.Affected = &list
	}
	if !b.Status.Sent && b.WaitingFor.Value == "" && b.HoldReason.Value == "" {
		return edit, nil
	}
	return edit, &request.Move{
		To: b.Status.Value, WaitingFor: b.WaitingFor.Value, Hold: b.HoldReason.Value, Reason: b.Reason, Open: b.OpenDelegations.Value,
	}
}
