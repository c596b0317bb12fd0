package spochub_test

// How conversations fail.
func talking() []line {
	return []line{
		{53, "a comment goes out and comes back at each round", []string{
			"core/broker/sync#TestEachNoteArrivesWhereItsAudienceSays", "core/broker/sync#TestOneCommentWhateverHappensToIt", "core/broker/sync#TestAtRestNothingMoves",
		}},
		{54, "a comment is known by a part of its text", []string{"simulation: act hubs", "sdk/marker#TestMarkerCountsOnlyOnTheLastLine", "plugins/servicenow#TestKeyStandsAtTheEndOnly"}},
		{55, "a text that nobody expected ends the work on everything", []string{
			"plugins/github#FuzzReceive", "plugins/jira#FuzzReceive", "plugins/servicenow#FuzzReceive", "plugins/servicenow#FuzzText", "plugins/redmine/textile#FuzzRead", "core/queue#TestAPanicHarmsItsOwnWorkAlone",
		}},
		{56, "only the first page of a conversation is read", []string{
			"plugins/jira#TestLongConversationsAreReadInFullOnce", "plugins/github#TestDeletedCommentShowsInACompleteRead", "plugins/servicenow#TestHiddenEntriesAreNotAllComments", "plugins/servicenow#TestForbiddenJournalIsNotAnEmptyOne",
		}},
		{57, "a person quotes or pastes the hub's mark", []string{
			"plugins/github#TestMarkerCannotBePasted", "plugins/jira#TestACopiedLabelIsNoMarker", "sdk/marker#FuzzMarker", "plugins/servicenow#TestKeyStandsAtTheEndOnly", "simulation: act hubs",
		}},
		{58, "a person takes the hub's mark away", []string{"core/broker/sync#TestAMarkThatSomebodyTookAwayMakesNoTwin", "simulation: knob Keyless"}},
		{59, "what is taken back here still stands there", []string{
			"core/broker/sync#TestAnEditedCommentFollowsBothWays", "core/broker/sync#TestADeletedCommentFollowsBothWays", "core/broker/sync#TestADeletionArrivesWhateverHappensToIt", "core/broker/sync#TestWhereEntriesStayACorrectionSaysWhatItCorrects",
		}},
		{60, "an internal word becomes public", []string{
			"core/broker/sync#TestEachSideSeesOnlyWhatIsForIt", "core/broker/sync#TestCommentsInAServiceProjectAreInternal", "plugins/redmine#TestPrivateNoteWithoutTheRight", "plugins/github#TestPrivateCommentIsRefused", "core/request#TestWhoMayReceive", "simulation: act secret", "core/request#TestAPublicPlaceIsRefusedWithTheReason",
		}},
		{61, "a place becomes public after tickets were made there", []string{"core/broker/sync#TestAPublicPlaceReceivesNothingButATask", "core/request#TestWhatATicketMayCarry"}},
		{62, "a name in a text calls a stranger", []string{
			"plugins/jira#TestNobodyIsPaged", "plugins/jira#TestNoMentionReachesAnybody", "plugins/github#TestNothingLiveIsEverWritten", "plugins/redmine/textile#TestCodeMentionsNobody",
		}},
		{63, "everything seems to be said by the hub itself", []string{"core/request#TestAuthorLineComesOffExactly", "core/broker/sync#TestABridgeJoinsChosenTeamsAndNeverLoops", "core/web#TestHistoryNamesWhoActed"}},
		{64, "messages overtake one another", []string{"core/broker/sync#TestMessagesStandInTheOrderInWhichTheyWereWritten", "core/reconcile#TestNoPartOvertakesAnother"}},
	}
}

