package spochub_test

import (
	"fmt"
	"go/ast"
	"go/token"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// told is a line of the catalogue where the right thing is to tell the desk, or to
// refuse with words: the test in which the sentence is read, who says it, and what
// of it holds no value.
type told struct {
	number int
	test   string
	by     string // the package; "" of a library's words
	words  string
}

func sentences() []told {
	const (
		engine  = "core/broker/sync"
		decides = "core/reconcile"
		people  = "core/request"
		jira    = "plugins/jira"
		snow    = "plugins/servicenow"
		door    = "core/web"

		twice   = "made twice, since the answer to the first create was lost: closed there as a duplicate"
		unheard = "A poll found what no delivery told, and none came since."
		older   = "the tool keeps answering with an older version: taken as it is"
		moved   = "the team moved the ticket to "
		deleted = "the ticket was deleted at the tool: make it again or take the task back"
		held    = "read only: what would be written is held back"
		place   = "the ticket is not in this team's place"
		cut     = "shortened to what the tool holds, with a link to the whole text"
	)
	return []told{
		{3, decides + "#TestACopyThatStandsTwiceIsTold", decides, "stands twice at the tool, since one write arrived later than the tool says it may: delete one of the two there"},
		{3, engine + "#TestATicketThatWasMadeTwiceIsSaid", decides, twice},
		{5, engine + "#TestATicketThatWasMadeTwiceIsSaid", decides, twice},
		{9, engine + "#TestAValueThatANewTicketLacksIsSaid", decides, "the tool made the ticket without this value"},
		{11, engine + "#TestAMistypedKeyIsShown", engine, " that this account can see: link another one, or take the task back"},
		{17, engine + "#TestAValueThatTheToolHasNoWordForIsSaid", decides, "the tool has no value for "},
		{19, engine + "#TestATicketIsLinkedToOneRequest", engine, " already: unlink it there, or merge the two requests"},
		{20, engine + "#TestTwoRulesThatDisagreeAreHeldAndSaid", decides, "the tool's value and the hub's replace each other again and again: held until the desk decides"},
		{21, engine + "#TestALongTextIsShortenedAndNeverTakenBack", decides, cut},
		{25, engine + "#TestWhatAWriteReplacedIsKeptThoughTheHubEnds", decides, "written over before it was seen"},
		{29, decides + "#TestADeletionDoesNotTakeWhatTheDeskChangedMeanwhile", decides, "deleted at the tool while the desk changed it: written there again"},
		{36, engine + "#TestDeliveriesThatDoNotComeAreSaid", people, unheard},
		{37, engine + "#TestDeliveriesThatDoNotComeAreSaid", people, unheard},
		{38, engine + "#TestDeliveriesThatDoNotComeAreSaid", people, unheard},
		{39, engine + "#TestDeliveriesThatDoNotComeAreSaid", people, unheard},
		{44, snow + "#TestTimesAreRawAndUTC", snow, "In ServiceNow, set the time zone of its record to GMT."},
		{52, engine + "#TestAToolRestoredFromABackupIsHeardAgain", engine, older},
		{56, snow + "#TestForbiddenJournalIsNotAnEmptyOne", snow, "No comment was shown: there is none yet, or the integration user may not read them."},
		{59, engine + "#TestWhereEntriesStayACorrectionSaysWhatItCorrects", decides, "the tool keeps its entries: a further one says that this one was withdrawn"},
		{60, people + "#TestAPublicPlaceIsRefusedWithTheReason", people, "; it needs allow_public"},
		{61, engine + "#TestAPublicPlaceReceivesNothingButATask", engine, "everybody can read this place now: nothing of the request is written there"},
		{66, engine + "#TestFilesThatAreTooLarge", engine, " that the desk takes: open it at the tool"},
		{68, people + "#TestAFileOfAnInternalNoteStaysThere", people, "belongs to an internal note"},
		{69, engine + "#TestWhoHasTheRequestGoesOut", engine, " has no account at the tool that is known here, and is not written"},
		{71, engine + "#TestAStateThatCannotBeReachedIsSaidOnce", jira, ": the account may lack the right to transition issues"},
		{72, jira + "#TestPingSaysWhatTheCreateScreenLacks", jira, "In Jira, add it to the create screen of the project's issue type: without it no ticket can be created."},
		{73, engine + "#TestAValueThatTheToolKeepsIsSaid", decides, "the tool accepted the call and kept its old value"},
		{76, engine + "#TestAMovedTicketIsHandedBack", engine, moved},
		{77, engine + "#TestATransferredTicketIsHandedBack", engine, moved},
		{78, engine + "#TestADeletedTicketIsNotMadeAgain", engine, deleted},
		{79, engine + "#TestADeletedTicketIsNotMadeAgain", engine, deleted},
		{80, engine + "#TestAPlaceThatIsNotThereIsSaid", engine, " is not there, or hidden from this account"},
		{81, engine + "#TestAToolThatShowsNothingDeletesNothing", engine, "the ticket is gone or hidden from this account"},
		{82, engine + "#TestADeadCredentialIsSaidOnceAndHealsByItself", people, "The tool refuses the credential, so that no calls are made."},
		{90, jira + "#TestPingSaysWhatTheCreateScreenLacks", jira, " lacks the field "},
		{91, engine + "#TestAStateThatNoTableKnowsIsHeldAndSaid", decides, "has no meaning here yet: add it to the connection's table"},
		{93, engine + "#TestAnEndlessNoteIsShortenedAndSaysSo", decides, cut},
		{98, door + "#TestWebhookDoor", door, "the signature does not match"},
		{100, "sdk/rest#TestAFileElsewhereIsNoReasonToTrust", "sdk/rest", ", which is not the tool's: open it at the tool; if "},
		{100, "sdk/rest#TestAFileHostThatMovesIntoTheHubsNetwork", "sdk/rest", ", which is in the hub's own network: open it at the tool"},
		{103, "core/api#TestAPayloadSetsNothingElse", "", "unexpected property"},
		{104, engine + "#TestATicketOfAnotherPlaceIsNotLinked", engine, place},
		{109, "cmd/spochub/demo#TestAPausedHubOnSQLiteKeepsItsDatabase", "core/store/sqlstore", "another process uses the database"},
		{110, door + "#TestWebhookDoor", door, "not stored, send it again"},
		{111, engine + "#TestARestoredBackupDoublesNothing", people, " for requests that it does not know any more."},
		{114, engine + "#TestAToolRestoredFromABackupIsHeardAgain", engine, older},
		{116, engine + "#TestWhatIsHeldBackIsWhatIsWritten", engine, held},
		{117, engine + "#TestWhatIsHeldBackIsWhatIsWritten", engine, held},
		{118, engine + "#TestAChangedMappingWritesNothingByItself", engine, "the connection reads this state in another way now: nothing was changed at the tool, and nothing is written there for it"},
		{119, engine + "#TestALinkThatEndsInTheMiddleOfAWriteIsLeftAlone", engine, "made by a call that was under way when the link ended: close it there, or link it again"},
		{120, "core/broker/desk#TestAMergedRequestNamesItsSurvivor", people, "the request was merged into "},
	}
}

// untold are the other lines: they are put right without a person, a conflict asks
// by itself, or the link shows the tool's own words.
func untold() []int {
	return []int{
		1, 2, 4, 6, 7, 8, 10, 12, 13, 14, 15, 16, 18, 22, 23, 24, 26, 27, 28, 30, 31, 32, 33, 34, 35, 40, 41, 42, 43, 45, 46, 47, 48, 49, 50, 51,
		53, 54, 55, 57, 58, 62, 63, 64, 65, 67, 70, 74, 75, 83, 84, 85, 86, 87, 88, 89, 92, 94, 95, 96, 97, 99, 101, 102, 105, 106, 107, 108,
		112, 113, 115,
	}
}

func TestCatalogueSentences(t *testing.T) {
	p := &proof{set: token.NewFileSet(), packages: map[string][]*ast.File{}}
	pages, err := os.ReadFile("core/web/english.go")
	if err != nil {
		t.Fatal(err)
	}
	all, said := catalogue(), map[int]bool{}
	for _, s := range sentences() {
		said[s.number] = true
		t.Run(fmt.Sprintf("A%03d", s.number), func(t *testing.T) {
			t.Logf("%s: %s", all[s.number-1].failure, s.words)
			if !slices.Contains(all[s.number-1].covers, s.test) {
				t.Errorf("%s does not cover the line", s.test)
			}
			names, spoken := p.spoken(s.by, s.words)
			if !spoken {
				t.Errorf("%s does not say %q", s.by, s.words)
			}
			if !p.read(s.test, append(names, s.words)) {
				t.Errorf("%s does not ask for %q", s.test, s.words)
			}
			if s.forDesk() && !strings.Contains(string(pages), s.words) {
				t.Errorf("the pages have no text for %q", s.words)
			}
		})
	}
	for n := 1; n <= lines; n++ {
		if said[n] == slices.Contains(untold(), n) {
			t.Errorf("A%03d %s: is the desk told, or is it not?", n, all[n-1].failure)
		}
	}
}

// forDesk reports whether a sentence is read on the hub's pages, in the language of
// who reads it.
func (s told) forDesk() bool {
	return slices.Contains([]string{"core/broker/sync", "core/reconcile", "core/request", "sdk/rest"}, s.by)
}

// spoken reports whether a package has a sentence, and lists the constants that are
// it.
func (p *proof) spoken(pkg, words string) (constants []string, spoken bool) {
	for _, f := range p.files(pkg) {
		if strings.HasSuffix(p.name(f), "_test.go") {
			continue
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ValueSpec:
				if len(n.Values) == 1 && holds(n.Values[0], words) {
					constants = append(constants, n.Names[0].Name)
				}
			case *ast.BasicLit:
				spoken = spoken || holds(n, words)
			}
			return true
		})
	}
	return constants, spoken || pkg == ""
}

// read reports whether a test, or what it uses of its package's tests, names one of
// the constants or sentences.
func (p *proof) read(test string, any []string) bool {
	pkg, name, _ := strings.Cut(test, "#")
	return p.within(pkg, name, true, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			return slices.Contains(any, n.Sel.Name)
		case *ast.BasicLit:
			return slices.ContainsFunc(any, func(words string) bool { return strings.Contains(words, " ") && holds(n, words) })
		}
		return false
	})
}

// holds reports whether a text of the source has these words.
func holds(e ast.Expr, words string) bool {
	l, ok := e.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return false
	}
	text, err := strconv.Unquote(l.Value)
	return err == nil && strings.Contains(text, words)
}
