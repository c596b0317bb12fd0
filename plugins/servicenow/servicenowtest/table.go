package servicenowtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

func (s *Server) list(r request) reply {
	name := r.PathValue("table")
	t := s.tables[name]
	if t == nil {
		return problem{400, "Invalid table " + name, ""}.reply()
	}
	e := parse(r.FormValue("sysparm_query"), r.user, func(column string) bool {
		return known(name, column) && (name != "incident" || !slices.Contains(s.options.Unsearchable, column))
	})
	var found []row
	if !e.invalid || !s.options.InvalidReturnsNone {
		for _, x := range t.rows {
			if e.match(func(column string) string { return s.walk(name, x, column).raw }) {
				found = append(found, x)
			}
		}
	}
	e.sorted(found)
	return s.page(r, name, found)
}

// page cuts the rows first and then leaves out those hidden from the user, so
// that a page may be short or empty though more follow.
func (s *Server) page(r request, name string, found []row) reply {
	limit, offset := number(r.FormValue("sysparm_limit"), 10000), number(r.FormValue("sysparm_offset"), 0)
	limit = min(limit, s.options.MaxLimit)
	head := http.Header{}
	if r.FormValue("sysparm_no_count") != "true" {
		head.Set("X-Total-Count", strconv.Itoa(len(found)))
	}
	if links := pageLinks(r, limit, offset, len(found)); links != "" && r.FormValue("sysparm_suppress_pagination_header") != "true" {
		head.Set("Link", links)
	}
	shown := []map[string]any{}
	for _, x := range found[min(offset, len(found)):min(offset+limit, len(found))] {
		if s.mayRead(r.user, name, x) {
			shown = append(shown, s.show(r, name, x))
		}
	}
	return reply{status: 200, head: head, body: map[string]any{"result": shown}}
}

func number(s string, otherwise int) int {
	if n, err := strconv.Atoi(s); err == nil && n >= 0 {
		return n
	}
	return otherwise
}

func pageLinks(r request, limit, offset, total int) string {
	if total <= limit && offset == 0 || limit == 0 {
		return ""
	}
	link := func(rel string, offset int) string {
		q := r.URL.Query()
		q.Set("sysparm_offset", strconv.Itoa(offset))
		return fmt.Sprintf("<%s%s?%s>;rel=%q", r.base, r.URL.Path, q.Encode(), rel)
	}
	links := []string{link("first", 0)}
	if offset > 0 {
		links = append(links, link("prev", max(0, offset-limit)))
	}
	if offset+limit < total {
		links = append(links, link("next", offset+limit))
	}
	return strings.Join(append(links, link("last", (total-1)/limit*limit)), ",")
}

// mayRead is the read ACL of rows.
func (s *Server) mayRead(user, name string, x row) bool {
	if user != HubUser {
		return true
	}
	if name == "sys_journal_field" {
		return !s.noJourn && !s.hidden[x["element_id"]] && !s.hidden[x["sys_id"]]
	}
	return !s.hidden[x["sys_id"]]
}

func (s *Server) get(r request) reply {
	x, p := s.find(r)
	if p != nil {
		return p.reply()
	}
	return reply{status: 200, body: map[string]any{"result": s.show(r, r.PathValue("table"), x)}}
}

func (s *Server) find(r request) (row, *problem) {
	name := r.PathValue("table")
	if s.tables[name] == nil {
		return nil, &problem{400, "Invalid table " + name, ""}
	}
	x := s.row(name, r.PathValue("id"))
	if x == nil || !s.mayRead(r.user, name, x) {
		return nil, &problem{404, "No Record found", "Record doesn't exist or ACL restricts the record retrieval"}
	}
	return x, nil
}

func (s *Server) row(name, id string) row {
	for _, x := range s.tables[name].rows {
		if x["sys_id"] == id {
			return x
		}
	}
	return nil
}