// How files and people fail.
func attaching() []line {
	return []line{
		{65, "a file is sent at each round, or taken for another of its name", []string{
			"core/broker/sync#TestFilesOfOneName", "core/broker/sync#TestFilesTravelBothWays", "core/broker/sync#TestALostUploadIsNotDoubled", "cmd/spochub/demo#TestKilledAtRandom",
		}},
		{66, "half a file is taken for the whole", []string{
			"core/broker/sync#TestACutDownloadIsRepeated", "sdk/sdktest: a cut download is an error", "sdk/rest#TestABodyOfAnotherSizeIsNotWhole", "core/broker/sync#TestFilesThatAreTooLarge",
		}},
		{67, "an address with a token in it, or one that ends, is passed on", []string{"core/broker/sync#TestAToolWithoutFilesGetsALink", "core/broker/sync#TestFilesTravelBothWays", "sdk/rest#TestFilesComeFromTheToolAlone"}},
		{68, "a file of an internal note goes to a tool", []string{
			"core/broker/sync#TestFilesTravelBothWays", "core/broker/sync#TestDirectionOfAttachments", "core/api#TestFileNamesAndAudiences", "core/request#TestAFileOfAnInternalNoteStaysThere",
		}},
		{69, "somebody whom a tool does not know empties the assignee", []string{
			"core/broker/sync#TestWhoHasTheRequestGoesOut", "plugins/github#TestPeopleWhoCannotBeAssignedShow", "plugins/redmine#TestRefusedValue",
		}},
		{70, "one person is taken for another of the same name", []string{"core/broker/sync#TestWhoHasATicketIsKnownByMail", "plugins/github#TestAppIsKnownByItsID", "core/broker/sync#TestTheTeamsAssigneeStays"}},
	}
}

// How states and moves fail.
func moving() []line {
	return []line{
		{71, "a state cannot be reached and is tried for ever", []string{
			"core/broker/sync#TestAStateThatCannotBeReachedIsSaidOnce", "core/broker/sync#TestARefusedValueThatTheTeamSetsItselfIsInStep", "plugins/jira#TestAMoveThatIsOvertakenLooksAgain", "plugins/jira#TestNoTransitionOfferedIsDenied", "plugins/jira#TestAnUnknownStateHasNoWay",
		}},
		{72, "a transition wants a field that nobody named", []string{
			"plugins/jira#TestARequiredResolutionIsSuppliedThoughNobodySaidSo", "plugins/jira#TestAFieldThatNobodyCanFillIsNamed", "plugins/servicenow#TestResolveSendsCodeAndNotes", "plugins/jira#TestPingSaysWhatTheCreateScreenLacks",
		}},
		{73, "a tool says yes and keeps its old value", []string{
			"simulation: knob Silent", "plugins/servicenow#TestSilentDropShowsInTheAnswer", "plugins/jira#TestADroppedFieldShowsInTheAnswer", "plugins/redmine#TestDroppedStatus", "core/broker/sync#TestAValueThatTheToolKeepsIsSaid",
		}},
		{74, "the states between two are taken for real ones", []string{"core/broker/sync#TestTheStepsOfOurOwnWayAreNobodysWord"}},
		{75, "a workflow is changed and an old way is walked", []string{"plugins/jira#TestAChangedWorkflowIsLearntAgain", "plugins/jira#TestAStaleStateIsLookedUp"}},
		{76, "a ticket is moved and has another key", []string{"core/broker/sync#TestAMovedTicketIsHandedBack", "plugins/jira#TestAMovedIssueIsFoundUnderItsNewName", "simulation: act move"}},
		{77, "a ticket is transferred and seems to be deleted", []string{"core/broker/sync#TestATransferredTicketIsHandedBack", "core/broker/sync#TestATicketThatComesBackIsNoTwin", "plugins/github#TestTransferIsAMove", "plugins/github#TestWritesToATransferredIssueFail"}},
		{78, "a deletion is tried again for ever, or never seen", []string{"core/broker/sync#TestADeletedTicketIsNotMadeAgain", "core/broker/sync#TestATicketIsReadOnceADay", "plugins/github#TestDeletedIsGone", "simulation: act delete"}},
		{79, "a ticket that a person deleted is made again", []string{"core/broker/sync#TestADeletedTicketIsNotMadeAgain", "core/request#TestATicketIsMadeAnewOnlyForOneThatIsGone"}},
		{80, "a place is renamed and every link to it breaks", []string{
			"plugins/github#TestRenamedRepository", "plugins/jira#TestAMovedIssueIsFoundUnderItsNewName", "core/broker/sync#TestAPlaceThatIsNotThereIsSaid",
		}},
	}
}
