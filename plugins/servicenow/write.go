package servicenow

import (
	"context"
	"errors"
	"slices"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// Create makes a record with all its fields and our key by one POST.
func (c *conn) Create(ctx context.Context, d sdk.Draft) (sdk.Ticket, error) {
	const op = "create record"
	if d.Container != c.settings.Table || d.Type != "" && d.Type != c.settings.Table {
		return sdk.Ticket{}, &fault.Error{Op: op, Class: fault.Invalid, Field: "container", Err: errors.New("the connection is for table " + c.settings.Table)}
	}
	if !keyForm.MatchString(string(d.Key)) {
		return sdk.Ticket{}, fault.Errorf(fault.Invalid, op, "the draft has no valid key")
	}
	set, err := c.columnsOf(op, natives(d.Cells))
	if err != nil {
		return sdk.Ticket{}, err
	}
	if err := c.address(ctx, set); err != nil {
		return sdk.Ticket{}, err
	}
	set["correlation_id"], set["correlation_display"] = string(d.Key), own
	row, err := c.api.write(ctx, op, c.settings.Table, "", set)
	if err != nil {
		return sdk.Ticket{}, err
	}
	if row.raw("correlation_id") != string(d.Key) {
		c.log.WarnContext(ctx, "the instance did not keep correlation_id: a create whose answer is lost cannot be found again", "number", row.raw("number"))
	}
	return c.ticket(row), nil
}

func natives(cells map[sdk.Field]sdk.Cell) map[sdk.Field]sdk.Native {
	set := map[sdk.Field]sdk.Native{}
	for field, cell := range cells {
		if cell.Native != "" && field != ticket.Labels {
			set[field] = cell.Native
		}
	}
	return set
}

// accompany adds what the instance demands with a state, unless the same write
// says it.
func (c *conn) accompany(set columns) {
	state := set["state"]
	if slices.Contains(c.settings.ResolvedStates, state) {
		preset(set, "close_code", c.settings.CloseCode)
		preset(set, "close_notes", disarm(c.settings.CloseNotes))
	}
	if slices.Contains(c.settings.HoldStates, state) {
		preset(set, "hold_reason", c.settings.HoldReason)
	}
}

func preset(set columns, column, value string) {
	if _, said := set[column]; !said && value != "" {
		set[column] = value
	}
}

// Edit writes any number of fields, the state among them, by one PATCH. What the
// instance dropped without a word shows in the answer's cells.
func (c *conn) Edit(ctx context.Context, r sdk.Ref, _ sdk.Key, p sdk.Patch) (sdk.Ticket, error) {
	const op = "edit record"
	if err := c.guard(op, r); err != nil {
		return sdk.Ticket{}, err
	}
	if len(p.Add)+len(p.Remove) > 0 {
		return sdk.Ticket{}, &fault.Error{Op: op, Class: fault.Unsupported, Field: string(ticket.Labels), Err: errors.New("the table has no labels")}
	}
	set, err := c.columnsOf(op, p.Set)
	if err != nil {
		return sdk.Ticket{}, err
	}
	if len(set) == 0 {
		return sdk.Ticket{}, fault.Errorf(fault.Invalid, op, "nothing to write")
	}
	row, err := c.api.write(ctx, op, c.settings.Table, r.ID, set)
	if err != nil {
		return sdk.Ticket{}, err
	}
	return c.ticket(row), nil
}

// Find reads every record with the key, but for those closed as duplicates.
func (c *conn) Find(ctx context.Context, k sdk.Key) ([]sdk.Ticket, error) {
	const op = "find record"
	if !keyForm.MatchString(string(k)) {
		return nil, fault.Errorf(fault.Invalid, op, "%q is no key", k)
	}
	list, _, err := c.api.all(ctx, listing{
		op: op, path: tables + c.settings.Table, where: query{is("correlation_id", string(k))},
		order: "^ORDERBYsys_created_on^ORDERBYsys_id", fields: recordFields, limit: pageSize,
		keep: func(r record) bool { return r.raw("correlation_id") == string(k) },
	})
	if err != nil {
		return nil, err
	}
	found := []sdk.Ticket{}
	for _, row := range list {
		if row.raw("correlation_display") != retired {
			found = append(found, c.ticket(row))
		}
	}
	return found, nil
}

// Retire deletes the twin or, where that is not allowed, as nearly everywhere,
// cancels it as a duplicate.
func (c *conn) Retire(ctx context.Context, twin, survivor sdk.Ref) error {
	const op = "retire record"
	if err := c.guard(op, twin); err != nil {
		return err
	}
	if twin.ID == survivor.ID {
		return fault.Errorf(fault.Invalid, op, "a record is not its own duplicate")
	}
	err := c.api.remove(ctx, op, tables+c.settings.Table+"/"+twin.ID)
	if class := fault.ClassOf(err); class != fault.Denied && class != fault.Invalid && class != fault.Unsupported {
		return err
	}
	_, err = c.api.write(ctx, op, c.settings.Table, twin.ID, columns{
		"state": c.settings.CancelState, "close_code": "Duplicate", "close_notes": disarm("Duplicate of " + survivor.Key + "."),
		"correlation_display": retired,
	})
	return err
}
