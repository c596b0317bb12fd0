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

// notKnown is what a team is told of a command that there is not.
func notKnown(verb string) func(string) string {
	return func(language string) string {
		if german(language) {
			return "Diesen Befehl" + quoted(verb) + " kennt der SPOC nicht."
		}
		return "The SPOC does not know this command" + quoted(verb) + "."
	}
}

// quoted repeats a team's own word, if it is harmless everywhere.
func quoted(verb string) string {
	harmless := func(r rune) bool { return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' }
	if verb == "" || len(verb) > 20 || strings.IndexFunc(verb, func(r rune) bool { return !harmless(r) }) >= 0 {
		return ""
	}
	return " (" + verb + ")"
}

// lacksWords is what a team is told of a command without the words that it needs.
func lacksWords(verb string) func(string) string {
	return func(language string) string {
		if german(language) {
			return "Nach `/spoc " + verb + "` fehlt der Text."
		}
		return "The text after `/spoc " + verb + "` is missing."
	}
}

// lacksTime is what a team is told of an estimate that says no time ahead.
func lacksTime(language string) string {
	if german(language) {
		return "Nach `/spoc eta` steht keine Zeit, die bevorsteht."
	}
	return "What stands after `/spoc eta` is no time ahead."
}

// saidCommands lists what a team can command from inside its tool.
func saidCommands(language string) string {
	if german(language) {
		return "Am Anfang eines Kommentars versteht der SPOC:\n\n" +
			"- `/spoc ask` und eine Frage an den SPOC\n" +
			"- `/spoc return` und der Grund: die Aufgabe geht zurück\n" +
			"- `/spoc eta` und eine Zeit, etwa `04:00`, `2h`, `04:00 morgen` oder `2026-11-23 04:00`: die eigene Schätzung\n" +
			"- `/spoc client-ok` und ein Text: ein Entwurf für den Kunden, den der SPOC prüft"
	}
	return "At the beginning of a comment the SPOC understands:\n\n" +
		"- `/spoc ask` and a question to the SPOC\n" +
		"- `/spoc return` and the reason: gives the task back\n" +
		"- `/spoc eta` and a time, such as `04:00`, `2h`, `04:00 tomorrow` or `2026-11-23 04:00`: your own estimate\n" +
		"- `/spoc client-ok` and a text: a draft for the client, which the SPOC looks through"
}

// saidTask is what a team is told before a task that the desk has changed.
func saidTask(language string) string {
	if german(language) {
		return "Der SPOC hat diese Aufgabe geändert:"
	}
	return "The desk changed this task:"
}

// saidShortened is what stands at the end of a text that was cut.
func saidShortened(w Whole) string {
	if german(w.Language) {
		return "… (gekürzt; der ganze Text: " + w.At + ")"
	}
	return "… (shortened; the whole text: " + w.At + ")"
}

// saidDue is what a team is told of a due time that its tool has no field for.
func saidDue(language, at string) string {
	switch {
	case at == "" && german(language):
		return "Diese Aufgabe hat keine Frist mehr."
	case at == "":
		return "This task has no due time any more."
	case german(language):
		return "Diese Aufgabe ist jetzt fällig: " + at
	default:
		return "This task is now due: " + at
	}
}