func (s *Server) create(r request) reply {
	name := r.PathValue("table")
	if s.tables[name] == nil {
		return problem{400, "Invalid table " + name, ""}.reply()
	}
	set, p := s.input(r)
	if p != nil {
		return p.reply()
	}
	x, p := s.insert(r.user, set)
	if p != nil {
		return p.reply()
	}
	head := http.Header{"Location": {r.base + r.URL.Path + "/" + x["sys_id"]}}
	return reply{status: 201, head: head, body: map[string]any{"result": s.show(r, name, x)}}
}

func (s *Server) update(r request) reply {
	x, p := s.find(r)
	if p != nil {
		return p.reply()
	}
	set, p := s.input(r)
	if p != nil {
		return p.reply()
	}
	if p := s.change(r.user, x, set); p != nil {
		return p.reply()
	}
	return reply{status: 200, body: map[string]any{"result": s.show(r, r.PathValue("table"), x)}}
}

// input reads a body's columns; only incidents can be written, by those with a
// role.
func (s *Server) input(r request) (row, *problem) {
	if r.PathValue("table") != "incident" || !s.writes(r.user) {
		return nil, &problem{403, "Operation Failed", "ACL Exception Insert Failed due to security constraints"}
	}
	var body map[string]any
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		return nil, &problem{400, "Exception while reading request", "Cannot decode the body"}
	}
	set := row{}
	for column, v := range body {
		if v == nil {
			v = ""
		}
		set[column] = fmt.Sprint(v)
	}
	return set, nil
}

func (s *Server) writes(user string) bool {
	return slices.ContainsFunc(strings.Split(s.user(user)["roles"], ","), func(role string) bool { return role == "itil" || role == "admin" })
}

func (s *Server) remove(r request) reply {
	x, p := s.find(r)
	if p != nil {
		return p.reply()
	}
	if r.PathValue("table") != "incident" || r.user == HubUser && !s.options.HubMayDelete {
		return problem{403, "Operation Failed", "ACL Exception Delete Failed due to security constraints"}.reply()
	}
	s.drop(r.user, x)
	return reply{status: 204}
}

// show prints a row as the call wants it.
func (s *Server) show(r request, name string, x row) map[string]any {
	q := r.URL.Query()
	out := map[string]any{}
	for _, column := range wanted(q, x) {
		c := s.walk(name, x, column)
		if !c.known {
			continue
		}
		out[column] = c.as(q, r.base)
	}
	return out
}

func wanted(q url.Values, x row) []string {
	if fields := q.Get("sysparm_fields"); fields != "" {
		return strings.Split(fields, ",")
	}
	var all []string
	for column := range x {
		all = append(all, column)
	}
	return all
}

// cell is one value with what people see and the table that it points to.
type cell struct {
	raw, display, refers string
	known                bool
}

func (c cell) as(q url.Values, base string) any {
	link := ""
	if c.refers != "" && c.raw != "" && q.Get("sysparm_exclude_reference_link") != "true" {
		link = base + "/api/now/table/" + c.refers + "/" + c.raw
	}
	switch mode := q.Get("sysparm_display_value"); {
	case mode == "all" && link != "":
		return map[string]string{"display_value": c.display, "value": c.raw, "link": link}
	case mode == "all":
		return map[string]string{"display_value": c.display, "value": c.raw}
	case mode == "true" && link != "":
		return map[string]string{"display_value": c.display, "link": link}
	case mode == "true":
		return c.display
	case link != "":
		return map[string]string{"link": link, "value": c.raw}
	}
	return c.raw
}

// walk reads a column, through a reference where it has a dot.
func (s *Server) walk(name string, x row, column string) cell {
	first, rest, dotted := strings.Cut(column, ".")
	target := references[first]
	if !dotted {
		raw, ok := x[column]
		return cell{raw, s.display(name, x, column), target, ok || known(name, column)}
	}
	next := s.tables[target]
	if next == nil {
		return cell{}
	}
	if y := s.row(target, x[first]); y != nil {
		return s.walk(target, y, rest)
	}
	return cell{known: known(target, rest)}
}
