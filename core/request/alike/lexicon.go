package alike

import (
	"maps"
	"slices"
	"strings"
)

// lexicon lists what reports speak of, and how it is said in English and German:
// beginnings of words, or several words with a blank between, as Words cuts them.
// What is said first stands for the concept.
var lexicon = [][]string{
	{"outage", "ausfall", "ausgefal", "offline", "unreachable", "nicht erreichbar", "unerreichbar", "ohne verbindung", "keine verbindung", "kein netz", "ohne netz", "kein internet", "keine daten", "no link", "link down", "down", "is dead", "tot", "kein verkehr", "kein datenverkehr", "no light", "no connection", "ohne datenverbindung", "verbindungsverlust", "not reachable", "reagiert nicht", "antwortet nicht", "not responding", "no ping", "kein signal", "steht still", "totalausfall", "gehen nicht", "geht nicht", "funktioniert nicht", "ohne funktion", "no bgp", "verbinden sich nicht", "kein wlan", "unterbrochen", "not resolv", "cannot be resolved", "is gone", "komplett weg"},
	{"slow", "langsam", "latenc", "latenz", "laufzeit", "sluggish", "antwortzeit", "timeout", "time out", "rtt", "brauchen ewig", "laed nicht", "start up time", "verzoeger", "verzoger", "delay"},
	{"loss", "paketverlust", "verlust"},
	{"flap", "flaps", "flapping", "intermittent", "sporadisch", "zeitweise", "immer wieder", "abbruch", "abbruche", "bricht", "instabil", "unstable", "drops every", "aussetzer", "up and down", "alle paar minuten", "keeps dropping", "wackel"},
	{"crc", "input error", "error counter"},
	{"level", "pegel", "dbm", "optic"},
	{"power", "strom", "pdu", "netzteil", "feed a", "feed b", "spannung", "usv", "ups"},
	{"temperature", "temperatur", "heiss", "hitze", "hot", "grad", "overheat", "ueberhitz", "uberhitz", "zu warm"},
	{"water", "wasser", "tropf", "leak", "klimageraet", "klimagerat", "klimaanlage"},
	{"humid", "feuchte", "luftfeucht"},
	{"fan", "lufter", "luefter"},
	{"voice", "telefon", "phone", "voip", "sip", "anruf", "call party", "gesprach", "gespraech", "rufnummer", "audio", "called party"},
	{"noise", "rauschen", "crackl", "sprachqualitat", "sprachqualitaet", "kaum zu verstehen"},
	{"one way", "in einer richtung", "hort uns nicht", "cannot hear us"},
	{"bgp", "peering", "neighbor", "neighbour", "nachbar"},
	{"tunnel", "vpn", "ipsec"},
	{"dns", "nameserver", "nslookup", "name lookup", "resolv", "auflos"},
	{"attack", "ddos", "flood", "angriff", "geflutet", "volumetric", "mitigation", "scrubbing"},
	{"certificate", "zertifikat", "tls", "expired"},
	{"buffer", "stall", "ruckel", "standbild", "stream"},
	{"camera", "kamera", "video"},
	{"cable", "kabel", "patch", "lwl"},
	{"cross connect", "querverbindung", "loa"},
	{"access", "zutritt", "besuch", "visitor", "register", "karte", "badge", "leser"},
	{"lock", "door", "schloss", "schliess", "tuer"},
	{"invoice", "rechnung", "billed", "billing"},
	{"contract", "vertrag"},
	{"bandwidth", "bandbreite", "upgrade"},
	{"throughput", "durchsatz", "speed test", "mbit"},
	{"disk", "platte", "speicher", "storage"},
	{"backup", "sicherung", "datensicherung"},
	{"restore", "wiederherstell", "zuruckspiel", "zurueckspiel", "bring back"},
	{"mail", "smtp", "mailbox", "postfach"},
	{"spam", "blocklist", "blacklist", "reject", "bounce", "refuse"},
	{"phishing", "betrug"},
	{"queue", "stuck", "do not go out"},
	{"firewall", "acl"},
	{"rule", "regel", "allow tcp", "open port", "freischalt"},
	{"cpu", "overload", "uberlast", "ueberlast"},
	{"reboot", "neustart", "startet neu", "startet standig neu"},
	{"loop", "schleife"},
	{"redundan", "backup path", "zweitweg", "reserveweg", "second path"},
	{"wlan", "wireless", "access point"},
	{"ntp", "uhrzeit", "wrong time", "clock"},
	{"password", "passwort", "gesperrt", "locked out"},
	{"maintenance", "wartung"},
	{"report", "bericht", "auswertung", "protokoll"},
	{"complain", "beschwer"},
	{"no information", "informiert", "keine information", "fehlende information", "zwischeninformation"},
	{"standby", "bereitschaft"},
}

