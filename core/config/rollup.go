package config

// Kind is a kind of request.
type Kind string

// The kinds.
const (
	Incident       Kind = "incident"
	ServiceRequest Kind = "service_request"
	Question       Kind = "question"
	Complaint      Kind = "complaint"
)

func (Kind) values() []string {
	return []string{string(Incident), string(ServiceRequest), string(Question), string(Complaint)}
}

// Outcome is what happens to a request when all its delegations are done.
type Outcome string

// The outcomes.
const (
	MarkReady Outcome = "ready"   // it is marked "ready to confirm" for the SPOC
	Resolve   Outcome = "resolve" // it is resolved
)

func (Outcome) values() []string { return []string{string(MarkReady), string(Resolve)} }

func defaultRollUp() map[Kind]Outcome {
	return map[Kind]Outcome{
		Incident: MarkReady, ServiceRequest: MarkReady, Question: MarkReady, Complaint: MarkReady,
	}
}
