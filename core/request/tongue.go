package request

import "time"

// tongue is how a team is told things: in its language, at its time.
type tongue struct {
	language string
	zone     *time.Location
}

func (d *Directory) tongue(id TeamID) tongue { return tongue{d.Teams[id].Language, d.zone(id)} }

// The labels of the context block.
const (
	clientLine   = "Client"
	serviceLine  = "Service"
	affectedLine = "Affected"
	priorityLine = "Priority"
	sinceLine    = "Since"
	reportedLine = "Reported"
	dueLine      = "Due"
	requestLine  = "Request"
)

// line is a labelled line of the context block.
func (t tongue) line(label, value string) string {
	if german(t.language) {
		label = inGerman(label)
	}
	return label + ": " + value
}

func inGerman(label string) string {
	return map[string]string{
		clientLine: "Kunde", serviceLine: "Leistung", affectedLine: "Betroffen", priorityLine: "Priorität",
		sinceLine: "Beginn", reportedLine: "Gemeldet", dueLine: "Fällig", requestLine: "Anfrage",
	}[label]
}

func (t tongue) impact(i ServiceImpact) string {
	if !german(t.language) {
		return string(i)
	}
	return map[ServiceImpact]string{
		Down: "ausgefallen", Degraded: "beeinträchtigt", Intermittent: "zeitweise gestört",
		ReducedRedundancy: "ohne Reserveweg", NoImpact: "ohne Auswirkung",
	}[i]
}

// minute is a time to the minute, with its zone; "" for none.
func (t tongue) minute(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.In(t.zone).Format("2006-01-02 15:04 MST")
}
