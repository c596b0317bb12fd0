package jiratest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// internal reports whether a service project hides a comment from its customers.
func (k *comment) internal() bool {
	var flag struct{ Internal bool }
	return json.Unmarshal(k.properties["sd.public.comment"], &flag) == nil && flag.Internal
}

// seenBy lists the comments that somebody may read.
func (s *Server) seenBy(x *issue, reader *User) []*comment {
	return slices.DeleteFunc(slices.Clone(x.comments), func(k *comment) bool {
		return reader == nil && (k.visibility != nil || k.internal())
	})
}

func (s *Server) listComments(c call) reply {
	x := s.visible(c)
	if x == nil {
		return absent()
	}
	all := s.seenBy(x, c.user)
	start, end, size := s.page(c, len(all))
	list := []object{}
	for _, k := range all[start:end] {
		list = append(list, s.commentView(k, x, c.user, slices.Contains(words(c, "expand"), "properties")))
	}
	return reply{http.StatusOK, object{"startAt": start, "maxResults": size, "total": len(all), "comments": list}}
}

func (s *Server) commentOf(c call) (*issue, *comment) {
	x := s.visible(c)
	if x == nil {
		return nil, nil
	}
	for _, k := range s.seenBy(x, c.user) {
		if strconv.Itoa(k.id) == c.PathValue("comment") {
			return x, k
		}
	}
	return x, nil
}

func noComment() reply {
	return refuse(http.StatusNotFound, "Can not find a comment for the id.")
}

func (s *Server) readComment(c call) reply {
	x, k := s.commentOf(c)
	if k == nil {
		return noComment()
	}
	return reply{http.StatusOK, s.commentView(k, x, c.user, slices.Contains(words(c, "expand"), "properties"))}
}

// bodyOf checks a comment's text.
func (s *Server) bodyOf(c call) (string, faults) {
	body, ok := c.body["body"].(string)
	switch {
	case !ok || strings.TrimSpace(body) == "":
		return "", faults{"comment": "Comment body can not be empty!"}
	case len(utf16.Encode([]rune(body))) > 32767:
		return "", faults{"comment": "The entered text is too long. It exceeds the allowed limit of 32,767 characters."}
	}
	return s.stored(body), nil
}

func (s *Server) addComment(c call) reply {
	x := s.visible(c)
	if x == nil || c.user == nil {
		return absent()
	}
	if !s.may(c.user, "ADD_COMMENTS") {
		return refuse(http.StatusForbidden, "You do not have permission to comment on this issue.")
	}
	body, f := s.bodyOf(c)
	if f != nil {
		return invalid(f)
	}
	list, _ := c.body["properties"].([]any)
	visibility, _ := c.body["visibility"].(object)
	k := s.say(x, c.user, body, propertiesOf(list), visibility)
	return reply{http.StatusCreated, s.commentView(k, x, c.user, true)}
}

func (s *Server) say(x *issue, by *User, body string, properties map[string]json.RawMessage, visibility object) *comment {
	s.touch(x)
	k := &comment{id: s.id(), author: by, editor: by, body: body, created: x.updated, updated: x.updated, properties: properties}
	if len(visibility) > 0 {
		k.visibility = visibility
	}
	x.comments = append(x.comments, k)
	s.tellComment("comment_created", x, k, by)
	return k
}

// editComment replaces text and visibility: what the request leaves out is open
// to everybody.
func (s *Server) editComment(c call) reply {
	x, k := s.commentOf(c)
	if k == nil || c.user == nil {
		return noComment()
	}
	if !s.may(c.user, "EDIT_OWN_COMMENTS") {
		return refuse(http.StatusBadRequest, "You do not have the permission to edit this comment.")
	}
	body, f := s.bodyOf(c)
	if f != nil {
		return invalid(f)
	}
	visibility, _ := c.body["visibility"].(object)
	k.visibility = nil
	if len(visibility) > 0 {
		k.visibility = visibility
	}
	list, _ := c.body["properties"].([]any)
	for name, raw := range propertiesOf(list) {
		if k.properties == nil {
			k.properties = map[string]json.RawMessage{}
		}
		k.properties[name] = raw
	}
	s.rewrite(x, k, c.user, body)
	return reply{http.StatusOK, s.commentView(k, x, c.user, true)}
}

func (s *Server) rewrite(x *issue, k *comment, by *User, body string) {
	s.touch(x)
	k.body, k.editor, k.updated = body, by, x.updated
	s.tellComment("comment_updated", x, k, by)
}

func (s *Server) deleteComment(c call) reply {
	x, k := s.commentOf(c)
	if k == nil || c.user == nil {
		return noComment()
	}
	if !s.may(c.user, "DELETE_OWN_COMMENTS") {
		return refuse(http.StatusBadRequest, "You do not have permission to delete comment with id: "+c.PathValue("comment"))
	}
	s.unsay(x, k, c.user)
	return reply{http.StatusNoContent, nil}
}

// unsay deletes a comment. It leaves no trace in the issue, not even a new time.
func (s *Server) unsay(x *issue, k *comment, by *User) {
	x.comments = slices.DeleteFunc(x.comments, func(o *comment) bool { return o == k })
	s.tellComment("comment_deleted", x, k, by)
}
