package jira

import (
	"testing"

	"github.com/spochub/spochub/plugins/jira/jiratest"
	"github.com/spochub/spochub/sdk"
)

func TestAMentionIsReadByName(t *testing.T) {
	s := start(t, jiratest.Options{})
	key, err := s.jira.CreateIssue("dana", "Talk", "")
	must(t, err)
	_, err = s.conn.Catalog(t.Context(), s.project())
	must(t, err)
	body := "[~accountid:" + s.jira.Account("mika") + "] and [~accountid:712020:nobody], look\n{code}\n[~accountid:" + s.jira.Account("mika") + "]\n{code}"
	_, err = s.jira.Comment("dana", key, body)
	must(t, err)
	want := "@Mika Larsen and @712020:nobody, look\n\n```\n[~accountid:712020:mika]\n```"
	hooked := s.lastHook()
	if got := hooked[len(hooked)-1].Comment; got.Markdown != want || string(got.Native) != body {
		t.Errorf("heard %q of %q", got.Markdown, got.Native)
	}
	x, _ := s.jira.Issue(key)
	read, err := s.conn.Get(t.Context(), sdk.Ref{ID: x.ID, Container: s.project()}, sdk.Need{Comments: true})
	must(t, err)
	if got := read.Comments[0].Markdown; got != want {
		t.Errorf("read %q", got)
	}
}

func TestAnEscapedSlashStaysEscaped(t *testing.T) {
	for native, want := range map[string]string{
		"/spoc return x": "/spoc return x", " \n/spoc ask": "/spoc ask", `\/spoc return x`: `\/spoc return x`, "&#47;spoc return x": `\/spoc return x`,
		"{color:red}/spoc return x{color}": `\/spoc return x`, "see /spoc": "see /spoc", `see \/spoc`: "see /spoc",
	} {
		if got := (reader{}).said(native); got != want {
			t.Errorf("%q says %q, want %q", native, got, want)
		}
	}
}
