package servicenow

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/spochub/spochub/sdk/fault"
)

// The second version of the API is asked, since in the first an empty list is a
// 404 on some releases.
const tables = "/api/now/v2/table/"

// pageSize is how many rows one call asks for.
const pageSize = 100

// listing is a question for rows. An instance drops the parts of a query that it
// finds invalid, without a word, and answers with more rows, up to all of them:
// keep says which rows can be an answer, and one that cannot is an error.
type listing struct {
	op     string
	path   string
	where  query
	order  string
	fields string
	limit  int
	offset int
	keep   func(record) bool
}

type rows struct {
	Result []record `json:"result"`
}

func (c *client) list(ctx context.Context, l listing) ([]record, page, error) {
	q := url.Values{}
	if l.fields != "" {
		q = view(l.fields)
	}
	q.Set("sysparm_query", strings.TrimPrefix(l.where.String()+l.order, "^"))
	q.Set("sysparm_limit", strconv.Itoa(l.limit))
	if l.offset > 0 {
		q.Set("sysparm_offset", strconv.Itoa(l.offset))
	}
	var answer rows
	head, err := c.do(ctx, call{op: l.op, method: http.MethodGet, path: l.path, query: q}, &answer)
	if err != nil {
		return nil, page{}, err
	}
	for _, r := range answer.Result {
		if !l.keep(r) {
			return nil, page{}, &fault.Error{
				Op: l.op, Class: fault.Misread, Err: errors.New("a row that was not asked for: the instance ignored a part of the query"),
				Hint: "set glide.invalid_query.returns_no_rows to true and let the integration user read the columns " + l.fields,
			}
		}
	}
	return answer.Result, readPage(head), nil
}

// all reads every page by offset. It is for lists that stand still while they are
// read. complete is false where the instance counted more rows than it showed.
func (c *client) all(ctx context.Context, l listing) (list []record, complete bool, err error) {
	for {
		found, p, err := c.list(ctx, l)
		if err != nil {
			return nil, false, err
		}
		list = append(list, found...)
		next, more := p.after(l.offset, l.limit, len(found))
		if !more {
			return list, p.total <= len(list), nil
		}
		l.offset = next
	}
}

type single struct {
	Result record `json:"result"`
}

func (c *client) get(ctx context.Context, op, table, id string) (record, error) {
	var answer single
	_, err := c.do(ctx, call{op: op, method: http.MethodGet, path: tables + table + "/" + id, query: view(recordFields)}, &answer)
	return answer.Result, err
}

// write sends columns: POST without an id, else PATCH.
func (c *client) write(ctx context.Context, op, table, id string, set columns) (record, error) {
	q := call{op: op, method: http.MethodPost, path: tables + table, query: view(recordFields), body: set}
	if id != "" {
		q.method, q.path = http.MethodPatch, q.path+"/"+id
	}
	var answer single
	if _, err := c.do(ctx, q, &answer); err != nil {
		return nil, err
	}
	if got := answer.Result.raw("sys_id"); !hexID.MatchString(got) || id != "" && got != id {
		return nil, fault.Errorf(fault.Misread, op, "the answer is not the record that was written")
	}
	return answer.Result, nil
}

func (c *client) remove(ctx context.Context, op, path string) error {
	_, err := c.do(ctx, call{op: op, method: http.MethodDelete, path: path, query: url.Values{}}, nil)
	return err
}
