package servicenowtest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"github.com/spochub/spochub/sdk/breakable"
)

// shown are the columns that the business rule puts into its body.
var shown = names(`sys_id number sys_mod_count sys_created_on sys_created_by sys_updated_on sys_updated_by short_description
description state impact urgency priority assigned_to assignment_group due_date correlation_id correlation_display hold_reason
close_code close_notes`)

// tell is the outbound business rule: it runs after every change, those of the
// integration user too.
func (s *Server) tell(operation, user string, x row, changed []string, entries []row) {
	count, _ := strconv.Atoi(x["sys_mod_count"])
	record := map[string]any{}
	for _, column := range shown {
		record[column] = map[string]string{"value": x[column], "display_value": s.display("incident", x, column)}
	}
	if entries == nil {
		entries = []row{}
	}
	body, err := json.Marshal(map[string]any{
		"table": "incident", "operation": operation, "sys_id": x["sys_id"], "number": x["number"],
		"sys_mod_count": count, "sys_updated_on": x["sys_updated_on"], "sys_updated_by": user,
		"correlation_id": x["correlation_id"], "changed_fields": changed, "record": record, "journal": entries,
	})
	if err != nil {
		return
	}
	s.hookNo++
	head := http.Header{}
	head.Set("Content-Type", "application/json")
	head.Set("X-Spochub-Delivery", fmt.Sprintf("%s-%d", x["sys_id"], s.hookNo))
	head.Set("X-Spochub-Signature", "sha256="+sign(s.secret, body))
	s.hooks.Send(breakable.Hook{Header: head, Body: body})
}

func sign(secret string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	_, _ = mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}
