package servicenowtest

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"
)

func newID() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}

// references says which table a column points to.
var references = map[string]string{
	"opened_by": "sys_user", "caller_id": "sys_user", "assigned_to": "sys_user", "resolved_by": "sys_user", "closed_by": "sys_user",
	"assignment_group": "sys_user_group", "user": "sys_user", "group": "sys_user_group", "parent_incident": "incident",
}

// incidentColumns are the columns of an incident, with what a new one holds.
const incidentColumns = `parent made_sla=true caused_by watch_list upon_reject=cancel sys_updated_on child_incidents=0 hold_reason
origin_table task_effective_number approval_history number resolved_by sys_updated_by opened_by user_input sys_created_on
sys_domain=global state=1 route_reason sys_created_by knowledge=false order calendar_stc closed_at cmdb_ci delivery_plan contract
impact=3 active=true work_notes_list business_service business_impact priority=5 sys_domain_path=/ rfc time_worked expected_start
opened_at business_duration group_list work_end caller_id reopened_time resolved_at approval_set subcategory work_notes
universal_request short_description close_code correlation_display delivery_task work_start assignment_group
additional_assignee_list business_stc cause description origin_id calendar_duration close_notes notify=1 service_offering
sys_class_name=incident closed_by follow_up parent_incident sys_id contact_type reopened_by incident_state=1 urgency=3 problem_id
company reassignment_count=0 activity_due assigned_to severity=3 comments approval sla_due comments_and_work_notes due_date
sys_mod_count=0 reopen_count=0 sys_tags escalation=0 upon_approval=proceed correlation_id location category=inquiry`

// columns are the tables that an instance has from the start.
var columns = map[string][]string{
	"incident":          names(incidentColumns),
	"sys_journal_field": names("sys_id sys_created_on name element_id sys_tags value sys_created_by element"),
	"sys_choice":        names("name element language value label sequence inactive sys_id"),
	"sys_user":          names("sys_id user_name name email active time_zone locked_out roles employee_number"),
	"sys_user_group":    names("sys_id name active email"),
	"sys_user_grmember": names("sys_id group user"),
	"sys_audit_delete":  names("sys_id documentkey tablename display_value sys_created_on sys_created_by"),
	"sys_attachment":    names(attachmentColumns),
}

func names(list string) []string {
	fields := strings.Fields(list)
	for i, f := range fields {
		fields[i], _, _ = strings.Cut(f, "=")
	}
	return fields
}

// known reports whether a table has a column, through references too.
func known(table, column string) bool {
	first, rest, dotted := strings.Cut(column, ".")
	if !slices.Contains(columns[table], first) {
		return false
	}
	return !dotted || known(references[first], rest)
}

func blankIncident() row {
	x := row{}
	for f := range strings.FieldsSeq(incidentColumns) {
		name, value, _ := strings.Cut(f, "=")
		x[name] = value
	}
	return x
}

// seed fills the tables around the incidents.
func (s *Server) seed() {
	group := s.add("sys_user_group", row{"name": s.options.Group, "active": "true", "email": ""})
	s.addUser(Person{HubUser, "spochub", "spochub@example.com"}, s.options.HubRoles, s.options.HubZone)
	for _, p := range s.options.People {
		x := s.addUser(p, "itil", "Europe/Berlin")
		s.add("sys_user_grmember", row{"group": group["sys_id"], "user": x["sys_id"]})
	}
	s.addUser(Person{"admin", "System Administrator", "admin@example.com"}, "admin", "")
	for _, list := range []struct{ element, values string }{
		{"state", "1:New 2:In_Progress 3:On_Hold 6:Resolved 7:Closed 8:Canceled"},
		{"hold_reason", "1:Awaiting_Caller 5:Awaiting_Change 3:Awaiting_Problem 4:Awaiting_Vendor"},
		{"impact", "1:1_-_High 2:2_-_Medium 3:3_-_Low"},
		{"urgency", "1:1_-_High 2:2_-_Medium 3:3_-_Low"},
		{"priority", "1:1_-_Critical 2:2_-_High 3:3_-_Moderate 4:4_-_Low 5:5_-_Planning"},
	} {
		for i, v := range strings.Fields(list.values) {
			code, label, _ := strings.Cut(v, ":")
			s.addChoice(list.element, code, strings.ReplaceAll(label, "_", " "), i+1)
		}
	}
}

func (s *Server) addUser(p Person, roles, zone string) row {
	return s.add("sys_user", row{
		"user_name": p.User, "name": p.Name, "email": p.Email, "active": "true", "locked_out": "false",
		"time_zone": zone, "roles": roles, "employee_number": "",
	})
}

func (s *Server) addChoice(element, value, label string, sequence int) {
	table := "incident"
	if element == "impact" || element == "urgency" || element == "priority" {
		table = "task"
	}
	s.add("sys_choice", row{"name": table, "element": element, "language": "en", "value": value, "label": label, "sequence": fmt.Sprint(sequence), "inactive": "false"})
}

func (s *Server) add(name string, x row) row {
	x["sys_id"] = newID()
	s.tables[name].rows = append(s.tables[name].rows, x)
	return x
}

func (s *Server) user(name string) row {
	for _, x := range s.tables["sys_user"].rows {
		if strings.EqualFold(x["user_name"], name) {
			return x
		}
	}
	return nil
}

// display is what people see of a column.
func (s *Server) display(name string, x row, column string) string {
	raw := x[column]
	switch {
	case raw == "" && column != "comments" && column != "work_notes":
		return ""
	case references[column] != "":
		y := s.row(references[column], raw)
		if y["name"] != "" {
			return y["name"]
		}
		return y["number"]
	case name == "incident" && (column == "comments" || column == "work_notes"):
		return s.history(x["sys_id"], column)
	case strings.HasSuffix(column, "_on") || strings.HasSuffix(column, "_at") || column == "due_date":
		return s.local(raw)
	}
	for _, c := range s.tables["sys_choice"].rows {
		if name == "incident" && c["element"] == column && c["value"] == raw {
			return c["label"]
		}
	}
	return raw
}

// local is a time as the integration user sees it.
func (s *Server) local(raw string) string {
	t, err := time.Parse(stamp, raw)
	zone, bad := time.LoadLocation(s.options.HubZone)
	if err != nil || bad != nil {
		return raw
	}
	return t.In(zone).Format(stamp)
}

// history is a journal as one text, as a display value shows it.
func (s *Server) history(id, element string) string {
	title := map[string]string{"comments": "Additional comments", "work_notes": "Work notes"}[element]
	text := ""
	for _, e := range s.tables["sys_journal_field"].rows {
		if e["element_id"] == id && e["element"] == element {
			text = fmt.Sprintf("%s - %s (%s)\n%s\n\n", s.local(e["sys_created_on"]), e["sys_created_by"], title, e["value"]) + text
		}
	}
	return text
}
