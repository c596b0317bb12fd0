package spochub_test

// How the making of tickets fails.
func creating() []line {
	return []line{
		{1, "a create is applied and its answer is lost", []string{
			"core/broker/sync#TestOneTicketWhateverHappensToTheCreate", "sdk/sdktest: a lost create is uncertain and found", "simulation: act lost before",
		}},
		{2, "the hub dies between a create and its own record of it", []string{
			"core/broker/sync#TestACrashInACreateMakesNoTwin", "cmd/spochub/demo#TestKilledWhileCreating", "simulation: knob Crash",
		}},
		{3, "a create takes effect after the hub gave it up", []string{
			"simulation: act late", "simulation: knob Late", "simulation: knob TooLate", "sdk/sdktest: twins are found and retired", "core/reconcile#TestACopyThatStandsTwiceIsTold", "core/broker/sync#TestATicketThatWasMadeTwiceIsSaid",
		}},
		{4, "the tool's search does not show a ticket yet that the hub made", []string{"simulation: knob Lag", "plugins/jira#TestALateIndexedRowIsStillSeen"}},
		{5, "the search for a ticket of the hub's stops after the first page", []string{
			"plugins/github#TestFindReadsEveryPage", "plugins/servicenow#TestFindReadsEveryTwin", "plugins/jira#TestEveryPageIsRead", "core/broker/sync#TestATicketThatWasMadeTwiceIsSaid",
		}},
		{6, "many deliveries of one new ticket are taken in at once", []string{"core/broker/sync#TestFiftyDeliveriesOfANewTicketMakeOneRequest", "core/store/storetest: one ticket has one link"}},
		{7, "a delivery of the hub's own create comes before the answer", []string{"simulation: act deliver", "simulation: knob Hooks", "core/broker/sync#TestWebhooksOfANewTicketInAnyOrder"}},
		{8, "a tool tells of a ticket several times while it is being made", []string{
			"core/broker/sync#TestFiftyDeliveriesOfANewTicketMakeOneRequest", "core/broker/sync#TestEveryTicketOfTheTeamIsAdoptedByRule",
		}},
		{9, "a create drops fields and its answer is lost as well", []string{
			"simulation: knob Silent", "simulation: knob Bare", "plugins/github#TestDroppedLabelsAndPeopleShow", "core/broker/sync#TestAValueThatANewTicketLacksIsSaid",
		}},
		{10, "one of several calls that make a ticket fails and all are repeated", []string{
			"core/broker/sync#TestATicketMadeInSeveralCallsIsMadeOnce", "core/broker/sync#TestEachEffectIsCountedOnce",
		}},
		{11, "a ticket is taken for another one because it is called alike", []string{
			"core/broker/sync#TestEveryDelegationHasATicketOfItsOwn", "core/broker/sync#TestNothingIsAdoptedUnasked", "core/broker/sync#TestAMistypedKeyIsShown",
		}},
	}
}

