package servicenowtest

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
)

const attachmentColumns = `size_bytes file_name sys_mod_count average_image_color image_width sys_updated_on sys_tags table_name sys_id
image_height sys_updated_by download_link content_type sys_created_on size_compressed compressed state table_sys_id
chunk_size_bytes hash sys_created_by`

func (s *Server) listFiles(r request) reply {
	r.SetPathValue("table", "sys_attachment")
	return s.list(r)
}

func (s *Server) upload(r request) reply {
	x := s.row("incident", r.FormValue("table_sys_id"))
	if r.FormValue("table_name") != "incident" || x == nil || !s.mayRead(r.user, "incident", x) {
		return problem{404, "No Record found", "Record doesn't exist or ACL restricts the record retrieval"}.reply()
	}
	if !s.writes(r.user) {
		return problem{403, "Operation Failed", "ACL Exception Insert Failed due to security constraints"}.reply()
	}
	content, err := io.ReadAll(io.LimitReader(r.Body, 64<<20))
	if err != nil || r.FormValue("file_name") == "" {
		return problem{400, "Bad Request", "file_name is missing or the body is cut"}.reply()
	}
	file := s.attach(r.user, x, r.FormValue("file_name"), r.Header.Get("Content-Type"), content)
	file["download_link"] = r.base + "/api/now/attachment/" + file["sys_id"] + "/file"
	return reply{status: 201, body: map[string]any{"result": maps.Clone(file)}}
}

// attach stores a file. The incident's own columns do not move.
func (s *Server) attach(user string, x row, name, typ string, content []byte) row {
	sum := sha256.Sum256(content)
	file := row{}
	for _, column := range columns["sys_attachment"] {
		file[column] = ""
	}
	maps.Copy(file, map[string]string{
		"size_bytes": strconv.Itoa(len(content)), "size_compressed": strconv.Itoa(len(content)), "file_name": name, "content_type": typ,
		"sys_mod_count": "0", "sys_created_on": s.stamp(), "sys_created_by": user, "sys_updated_on": s.stamp(), "sys_updated_by": user,
		"table_name": "incident", "table_sys_id": x["sys_id"], "hash": hex.EncodeToString(sum[:]), "state": "available", "compressed": "false",
		"chunk_size_bytes": "700000",
	})
	s.add("sys_attachment", file)
	s.bytes[file["sys_id"]] = slices.Clone(content)
	s.tell("attach", user, x, []string{}, nil)
	return file
}

func (s *Server) file(r request) (row, *problem) {
	f := s.row("sys_attachment", r.PathValue("id"))
	if f == nil || r.user == HubUser && s.hidden[f["table_sys_id"]] {
		return nil, &problem{404, "No Record found", "Record doesn't exist or ACL restricts the record retrieval"}
	}
	return f, nil
}

func (s *Server) getFile(r request) reply {
	f, p := s.file(r)
	if p != nil {
		return p.reply()
	}
	return reply{status: 200, body: map[string]any{"result": maps.Clone(f)}}
}

func (s *Server) download(r request) reply {
	f, p := s.file(r)
	if p != nil {
		return p.reply()
	}
	return reply{status: 200, head: http.Header{"Content-Type": {f["content_type"]}}, raw: append([]byte{}, s.bytes[f["sys_id"]]...)}
}

func (s *Server) removeFile(r request) reply {
	f, p := s.file(r)
	if p != nil {
		return p.reply()
	}
	t := s.tables["sys_attachment"]
	t.rows = slices.DeleteFunc(t.rows, func(x row) bool { return x["sys_id"] == f["sys_id"] })
	delete(s.bytes, f["sys_id"])
	return reply{status: 204}
}