// empty are words that say nothing about what a report is about, as Words cuts
// them.
const empty = " the and for our are was were not has have had with from since that this please can you your they them their about into out off per all any see we at on in of to is it be as by an or no so if who what when why how there than then too very more most over still again after before keeps keep every each some " +
	" der die das den dem des ein eine einen einem einer eines und oder ist sind war hat haben wird werden wurde nicht kein keine keinen mit von vom zum zur bei aus auf fur fuer seit nach vor uber ueber unter um im in am an zu es sie wir uns unser unsere ihr ihre ich bitte noch nur auch mehr schon dass als wie was wann wer wenn dann hier dort sich man " +
	" hello hi hallo guten tag abend morgen dear regards gruss gruesse freundlich danke thanks thank kind dringend urgent asap call back ruckruf rueckruf bitten seit ca etwa circa approx approximately around " +
	" circuit leitung line service dienst anschluss connection verbindung standort site location stelle customer kunde client user users kollege colleague minute minuten minutes hour hours stunde stunden uhr heute today gestern yesterday now jetzt "

// speech finds concepts in texts. It is made once.
type speech struct {
	beginnings map[string][]string // of words: the concepts that they speak of
	phrases    map[string][]phrase // by their first word
	empty      map[string]bool     // words that say nothing
}

// phrase is the words after the first one, the last of which may go on.
type phrase struct {
	rest    []string
	concept string
}

func newSpeech() speech {
	s := speech{map[string][]string{}, map[string][]phrase{}, map[string]bool{}}
	for w := range strings.FieldsSeq(empty) {
		s.empty[w] = true
	}
	for _, sayings := range lexicon {
		for _, x := range sayings {
			words := strings.Fields(x)
			if len(words) == 1 {
				s.beginnings[x] = append(s.beginnings[x], sayings[0])
			} else {
				s.phrases[words[0]] = append(s.phrases[words[0]], phrase{words[1:], sayings[0]})
			}
		}
	}
	return s
}

// concepts lists what a text speaks of.
func (s speech) concepts(words []string) []string {
	found := map[string]bool{}
	for i, w := range words {
		for n := 2; n <= len(w); n++ {
			for _, c := range s.beginnings[w[:n]] {
				found[c] = true
			}
		}
		for _, p := range s.phrases[w] {
			if p.follows(words[i+1:]) {
				found[p.concept] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

func (p phrase) follows(words []string) bool {
	last := len(p.rest) - 1
	return len(words) > last && slices.Equal(p.rest[:last], words[:last]) && strings.HasPrefix(words[last], p.rest[last])
}

// sayings are the words by which what a word speaks of is said elsewhere; none for
// a word that speaks of nothing known.
func sayings(word string) []string {
	i := slices.IndexFunc(lexicon, func(said []string) bool {
		return slices.ContainsFunc(said, func(x string) bool { return strings.HasPrefix(word, x) })
	})
	if i < 0 {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(lexicon[i]), func(x string) bool { return strings.Contains(x, " ") })
}