// How a hub hears itself.
func echoing() []line {
	return []line{
		{12, "the hub's own write comes back and is taken for a change", []string{
			"core/broker/sync#TestAtRestNothingMoves", "core/broker/sync#TestCallsAreTheLeastPossible", "core/reconcile#TestBothSidesComeToAgree",
		}},
		{13, "what people do through the hub's account is taken for the hub's", []string{"simulation: knob Shared", "core/broker/sync#TestARestoredBackupDoublesNothing"}},
		{14, "a state on the hub's own way through a workflow is taken for the team's", []string{
			"core/broker/sync#TestTheStepsOfOurOwnWayAreNobodysWord", "plugins/jira#TestStatesAreReachedOverSeveralHops",
		}},
		{15, "a tool stores a text in another form and it is written again and again", []string{
			"simulation: knob Rewrites", "sdk/sdktest: render is stable", "plugins/github#TestTexts", "plugins/jira#TestTexts", "plugins/servicenow#TestTexts", "plugins/redmine#TestTexts",
		}},
		{16, "line ends differ between a browser and an API", []string{"core/broker/sync#TestLineEndsOfABrowserChangeNothing", "plugins/redmine/textile#TestFixpoint", "plugins/github#TestPutAndGetAreALens", "plugins/jira#TestReadingIsStable", "plugins/servicenow#TestTextLaws"}},
		{17, "a tool has fewer values than the hub and they chase each other", []string{
			"simulation: knob Lossy", "core/reconcile#TestBothSidesComeToAgree", "plugins/jira#TestOddPrioritiesAreSpreadOverOurs", "plugins/servicenow#TestPriorityIsWrittenAsImpactAndUrgency", "core/broker/sync#TestAValueThatTheToolHasNoWordForIsSaid",
		}},
		{18, "two hubs work in the same place", []string{"core/broker/sync#TestTwoHubsInOnePlaceLeaveEachOtherAlone", "plugins/servicenow#TestTwoInstancesAtOnce", "simulation: knob OtherHub", "core/broker/sync/simulation#TestHistoriesOfTwoHubs"}},
		{19, "two requests drive one ticket", []string{
			"core/broker/sync#TestATicketIsLinkedToOneRequest", "core/broker/desk#TestATicketBelongsToOneRequest", "core/store/storetest: a ticket has one link until that lets it go",
		}},
		{20, "a rule at the tool turns what the hub writes back every time", []string{
			"core/broker/sync#TestTwoRulesThatDisagreeAreHeldAndSaid", "plugins/servicenow#TestSilentDropShowsInTheAnswer", "simulation: knob Silent", "core/broker/sync#TestAValueThatTheToolKeepsIsSaid",
		}},
		{21, "a shortened copy is read back over the whole text", []string{"core/broker/sync#TestALongTextIsShortenedAndNeverTakenBack", "core/broker/sync#TestALongNoteArrivesInParts"}},
		{22, "the line that names a comment's author is wrapped again at each round", []string{
			"core/request#TestAuthorLineComesOffExactly", "core/request#TestContextComesOffAgain", "core/broker/sync#TestAnEditedCommentFollowsBothWays",
		}},
	}
}

// How changes of both sides meet.
func conflicting() []line {
	return []line{
		{23, "a change of another field decides which side is newer", []string{"core/broker/sync#TestAConflictHoldsItsFieldAlone", "core/reconcile#TestBothSidesComeToAgree"}},
		{24, "nobody can tell which side changed what", []string{"core/broker/sync#TestTheDeskSettlesAConflict", "core/reconcile#TestBothSidesComeToAgree"}},
		{25, "a person writes between the hub's read and its write", []string{
			"core/broker/sync#TestWhatAWriteReplacedIsKept", "core/broker/sync#TestWhatAWriteReplacedIsKeptThoughTheHubEnds", "core/broker/sync#TestABlindWriteLooksFirst", "core/reconcile#TestTheLogTellsWhoseTextAnAnswerShowed", "simulation: act team",
		}},
		{26, "a write goes out though its field is contested by then", []string{"core/broker/sync#TestAConflictHoldsItsFieldAlone", "core/store/storetest: changed while working stays due", "simulation: act desk"}},
		{27, "a notice of a conflict is posted twice after a crash", []string{
			"core/broker/sync#TestAnUnknownCommandIsAnsweredOnce", "reason: a conflict stands at the link and posts nothing; what the hub says to a team is a note with an id of its own",
		}},
		{28, "a value returns to what it was while a write of it is under way", []string{"core/broker/sync#TestAConflictEndsByItselfWhenBothAgree", "core/reconcile#TestBothSidesComeToAgree", "simulation: act settle"}},
		{29, "one side edits a comment while the other deletes it", []string{
			"core/reconcile#TestADeletionDoesNotTakeWhatTheDeskChangedMeanwhile", "core/reconcile#TestACommentThatIsGoneIsMissedThoughTheDeskEditsIt", "simulation: act erase",
		}},
		{30, "the newer of two clocks decides, and one of them is wrong", []string{"core/config#TestNoClockDecidesUnlessItIsAsked", "simulation: knob Policy"}},
		{31, "labels that others added meanwhile are replaced", []string{
			"core/broker/sync#TestLabelsTravelBothWays", "plugins/github#TestEditKeepsTheTeamsLabels", "plugins/jira#TestLabelsOfOthersStay",
		}},
	}
}
