package web

import (
	"html/template"

	"github.com/spochub/spochub/core/request"
)

// icon draws one of the site's signs; it says nothing to a screen reader.
func icon(name string) template.HTML {
	//nolint:gosec // every drawing is a constant
	return template.HTML(`<svg class="i" viewBox="0 0 16 16" aria-hidden="true">` + drawing(name) + `</svg>`)
}

func drawing(name string) string {
	switch name {
	case "person":
		return `<circle cx="8" cy="5.4" r="2.6"/><path d="M3 13.4c.5-2.7 2.5-4 5-4s4.5 1.3 5 4"/>`
	case "people":
		return `<circle cx="5.6" cy="5.6" r="2.1"/><circle cx="11.2" cy="6.4" r="1.7"/><path d="M1.8 13c.3-2.6 1.8-3.8 3.8-3.8S9.1 10.4 9.4 13M11.4 9.8c1.6 0 2.6 1 2.8 2.9"/>`
	case "house":
		return `<path d="M3.5 13.5v-11h6v11M9.5 6.5h3v7M2 13.5h12M5.8 5.2h1.4M5.8 7.8h1.4M5.8 10.4h1.4"/>`
	case "half":
		return `<circle cx="8" cy="8" r="5.5"/><path d="M8 2.5a5.5 5.5 0 0 1 0 11z" fill="currentColor" stroke="none"/>`
	case "pause":
		return `<path d="M5.5 4v8M10.5 4v8"/>`
	case "triangle":
		return `<path d="M8 2.8 14 13H2z"/><path d="M8 7v2.6M8 11.3v.1"/>`
	case "octagon":
		return `<path d="M5.2 2.2h5.6l3 3v5.6l-3 3H5.2l-3-3V5.2z"/><path d="M8 4.8v3.8M8 10.9v.1"/>`
	case "sync":
		return `<path d="M13 7A5.2 5.2 0 0 0 3.7 5M3 9a5.2 5.2 0 0 0 9.3 2"/><path d="M3.4 2.4V5H6M12.6 13.6V11H10"/>`
	case "alert":
		return `<path d="M8 2.5v7M8 12.9v.2"/>`
	case "tray":
		return `<path d="M2 9.5 3.6 3.4h8.8L14 9.5v3.1H2z"/><path d="M2 9.5h3.4l1 1.6h3.2l1-1.6H14"/>`
	case "tick":
		return `<path d="m3.5 8.5 3 3 6-7"/>`
	case "arrow":
		return `<path d="M2.5 8h11M9.5 4l4 4-4 4"/>`
	case "plus":
		return `<path d="M8 3v10M3 8h10"/>`
	default:
		return moreDrawing(name)
	}
}

func moreDrawing(name string) string {
	switch name {
	case "search":
		return `<circle cx="7" cy="7" r="4.5"/><path d="m10.5 10.5 3 3"/>`
	case "help":
		return `<circle cx="8" cy="8" r="5.5"/><path d="M6.4 6.5c.1-1 .8-1.5 1.6-1.5s1.6.6 1.6 1.4C9.6 7.7 8 7.7 8 9M8 11v.1"/>`
	case "plug":
		return `<path d="M5.5 2v3.5M10.5 2v3.5M3.8 5.5h8.4v2a4.2 4.2 0 0 1-8.4 0zM8 11.7V14"/>`
	case "out":
		return `<path d="M6.5 3.5h-3v9h9v-3"/><path d="M9 2.5h4.5V7M13.2 2.8 7.5 8.5"/>`
	case "lock":
		return `<rect x="3.5" y="7" width="9" height="6.5" rx="1.3"/><path d="M5.5 7V5a2.5 2.5 0 0 1 5 0v2"/>`
	case "down":
		return `<path d="m4 6.5 4 4 4-4"/>`
	case "menu":
		return `<path d="M2.5 4.5h11M2.5 8h11M2.5 11.5h11"/>`
	case "theme":
		return `<circle cx="8" cy="8" r="5.5"/><path d="M8 2.5a5.5 5.5 0 0 0 0 11z" fill="currentColor" stroke="none"/>`
	case "eye":
		return `<path d="M1.5 8S4 3.7 8 3.7 14.5 8 14.5 8 12 12.3 8 12.3 1.5 8 1.5 8z"/><circle cx="8" cy="8" r="1.9"/>`
	case "history":
		return `<circle cx="8" cy="8" r="5.5"/><path d="M8 5v3.2l2 1.3"/>`
	case "star":
		return `<path d="m8 2.4 1.7 3.6 3.9.5-2.9 2.7.8 3.9L8 11.2l-3.5 1.9.8-3.9-2.9-2.7 3.9-.5z"/>`
	case "dot":
		return `<circle cx="8" cy="8" r="3" fill="currentColor" stroke="none"/>`
	case "sort":
		return `<path d="M3 4.5h10M4.5 8h7M6.5 11.5h3"/>`
	case "cross":
		return `<path d="m4 4 8 8M12 4l-8 8"/>`
	case "gear":
		return `<path d="M3 4.5h10M3 8h10M3 11.5h10M6 3v3M10 6.5v3M5 10v3"/>`
	}
	return `<circle cx="8" cy="8" r="5.5"/>`
}

func statusIcon(s request.Status) template.HTML {
	switch s {
	case request.New:
		return icon("circle")
	case request.InProgress:
		return icon("half")
	case request.WaitingClient, request.OnHold:
		return icon("pause")
	case request.Monitoring:
		return icon("eye")
	case request.Cancelled:
		return icon("cross")
	default:
		return icon("tick")
	}
}

// healthIcon is the sign of a link's sync state.
func healthIcon(h request.Health) template.HTML {
	switch h {
	case request.InSync:
		return icon("tick")
	case request.Pending:
		return icon("sync")
	case request.Detached:
		return icon("cross")
	default:
		return icon("alert")
	}
}
