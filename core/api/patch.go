package api

import (
	"time"

	"github.com/spochub/spochub/core/request"
)

type patchRequest struct {
	On
	Body struct {
		Title           Patch[string]             `json:"title,omitempty"`
		Description     Patch[string]             `json:"description,omitempty"`
		Kind            Patch[request.Kind]       `json:"kind,omitempty"`
		Priority        Patch[request.Priority]   `json:"priority,omitempty"`
		ClientPriority  Patch[request.Priority]   `json:"client_priority,omitempty"`
		Impact          Patch[request.Level]      `json:"impact,omitempty"`
		Urgency         Patch[request.Level]      `json:"urgency,omitempty"`
		Status          Patch[request.Status]     `json:"status,omitempty"`
		WaitingFor      Patch[string]             `json:"waiting_for,omitempty" doc:"Required for waiting_client; sent to the client"`
		HoldReason      Patch[request.HoldReason] `json:"hold_reason,omitempty" doc:"Required for on_hold: works, supplier, force_majeure, other"`
		OpenDelegations Patch[request.OpenWork]   `json:"open_delegations,omitempty" doc:"What becomes of open delegations when the request is closed: keep or withdraw"`
		Assignee        Patch[string]             `json:"assignee,omitempty"`
		Contact         Patch[string]             `json:"contact,omitempty"`
		Labels          Patch[[]string]           `json:"labels,omitempty"`
		Fields          map[string]*string        `json:"fields,omitempty" doc:"Merged; null removes a field"`
		Service         Patch[request.ServiceID]  `json:"service,omitempty"`
		DueAt           Patch[time.Time]          `json:"due_at,omitempty"`
		NextUpdateAt    Patch[time.Time]          `json:"next_update_at,omitempty"`
		ExpectedAt      Patch[time.Time]          `json:"expected_at,omitempty"`
		ReportedAt      Patch[time.Time]          `json:"reported_at,omitempty"`
		StartedAt       Patch[time.Time]          `json:"started_at,omitempty"`
		RestoredAt      Patch[time.Time]          `json:"restored_at,omitempty"`
		Restricted      Patch[[]string]           `json:"restricted,omitempty" doc:"If not empty, only these people see the request"`
		Reason          string                    `json:"reason,omitempty" doc:"Needed for an overridden priority, a time in the past and a moved estimate"`
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
	if !b.Status.Sent && b.WaitingFor.Value == "" && b.HoldReason.Value == "" {
		return edit, nil
	}
	return edit, &request.Move{
		To: b.Status.Value, WaitingFor: b.WaitingFor.Value, Hold: b.HoldReason.Value, Reason: b.Reason, Open: b.OpenDelegations.Value,
	}
}
