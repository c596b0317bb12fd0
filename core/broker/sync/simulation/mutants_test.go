package simulation_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A mutant is a bug that somebody made before, put into the engine on purpose.
type mutant struct {
	name  string
	edits []edit
	// twins says that the engine heals what the bug does: it shows in the number of
	// tickets that were made twice and had to be retired.
	twins bool
	// flags say which histories show it, where most do not.
	flags []string
}

// edit makes old, which stands once in a file, new.
type edit struct{ file, old, new string }

func mutants() []mutant {
	return []mutant{
		{name: "a dirty flag instead of a generation", edits: []edit{
			{"core/store/memstore/due.go", "if d.want > c.Gen {\n\t\t\td.at = now", "if false && d.want > c.Gen {\n\t\t\td.at = now"},
			{"core/store/memstore/due.go", "} else if d.want > c.Gen {", "} else if false && d.want > c.Gen {"},
		}},
		{name: "one base for both sides", edits: []edit{{
			"core/reconcile/field.go", "s.toolMoved = base == nil || v != base.Native",
			"one, same := p.Codes.Write(f, s.hub.Text, \"\")\n\ts.toolMoved = base == nil || !same && v != base.Native || same && v != one",
		}}},
		{name: "a base is what was sent", edits: []edit{
			{
				"core/reconcile/settle.go", "\ts.st.Fields[i.Field] = fs\n\ts.st.audit(",
				"\tfs.Base = &Pair{i.Version, i.Want}\n\ts.st.Fields[i.Field] = fs\n\ts.st.audit(",
			}, {
				"core/reconcile/settle.go", "default: // the tool keeps this value in its own form\n\t\tfs.Base = &Pair{i.Version, v}\n\t\ts.st.haunt(Intent{Field: i.Field, Want: v, Pre: i.Pre, Version: i.Version, Value: i.Value}, true)",
				"default:",
			}, {
				"core/reconcile/field.go", "\t\ts.unsent = true\n\t}\n\tp.st.Fields[s.f] = s.fs\n",
				"\t\ts.unsent = true\n\t}\n\tif isText(s.f) && s.fs.Base != nil && s.fs.Base.Version != None {\n\t\ts.fs.Base = p.State.Fields[s.f].Base\n\t}\n\tp.st.Fields[s.f] = s.fs\n",
			},
		}},
		{name: "an answer is trusted unread", edits: []edit{{
			"core/reconcile/settle.go", "\tcell, shown := t.Cells[i.Field]\n\tv := Comparable(i.Field, cell)\n\t_, isGhost",
			"\tcell, shown := t.Cells[i.Field]\n\tshown, cell.Native, cell.Set = true, i.Want, nil\n\tv := i.Want\n\t_, isGhost",
		}}},
		{name: "the evidence of the log is ignored", edits: []edit{{
			"core/reconcile/plan.go", "\tlast := map[ticket.Field]ticket.Edit{}\n", "\tlast := map[ticket.Field]ticket.Edit{}\n\tp.look.Ticket.Log = nil\n",
		}}},
		{name: "own values that land late are taken for the team's", edits: []edit{
			{"core/reconcile/field.go", "\tif !s.seen || s.unsent ||", "\tif true || !s.seen || s.unsent ||"},
			{"core/reconcile/author.go", "if g.Field == f && g.Want == v {", "if false && g.Field == f && g.Want == v {"},
		}},
		{name: "writes of unknown outcome are repeated blindly", edits: []edit{{
			"core/reconcile/settle.go", "\tcase v.Unknown:\n\t\ts.unknown()\n", "\tcase v.Unknown:\n\t\ts.undo()\n",
		}}},
		{name: "a create is not written down before the call", twins: true, edits: []edit{{
			"core/reconcile/create.go", "\tp.remember(attempt)\n\tp.st.Restored = false", "\tp.st.Restored = false",
		}}},
		{name: "nobody looks for the key before a create is repeated", twins: true, edits: []edit{{
			"core/broker/sync/turn.go", "if x.doc.State.MustFind() && !x.looked {", "if false && x.doc.State.MustFind() {",
		}}},
		{name: "a lost create has no time to land", twins: true, edits: []edit{{
			"core/reconcile/create.go", "if i.Effect == CreateTicket && p.Now.Before(i.Deadline) {", "if false && p.Now.Before(i.Deadline) {",
		}}},
		{name: "nobody watches for twins", edits: []edit{{
			"core/broker/sync/intake.go", "\tif !known {\n\t\trow.State.Twins", "\tif false && !known {\n\t\trow.State.Twins",
		}}},
		{name: "a ticket with our key is taken for the team's", edits: []edit{{
			"core/broker/sync/intake.go", "if len(keys) == 0 || by != nil && !by.Self {", "if true || by != nil && !by.Self {",
		}}},
		{name: "a stale copy is believed", edits: []edit{{
			"core/broker/sync/turn.go", "return x.look != nil && !x.look.Self &&", "return false && x.look != nil && !x.look.Self &&",
		}}},
		{name: "a team's new ticket is let go", edits: []edit{{
			"core/broker/sync/intake.go", "return e.adopt(tx, c, change, src)", "return nil",
		}}},
		{name: "a copy does not say who wrote the note", edits: []edit{{
			"core/request/author.go", "\treturn \"**\" + name + \"** (\" + role + \"):\"", "\treturn \"**Desk**:\"",
		}}},
		{name: "a due date stays here", edits: []edit{{
			"core/reconcile/field.go", "\tcase s.dir.gives():\n\t\tp.closeConflict(s)", "\tcase s.dir.gives() && s.f != ticket.Due:\n\t\tp.closeConflict(s)",
		}}},
		{name: "the cursor is stored before the rows", edits: []edit{{
			"core/broker/sync/poll.go", "\treturn e.store.Intake(ctx, func(tx store.Intake) error {\n\t\tif err := e.intake",
			"\tif err := e.store.Intake(ctx, func(tx store.Intake) error { return tx.Cursor(c.Name, rows[len(rows)-1].Cursor) }); err != nil {\n\t\treturn err\n\t}\n" +
				"\treturn e.store.Intake(ctx, func(tx store.Intake) error {\n\t\tif err := e.intake",
		}}},
		{name: "a row that crosses our write is left to the next poll", flags: []string{"-sim.seed=1640", "-sim.steps=20"}, edits: []edit{
			{"core/broker/sync/intake.go", "\t\treturn afterAnswer(st, change, src)\n", "\t\treturn change, !src.polled.Before(st.AnsweredAt)\n"},
			{"core/reconcile/unsure.go", "case said && by != nil && !by.Self, !said && polled:", "case said && by != nil && !by.Self:"},
		}},
		{name: "what was told during a call is forgotten", edits: []edit{{
			"core/broker/sync/turn.go", "\t\tx.withPending()\n", "",
		}}},
		{name: "audiences are not asked", edits: []edit{{
			"core/request/audience.go", "func MayReceive(t Terms, a Audience, byName bool) bool {\n", "func MayReceive(t Terms, a Audience, byName bool) bool {\n\tif t.Side != \"\" {\n\t\treturn true\n\t}\n",
		}}},
		{name: "a restored backup is trusted", edits: []edit{{
			"core/broker/sync/turn.go", "if doc.State.Epoch != s.epoch {", "if false && doc.State.Epoch != s.epoch {",
		}}},
		{name: "a ticket is followed wherever it goes", edits: []edit{
			{
				"core/broker/sync/turn.go", "\tx.l.Ticket = t.Ref\n\tx.do(request.TicketReturned{Reason: \"moved to",
				"\tif x.l.Ticket = t.Ref; t.Ref.ID != \"\" {\n\t\treturn false\n\t}\n\tx.do(request.TicketReturned{Reason: \"moved to",
			},
			{"core/broker/sync/turn.go", "if x.l.Ticket.Container != \"\" && x.rules", "if false && x.rules"},
		}},
		// Either of the two keeps a comment of unknown outcome from being sent again.
		{name: "a comment is not written down before the call", edits: []edit{
			{"core/reconcile/note.go", "if open || n.Copy.Origin ||", "if open && false || n.Copy.Origin ||"},
			{"core/reconcile/note.go", "return i.Effect == AddComment && !i.fresh })", "return false && i.Effect == AddComment && !i.fresh })"},
		}},
		{name: "what one read does not show is deleted", edits: []edit{{
			"core/reconcile/missing.go", "range ids {\n", "range ids {\n\t\tgone = append(gone, id)\n\t\tcontinue\n",
		}}},
		{name: "whoever knocks is let in", edits: []edit{{
			"core/broker/sync/door.go", "header, body); err != nil {", "header, body); false && err != nil {",
		}}},
		{name: "a no to one field is a no to all that went with it", edits: []edit{{
			"core/reconcile/settle.go", "if len(s.call.Fields) > 1 {\n\t\t\tfs.Alone = true\n\t\t} else if", "if",
		}}},
		{name: "the team's own labels are taken away", edits: []edit{{
			"core/reconcile/call.go", "labelDiff(i.Pre, i.Want)\n", "labelDiff(i.Pre, i.Want)\n\t\tpatch.Remove = append(patch.Remove, \"theirs\")\n",
		}}},
		{name: "a secret stands in an error", edits: []edit{{
			"core/broker/sync/apply.go", "x.health(request.Failed, blocked,", "x.health(request.Failed, blocked+x.c.Secret,",
		}}},
		{name: "an outage is asked every second whether it is over", edits: []edit{{
			"sdk/fault/decide.go", "if d *= 2; d >= 5*time.Minute {", "if d *= 1; d >= 5*time.Minute {",
		}}},
		{name: "an unsigned delivery is believed", edits: []edit{{
			"core/broker/sync/delivery.go", "if !d.Authentic {", "if false && !d.Authentic {",
		}}},
	}
}

const root = "../../../.."

// A mutant that does not fit the code any more proves nothing.
func TestMutantsFitTheCode(t *testing.T) {
	for _, m := range mutants() {
		for _, e := range m.edits {
			if n := strings.Count(source(t, e.file), e.old); n != 1 {
				t.Errorf("%s: %q stands %d times in %s", m.name, e.old, n, e.file)
			}
		}
	}
}

func source(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, file))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
