package spochub_test

// How limits, rights and outages fail.
func failing() []line {
	return []line{
		{81, "a tool shows nothing and everything counts as deleted", []string{
			"core/broker/sync#TestAToolThatShowsNothingDeletesNothing", "plugins/jira#TestAnExpiredTokenIsNoDeletion", "plugins/github#TestLostAccessIsNotADeletion", "plugins/servicenow#TestForbiddenJournalIsNotAnEmptyOne", "simulation: knob Lapses",
		}},
		{82, "a refused credential is tried until the account is locked", []string{
			"core/broker/sync#TestARefusedCredentialIsSaidAtTheConnection", "core/broker/sync#TestAHealedCredentialIsWell", "sdk/sdktest: 401 is unauthenticated", "plugins/jira#TestACaptchaIsSaidAndNotRetried", "core/broker/sync#TestADeadCredentialIsSaidOnceAndHealsByItself",
		}},
		{83, "a limit is taken for a missing right, or met at once again", []string{
			"core/broker/sync#TestNothingIsCalledBeforeTheToolAllowsIt", "plugins/github#TestLimitsAreThrottled", "sdk/sdktest: 429 is throttled", "plugins/servicenow#TestRateRuleIsThrottled", "simulation: knob Rate",
		}},
		{84, "one limit, or one slow tool, stops all the others", []string{"core/queue#TestAHungToolHoldsNobodyUp", "core/queue#TestAClosedConnectionWaitsUntilItOpens"}},
		{85, "everything is tried at once when an outage ends", []string{"core/broker/sync#TestAnOutageCostsFewCalls"}},
		{86, "one of several tools fails and the others are written to again", []string{"core/broker/sync#TestOneToolThatFailsRepeatsNothingAtTheOthers"}},
		{87, "a ticket that failed is not tried when it changes", []string{
			"core/broker/sync#TestATicketThatFailsIsTriedAtOnceWhenTheDeskActs", "core/broker/desk#TestAnEditDoesNotWaitForTheBackOff", "core/broker/desk#TestRetryDoesNotWaitForTheBackOff",
		}},
		{88, "one ticket ends the work on all of them", []string{"core/queue#TestAPanicHarmsItsOwnWorkAlone", "sdk/wire#TestPanicIsAFault", "core/store/storetest: who fails, fails alone"}},
		{89, "a large import keeps people waiting", []string{"core/store/storetest: lanes come first, then age", "core/store/storetest: a person's edit overtakes bulk"}},
	}
}

// How schemas, sizes and signs fail.
func fitting() []line {
	return []line{
		{90, "a field is taken off a form and every write fails", []string{
			"core/broker/sync#TestAFieldThatAConnectorRefusesTroublesNoOther", "core/broker/sync#TestAFieldThatATicketLacksIsLeftOut", "plugins/jira#TestErrorsNameTheField", "simulation: act refused", "simulation: knob Refuses", "plugins/jira#TestPingSaysWhatTheCreateScreenLacks",
		}},
		{91, "a tool has a state that nobody knows here", []string{"core/broker/sync#TestAStateThatNoTableKnowsIsHeldAndSaid"}},
		{92, "what was learnt of one place is used at another", []string{"plugins/jira#TestAnotherTypeHasAnotherWorkflow", "plugins/servicenow#TestTwoInstancesAtOnce"}},
		{93, "a text is longer than a tool holds, by whatever it counts", []string{
			"plugins/jira#TestLimitsAreExact", "plugins/github#TestTextsAreLimitedAsDeclared", "core/broker/sync#TestEachPartIsWithinTheLimitAtTheTool", "core/request#TestShorteningClosesWhatItLeavesOpen", "core/broker/sync#TestAnEndlessNoteIsShortenedAndSaysSo",
		}},
		{94, "a very long conversation is begun anew after each interruption", []string{"core/broker/sync#TestALongConversationIsTakenOverThoughTheHubDies", "plugins/servicenow#TestStoppedPollGoesOnBehindTheLastRow"}},
		{95, "a NUL in a text stops it from being stored", []string{"core/request#TestTitlesAndNamesAreOneLine", "core/broker/sync#TestACleanedTitleIsNotWrittenBack"}},
		{96, "rare signs are refused, or differ at each round", []string{
			"plugins/github#TestTexts", "plugins/jira#TestTexts", "plugins/servicenow#TestTexts", "plugins/redmine#TestTexts", "core/request#TestOneLineIsOne", "core/web#TestForeignTextKeepsItsDirection",
		}},
		{97, "a day becomes the one before or after it", []string{"core/broker/sync#TestADayIsTheSameDayOnBothSides", "plugins/servicenow#TestTimesAreRawAndUTC", "plugins/jira#TestTimesOfEveryKindAreRead"}},
	}
}

