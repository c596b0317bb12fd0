package request

import "strings"

func german(language string) bool {
	return language == "de" || strings.HasPrefix(language, "de-")
}

// saidStatus is what a team is told of a request that ended or goes on.
func saidStatus(language string, from, to Status) string {
	if from.Over() && !to.Over() {
		to = InProgress
	}
	if german(language) {
		return map[Status]string{
			InProgress: "Die Anfrage ist beim SPOC wieder offen.",
			Resolved:   "Die Anfrage ist beim SPOC behoben.",
			Cancelled:  "Die Anfrage ist beim SPOC storniert.",
		}[to]
	}
	return map[Status]string{
		InProgress: "The desk's request is open again.",
		Resolved:   "The desk's request is resolved.",
		Cancelled:  "The desk's request is cancelled.",
	}[to]
}

// saidWithdrawn is what a team is told of a task that was taken back.
func saidWithdrawn(language string) string {
	if german(language) {
		return "Der SPOC hat diese Aufgabe zurückgezogen."
	}
	return "The desk took this task back."
}
