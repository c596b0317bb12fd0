package request

// Derive returns the priority that an impact and an urgency give; "" while one
// of them is unknown.
func Derive(impact, urgency Level) Priority {
	if impact < 1 || impact > 3 || urgency < 1 || urgency > 3 {
		return ""
	}
	matrix := [3][3]Priority{
		{"P1", "P2", "P3"},
		{"P2", "P3", "P3"},
		{"P3", "P3", "P4"},
	}
	return matrix[impact-1][urgency-1]
}

// Valid reports whether p is P1 to P4.
func (p Priority) Valid() bool { return p == "P1" || p == "P2" || p == "P3" || p == "P4" }

// Valid reports whether k is one of the kinds.
func (k Kind) Valid() bool {
	return k == Incident || k == ServiceRequest || k == Question || k == Complaint
}

// Valid reports whether c is one of the channels.
func (c Channel) Valid() bool {
	switch c {
	case Portal, Mail, Phone, InPerson, Tool, Alert, API:
		return true
	}
	return false
}
