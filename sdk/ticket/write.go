package ticket

// Draft is a ticket to be made. Of its cells only Native and Set are read.
type Draft struct {
	Key       Key    // stored at the tool in the same call, so that Find finds it
	Container string // the target: project, repository, table
	Type      string // the tool's own record type; "" leaves it to the connector's settings
	Cells     map[Field]Cell
}

// Patch is one effect at the tool: the fields that one call carries. The hub
// has split a larger change by Place.Together.
type Patch struct {
	Set, Pre    map[Field]Native // to write; what was last read there (for If-Match where the tool can, else for the message)
	Add, Remove []Native         // labels
}

// Text is the question of a Renderer: say Markdown in the tool's markup. Where
// Current already says it, the answer is Current, byte for byte.
type Text struct {
	Field    Field // "comment" for a comment
	Markdown string
	Current  Native
	Private  bool
}

// CommentText is the Field of a Text that becomes a comment.
const CommentText Field = "comment"

// Attachments stands for a ticket's files among the fields: its Limit is the size
// of the largest one.
const Attachments Field = "attachments"

// CommentDraft is a comment to be written, already rendered.
type CommentDraft struct {
	Native  Native
	Private bool
}

// Need says which parts of a ticket a read must bring. More may come; less must
// show as incomplete.
type Need struct {
	LogAfter             Version
	Log, Comments, Files bool
}
