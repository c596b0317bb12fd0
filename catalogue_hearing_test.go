package spochub_test

// How deliveries fail.
func hearing() []line {
	return []line{
		{32, "a delivery comes more than once", []string{"core/broker/sync#TestWebhooksInAnyOrder", "core/store/storetest: a delivery becomes work once", "cmd/spochub/demo#TestQuiet"}},
		{33, "deliveries come in another order", []string{"core/broker/sync#TestWebhooksInAnyOrder", "simulation: act deliver", "core/reconcile#TestAChangeOlderThanOurWriteTellsNothingOfIt"}},
		{34, "a delivery comes days late and acts on what is long gone", []string{"core/broker/sync#TestADeliveryOfThreeDaysAgoChangesNothing"}},
		{35, "a read right after a delivery shows an old copy, or none", []string{"simulation: knob Stale", "core/reconcile#TestATicketThatWasNotThereIsReadAgain"}},
		{36, "a delivery is lost for good", []string{
			"core/broker/sync#TestALostWebhookIsOnlyLate", "core/broker/sync#TestATicketIsReadOnceADay", "core/web#TestWebhookDoor", "core/broker/sync#TestDeliveriesThatDoNotComeAreSaid",
		}},
		{37, "errors make a tool give the hook up", []string{
			"core/broker/sync#TestGarbageIsTakenInAndHarmsNobody", "sdk/sdktest: a garbled delivery is harmless", "plugins/github#TestHookGarbledIsMisread", "core/broker/sync#TestDeliveriesThatDoNotComeAreSaid",
		}},
		{38, "the registration of a hook ends by itself, or they pile up", []string{
			"core/broker/sync#TestALostWebhookIsOnlyLate", "core/broker/sync#TestDeliveriesThatDoNotComeAreSaid", "reason: the hub registers no hooks at any tool, and what comes without them is only as late as the next poll",
		}},
		{39, "a hook is deleted and not made anew", []string{
			"core/broker/sync#TestDeliveriesThatDoNotComeAreSaid", "reason: the hub registers no hooks at any tool, so that it can leave none behind half made",
		}},
		{40, "a delivery lacks the member by which it is judged", []string{"plugins/github#TestHookIncompleteIsLookedAt", "plugins/github#TestHookUnknownActionIsLookedAt"}},
		{41, "two deliveries of one moment are kept under one key", []string{"core/store/storetest: deliveries without an id are all kept", "core/store/storetest: a delivery becomes work once"}},
		{42, "a change comes while its ticket is worked on", []string{"core/store/storetest: changed while working stays due", "core/store/storetest: one link is worked on by one at a time", "simulation: act decode"}},
	}
}

// How polls fail.
func polling() []line {
	return []line{
		{43, "many changes of one second lie across the end of a page", []string{
			"plugins/servicenow#TestManyInOneSecondAreReadOnce", "plugins/github#TestPollReadsEveryPage", "plugins/redmine#TestPollMissesNothing", "sdk/sdktest: a poll resumes from every cursor",
		}},
		{44, "a query's times are those of the account's zone, to the minute", []string{"plugins/jira#TestPollIgnoresTheAccountsTimeZone", "plugins/servicenow#TestTimesAreRawAndUTC"}},
		{45, "a ticket that changes all the time is never read", []string{"core/broker/sync#TestATicketThatNeverRestsIsHeard"}},
		{46, "the next poll begins at the hub's own time", []string{"plugins/jira#TestPollsBeginNow", "plugins/redmine#TestPollMissesNothing", "plugins/github#TestPollWhileRowsMove"}},
		{47, "a poll goes on though some of its tickets failed", []string{"core/broker/sync#TestATicketThatCannotBeReadIsNotForgotten", "core/store/storetest: all or nothing", "simulation: act poll"}},
		{48, "a row shows up behind the cursor", []string{"plugins/jira#TestALateIndexedRowIsStillSeen", "plugins/servicenow#TestLateRowIsWithinTheOverlap", "simulation: knob Lag"}},
		{49, "rows move between pages while they are read", []string{
			"plugins/servicenow#TestRowsThatMoveBetweenPagesAreNotSkipped", "plugins/github#TestPollWhileRowsMove", "plugins/jira#TestRowsThatShiftAreNotSkipped",
		}},
		{50, "a change does not move the ticket's time", []string{
			"core/broker/sync#TestADeletionThatNobodyToldOfShowsWithTheNextChange", "core/broker/sync#TestATicketIsReadOnceADay", "plugins/github#TestDeletedCommentShowsInACompleteRead",
		}},
		{51, "a list's ETag is another one each time", []string{"core/broker/sync#TestETagsThatNeverMatchChangeNothing", "plugins/github#TestIdlePollsAreFree"}},
		{52, "a time from the future blinds the polls until then", []string{
			"plugins/jira#TestATimeFromTheFutureDoesNotBlindThePolls", "plugins/servicenow#TestFutureTimestampDoesNotBlindThePoll", "plugins/github#TestPollIsNotBlindedByTheFuture", "core/broker/sync#TestAToolRestoredFromABackupIsHeardAgain",
		}},
	}
}
