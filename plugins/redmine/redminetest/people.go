package redminetest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
)

// record is what Redmine refers to by a number.
type record struct {
	ID int `json:"id"`
}

// NewProject makes an empty project in which the bot and the team hold a role of
// Redmine's default ones, for instance "Manager", and returns its number.
func (s *Server) NewProject(ctx context.Context, identifier, role string) (string, error) {
	var made struct {
		Project record `json:"project"`
	}
	project := map[string]any{"name": identifier, "identifier": identifier, "tracker_ids": []int{1, 2, 3}, "enabled_module_names": []string{"issue_tracking"}}
	if err := s.Call(ctx, s.AdminKey, http.MethodPost, "/projects.json", map[string]any{"project": project}, &made); err != nil {
		return "", err
	}
	roleID, err := s.role(ctx, role)
	if err != nil {
		return "", err
	}
	for _, key := range []string{s.BotKey, s.TeamKey} {
		var who struct {
			User record `json:"user"`
		}
		if err := s.Call(ctx, key, http.MethodGet, "/users/current.json", nil, &who); err != nil {
			return "", err
		}
		member := map[string]any{"membership": map[string]any{"user_id": who.User.ID, "role_ids": []int{roleID}}}
		if err := s.Call(ctx, s.AdminKey, http.MethodPost, "/projects/"+identifier+"/memberships.json", member, nil); err != nil {
			return "", err
		}
	}
	return strconv.Itoa(made.Project.ID), nil
}

func (s *Server) role(ctx context.Context, name string) (int, error) {
	var answer struct {
		Roles []struct {
			record
			Name string `json:"name"`
		} `json:"roles"`
	}
	if err := s.Call(ctx, s.AdminKey, http.MethodGet, "/roles.json", nil, &answer); err != nil {
		return 0, err
	}
	for _, r := range answer.Roles {
		if r.Name == name {
			return r.ID, nil
		}
	}
	return 0, fmt.Errorf("redminetest: there is no role %q", name)
}

// NewIssue opens an issue in a project as the team.
func (s *Server) NewIssue(ctx context.Context, projectID, subject, description string) (string, error) {
	var made struct {
		Issue record `json:"issue"`
	}
	issue := map[string]any{"issue": map[string]any{"project_id": projectID, "subject": subject, "description": description}}
	err := s.Call(ctx, s.TeamKey, http.MethodPost, "/issues.json", issue, &made)
	return strconv.Itoa(made.Issue.ID), err
}

// Update changes attributes of an issue as the team: subject, status_id, notes,
// private_notes and so on, in Redmine's words.
func (s *Server) Update(ctx context.Context, id string, attributes map[string]any) error {
	return s.Call(ctx, s.TeamKey, http.MethodPut, "/issues/"+id+".json", map[string]any{"issue": attributes}, nil)
}

// Say writes a note as the team and returns its journal's number.
func (s *Server) Say(ctx context.Context, id, text string) (string, error) {
	if err := s.Update(ctx, id, map[string]any{"notes": text}); err != nil {
		return "", err
	}
	notes, err := s.Notes(ctx, id)
	if err != nil || len(notes) == 0 {
		return "", fmt.Errorf("redminetest: issue %s has no notes: %w", id, err)
	}
	return notes[len(notes)-1], nil
}

// Notes lists the numbers of an issue's journals that say something.
func (s *Server) Notes(ctx context.Context, id string) ([]string, error) {
	var answer struct {
		Issue struct {
			Journals []struct {
				record
				Notes string `json:"notes"`
			} `json:"journals"`
		} `json:"issue"`
	}
	err := s.Call(ctx, s.AdminKey, http.MethodGet, "/issues/"+id+".json?include=journals", nil, &answer)
	var ids []string
	for _, j := range answer.Issue.Journals {
		if j.Notes != "" {
			ids = append(ids, strconv.Itoa(j.ID))
		}
	}
	return ids, err
}

// Count counts the issues of a project, closed ones too.
func (s *Server) Count(ctx context.Context, projectID string) (int, error) {
	var answer struct {
		Total int `json:"total_count"`
	}
	err := s.Call(ctx, s.AdminKey, http.MethodGet, "/issues.json?status_id=*&limit=1&project_id="+projectID, nil, &answer)
	return answer.Total, err
}

// Delete removes an issue as the team.
func (s *Server) Delete(ctx context.Context, id string) error {
	return s.Call(ctx, s.TeamKey, http.MethodDelete, "/issues/"+id+".json", nil, nil)
}

// Attach adds a file as the team does, and returns its number.
func (s *Server) Attach(ctx context.Context, id, name string, content []byte) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL+"/uploads.json?filename="+url.QueryEscape(name), bytes.NewReader(content))
	if err != nil {
		return "", fmt.Errorf("redminetest: %w", err)
	}
	req.Header.Set("X-Redmine-API-Key", s.TeamKey)
	req.Header.Set("Content-Type", "application/octet-stream")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", fmt.Errorf("redminetest: %w", err)
	}
	defer func() { _ = resp.Body.Close() }()
	var sent struct {
		Upload struct {
			ID    int    `json:"id"`
			Token string `json:"token"`
		} `json:"upload"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&sent); err != nil {
		return "", fmt.Errorf("redminetest: upload: %w", err)
	}
	uploads := []any{map[string]string{"token": sent.Upload.Token, "filename": name, "content_type": "text/plain"}}
	err = s.Call(ctx, s.TeamKey, http.MethodPut, "/issues/"+id+".json", map[string]any{"issue": map[string]any{"uploads": uploads}}, nil)
	return strconv.Itoa(sent.Upload.ID), err
}