// How security fails.
func securing() []line {
	return []line{
		{98, "a delivery that nobody signed is believed", []string{
			"sdk/hook#TestVerifyFailsClosed", "sdk/hook#TestVerifyRefusesTheForged", "core/web#TestWebhookDoor", "plugins/github#TestHookUnsignedIsAHintOnly",
			"plugins/jira#TestUnsignedWebhooksAreHints", "sdk/sdktest: a forged delivery is refused", "simulation: knob Unsigned",
		}},
		{99, "a signed delivery is sent once more", []string{"cmd/spochub/demo#TestQuiet", "core/broker/sync#TestAtRestNothingMoves"}},
		{100, "a file's address leads into the hub's own network", []string{
			"sdk/rest#TestFilesComeFromTheToolAlone", "plugins/jira#TestCredentialsStayOnTheSite", "plugins/github#TestWritesFollowNoRedirect", "sdk/rest#TestAFileElsewhereIsNoReasonToTrust", "sdk/rest#TestAFileHostThatMovesIntoTheHubsNetwork",
		}},
		{101, "a text does something where it is shown", []string{
			"core/web#FuzzMarkdown", "core/web#TestTextOfOthersNeverActs", "plugins/servicenow#TestCodeTagsNeverReachTheInstance", "plugins/github#TestNothingLiveIsEverWritten",
		}},
		{102, "a token stands in an error or a log", []string{
			"plugins/jira#TestErrorsNeverHoldTheToken", "plugins/servicenow#TestSecretsStayOutOfErrors", "core/pluginhost#TestLogsCarryTheConnectionAndNoSecret", "sdk/sdktest: secrets stay secret",
		}},
		{103, "a payload sets what nobody mapped", []string{
			"core/broker/sync#TestACustomFieldTravels", "core/api#TestProblemsNameTheField", "core/broker/sync#TestEachSideSeesOnlyWhatIsForIt", "core/api#TestAPayloadSetsNothingElse", "core/broker/sync#TestAPayloadSetsNothingThatIsNotMapped",
		}},
		{104, "the hub writes into a place that is not the team's", []string{
			"plugins/github#TestWritesStayInTheRepository", "core/broker/sync#TestAMovedTicketIsHandedBack", "plugins/jira#TestIdsCannotLeaveTheirPath", "simulation: act unlink", "core/broker/sync#TestATicketOfAnotherPlaceIsNotLinked",
		}},
	}
}

