package servicenowtest

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// readOnly are the columns of an incident that a write does not reach.
var readOnly = strings.Fields("sys_id number priority sys_mod_count sys_created_on sys_created_by sys_updated_on sys_updated_by sys_class_name sys_domain sys_domain_path opened_at opened_by active resolved_at resolved_by closed_at closed_by reopen_count incident_state task_effective_number comments_and_work_notes")

// insert makes an incident.
func (s *Server) insert(user string, set row) (row, *problem) {
	x := blankIncident()
	x["sys_id"] = newID()
	x["number"] = fmt.Sprintf("INC%07d", s.number)
	x["task_effective_number"] = x["number"]
	x["opened_at"], x["opened_by"] = s.stamp(), s.user(user)["sys_id"]
	x["sys_created_on"], x["sys_created_by"] = s.stamp(), user
	x["sys_updated_on"], x["sys_updated_by"] = s.stamp(), user
	s.assign(x, set)
	s.derive(user, row{"state": "1"}, x)
	if p := s.policy(x); p != nil {
		return nil, p
	}
	s.number++
	s.tables["incident"].rows = append(s.tables["incident"].rows, x)
	entries := s.write(user, x["sys_id"], set)
	s.tell("insert", user, x, changed(row{}, x, entries), entries)
	return x, nil
}

// change updates an incident in place. Nothing moves where nothing changed.
func (s *Server) change(user string, x, set row) *problem {
	if x["state"] == "7" && s.user(user)["roles"] != "admin" {
		return &problem{403, "Operation Failed", "ACL Exception Update Failed due to security constraints"}
	}
	next := maps.Clone(x)
	s.assign(next, set)
	if s.options.Rule != nil {
		s.options.Rule(user, maps.Clone(x), next)
	}
	s.derive(user, x, next)
	if p := s.policy(next); p != nil {
		return p
	}
	if maps.Equal(x, next) && set["comments"] == "" && set["work_notes"] == "" {
		return nil
	}
	n, _ := strconv.Atoi(x["sys_mod_count"])
	next["sys_mod_count"] = strconv.Itoa(n + 1)
	next["sys_updated_on"], next["sys_updated_by"] = s.stamp(), user
	before := maps.Clone(x)
	maps.Copy(x, next)
	entries := s.write(user, x["sys_id"], set)
	s.tell("update", user, x, changed(before, x, entries), entries)
	return nil
}

// assign takes over what a write says: unknown and read-only columns are dropped
// without a word, texts are trimmed and cut, dates that are none are empty, and
// a state of 0 changes nothing.
func (s *Server) assign(x, set row) {
	for column, v := range set {
		if !known("incident", column) || slices.Contains(readOnly, column) || column == "comments" || column == "work_notes" {
			continue
		}
		if column == "state" && (v == "0" || v == "") {
			continue
		}
		x[column] = clean(column, v)
	}
}

func clean(column, v string) string {
	v = strings.TrimSpace(strings.ReplaceAll(v, "\r\n", "\n"))
	if column == "due_date" {
		if _, err := time.Parse(stamp, v); err != nil {
			return ""
		}
	}
	most := map[string]int{"short_description": 160, "description": 4000, "correlation_id": 100, "correlation_display": 100, "close_notes": 4000}[column]
	if r := []rune(v); most > 0 && len(r) > most {
		v = string(r[:most])
	}
	return v
}

// derive sets the columns that follow from others.
func (s *Server) derive(user string, old, x row) {
	x["priority"] = priority(x["impact"], x["urgency"])
	if x["state"] == old["state"] {
		return
	}
	x["incident_state"] = x["state"]
	me := s.user(user)["sys_id"]
	switch x["state"] {
	case "6":
		x["resolved_at"], x["resolved_by"] = s.stamp(), me
	case "7", "8":
		x["closed_at"], x["closed_by"], x["active"] = s.stamp(), me, "false"
	default:
		x["resolved_at"], x["resolved_by"], x["closed_at"], x["closed_by"], x["active"] = "", "", "", "", "true"
	}
	if old["state"] == "6" && x["state"] == "2" {
		n, _ := strconv.Atoi(x["reopen_count"])
		x["reopen_count"] = strconv.Itoa(n + 1)
	}
	if x["state"] != "3" {
		x["hold_reason"] = ""
	}
}

func priority(impact, urgency string) string {
	i, err1 := strconv.Atoi(impact)
	u, err2 := strconv.Atoi(urgency)
	if err1 != nil || err2 != nil || i < 1 || u < 1 || i > 3 || u > 3 {
		return ""
	}
	return strconv.Itoa(min(5, i+u-1))
}

// policy is the data policy: what must be filled in.
func (s *Server) policy(x row) *problem {
	var missing []string
	if x["state"] == "6" || x["state"] == "7" {
		if x["close_code"] == "" {
			missing = append(missing, "Resolution code")
		}
		if x["close_notes"] == "" {
			missing = append(missing, "Resolution notes")
		}
	}
	if s.options.MandatoryCaller && x["caller_id"] == "" {
		missing = append(missing, "Caller")
	}
	if missing == nil {
		return nil
	}
	return &problem{403, "Operation Failed", "Data Policy Exception: The following mandatory fields are not filled in: " + strings.Join(missing, ", ")}
}

// write adds journal entries.
func (s *Server) write(user, id string, set row) []row {
	var entries []row
	for _, element := range []string{"comments", "work_notes"} {
		if text := strings.TrimSpace(set[element]); text != "" {
			entries = append(entries, s.add("sys_journal_field", row{
				"sys_created_on": s.stamp(), "name": "incident", "element_id": id, "sys_tags": "",
				"value": text, "sys_created_by": user, "element": element,
			}))
		}
	}
	return entries
}

// drop deletes an incident and what hangs on it.
func (s *Server) drop(user string, x row) {
	id := x["sys_id"]
	for _, name := range []string{"incident", "sys_journal_field", "sys_attachment"} {
		t := s.tables[name]
		t.rows = slices.DeleteFunc(t.rows, func(y row) bool { return y["sys_id"] == id || y["element_id"] == id || y["table_sys_id"] == id })
	}
	s.add("sys_audit_delete", row{
		"documentkey": id, "tablename": "incident", "display_value": x["number"],
		"sys_created_on": s.stamp(), "sys_created_by": user,
	})
	s.tell("delete", user, x, nil, nil)
}

func changed(before, after row, entries []row) []string {
	list := []string{}
	for column, v := range after {
		if before[column] != v && !strings.HasPrefix(column, "sys_") {
			list = append(list, column)
		}
	}
	for _, e := range entries {
		list = append(list, e["element"])
	}
	slices.Sort(list)
	return slices.Compact(list)
}
