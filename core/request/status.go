package request

// Status is where a request stands.
type Status string

// The statuses.
const (
	New           Status = "new"
	InProgress    Status = "in_progress"
	WaitingClient Status = "waiting_client"
	OnHold        Status = "on_hold"
	Monitoring    Status = "monitoring"
	Resolved      Status = "resolved"
	Closed        Status = "closed"
	Cancelled     Status = "cancelled"
)

// Statuses lists every status.
func Statuses() []Status {
	return []Status{New, InProgress, WaitingClient, OnHold, Monitoring, Resolved, Closed, Cancelled}
}

// HoldReason says why a request is on hold.
type HoldReason string

// The reasons.
const (
	HoldWorks        HoldReason = "works"
	HoldSupplier     HoldReason = "supplier"
	HoldForceMajeure HoldReason = "force_majeure"
	HoldOther        HoldReason = "other"
)

// Category is where a ticket stands, in the five words that all tools share.
type Category string

// The categories.
const (
	Todo       Category = "todo"
	Doing      Category = "in_progress"
	Waiting    Category = "waiting"
	Done       Category = "done"
	CancelledC Category = "cancelled"
)