// How crashes, backups, clocks and changes of the configuration fail.
func operating() []line {
	return []line{
		{105, "the hub is killed at any moment", []string{"cmd/spochub/demo#TestKilledAtRandom", "cmd/spochub/demo#TestKilledHub", "core/broker/sync#TestACrashLosesNothing", "simulation: act crash"}},
		{106, "what was begun before a crash is repeated over what people did since", []string{"core/broker/sync#TestACrashLosesNothing", "core/reconcile#TestAWriteOfUnknownOutcomeIsLookedUpWhenItShows", "simulation: act crash"}},
		{107, "the machine fails and what was answered was not on the disk", []string{"cmd/spochub/demo#TestAPowerCutLosesNothingThatWasSeen", "cmd/spochub/demo#TestALyingDiskDoublesNothing", "core/store/sqlstore#TestKill", "core/store/sqlstore#TestAnEmptyWitnessIsNone"}},
		{108, "a plugin dies or hangs in the middle of a call", []string{"core/pluginhost#TestKillDuringAWriteIsUncertain", "core/pluginhost#TestAHangIsFound", "cmd/spochub/demo#TestKilledPlugin", "cmd/spochub/demo#TestAPausedPluginDoublesNothing"}},
		{109, "two hubs work at once, or one goes on after a pause", []string{
			"core/broker/sync#TestAWorkerThatStoodStillDoublesNothing", "core/store/storetest: a lost claim stores nothing", "core/store/storetest: a claim holds until its lease ends", "core/store/sqlstore#TestFileBelongsToOneProcess", "simulation: knob Pauses",
			"cmd/spochub/demo#TestAPausedHubOnSQLiteKeepsItsDatabase", "cmd/spochub/demo#TestAPausedHubOnPostgresMeetsAnother",
		}},
		{110, "the disk is full and a delivery is answered all the same", []string{
			"cmd/spochub/demo#TestAFullDiskLosesNothing", "core/web#TestWebhookDoor", "core/store/storetest: an error stores nothing", "core/queue#TestAStoreThatFailsIsNotAskedAllTheTime",
			"core/queue#TestTheEndOfWorkIsStoredOnceThatIsPossible", "core/auth#TestACallWhoseEndIsNotStored",
		}},
		{111, "the hub's database is an old copy and work is done again", []string{
			"cmd/spochub/demo#TestARestoredBackupUnderLoad", "core/broker/sync#TestARestoredBackupDoublesNothing", "core/store/sqlstore#TestRestoredCopyIsSeen", "core/store/sqlstore#TestRestoreOfOneCommitAgoIsSeen", "simulation: act restore",
		}},
		{112, "an old copy of the database gives keys a second time", []string{
			"core/store/sqlstore#TestKeysOfALostEpochAreNotGivenAgain", "core/reconcile#TestACommentOfALostEpochStays",
			"reason: what is marked at a tool is a link or a note, and their ids are drawn at random and never counted",
		}},
		{113, "after a restore the hub's own newer values are turned back", []string{"core/broker/sync#TestARestoredBackupDoublesNothing", "simulation: act restore"}},
		{114, "a tool is restored and all that it shows counts as old", []string{"core/broker/sync#TestAToolRestoredFromABackupIsHeardAgain"}},
		{115, "the hub's clock jumps by a day", []string{"core/broker/sync#TestAClockThatJumpsByADayHoldsNothingUp", "core/store/storetest: a clock that is set back leaves nothing waiting", "core/store/sqlstore#TestAClockThatWasSetBackWhileClosed"}},
		{116, "a first import tells everybody and takes all the limit", []string{
			"core/broker/sync#TestAnImportTellsNobody", "core/broker/sync#TestAReadOnlyConnectionWritesNothing", "core/store/storetest: a person's edit overtakes bulk", "core/broker/sync#TestWhatIsHeldBackIsWhatIsWritten",
		}},
		{117, "a connection comes back and old changes are replayed", []string{"core/broker/sync#TestAConnectionThatComesBackIsComparedAnew", "core/broker/sync#TestWhatIsHeldBackIsWhatIsWritten", "simulation: act quiet"}},
		{118, "another mapping rewrites every ticket", []string{"core/broker/sync#TestAChangedMappingWritesNothingByItself", "core/broker/sync#TestAChangedMappingIsTriedDry", "core/broker/sync#TestAChangedDirectionIsTriedDry"}},
		{119, "a link ends while a write to its ticket is under way", []string{"core/broker/sync#TestALinkThatEndsInTheMiddleOfAWriteIsLeftAlone", "simulation: act unlink"}},
		{120, "merged requests drive their tickets in circles", []string{
			"core/broker/sync#TestMergedRequestsDoNotDriveTheirTicketsInCircles", "core/broker/desk#TestMergeMovesEverythingAndBack", "core/request#TestMergeAndBack", "simulation: act merge", "cmd/spochub/demo#TestKilledAtRandom", "core/broker/desk#TestAMergedRequestNamesItsSurvivor",
		}},
	}
}
