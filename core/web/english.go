package web

// english is what pages say: a key, a blank, the text.
const english = `
skip.content Skip to content
skip.writing Skip to writing
skip.links Skip to linked tickets
menu Menu
menu.theme Theme
menu.lang Language
menu.rows Rows
theme.auto As the system
theme.light Light
theme.dark Dark
rows.two Two lines
rows.one One line
logout Sign out
logout.everywhere Sign out everywhere
close Close
choose Choose
rail Views, teams and clients
rail.views Views
rail.teams Teams
rail.clients Clients
rail.oversight Oversight
view.mine Mine and free
view.waiting Waiting for client
view.attention Needs attention
view.unread Unread
view.watching Watching
view.sync Sync problems
view.open All open
view.closed Closed
tab.inbox Inbox
tab.attention Attention
tab.sync Sync
tab.more More
live.on Live
live.off Not live, reconnecting
time.day 2 Jan 15:04
time.year 2 Jan 2006
time.full 2 Jan 2006 15:04
time.exact 2 Jan 2006 15:04:05 MST
number.thousands ,
number.point .
bytes.0 bytes
bytes.1 KB
bytes.2 MB
bytes.3 GB
time.zone Times in %s
span.now now
span.minutes %d min
span.days %d d

inbox.search Search and filter requests
inbox.placeholder Search, or filter: client:nordwind p:1
inbox.order Sorted by
inbox.quick Quick filters
inbox.empty No request here.
quick.is:unread Unread
quick.is:attention Needs attention
quick.p:1 P1
quick.is:new New
quick.is:incident Incidents
quick.is:waiting Hide waiting
syntax.client client, also
syntax.priority priority, several mean “or”
syntax.unread new to you; also
syntax.sync also
syntax.minus minus excludes; “exact words” in quotes
col.client Client and service
col.request Request
col.links Linked tickets
col.activity Activity
due.late over
due.left left
owner.none Nobody yet
client.several Several clients
client.none Client not known yet
value.none none
page.first First page
page.next Next page
page.later Later events
foot.move move
foot.all all keys

keys.title Keyboard
keys.move Move
keys.jk next, previous
keys.enter open
keys.u back to the list
keys.umbrella to the umbrella that it is under
keys.slash search and filter
keys.status change the status
keys.roll scroll the thread
keys.dot show what just arrived
keys.act Act on a request
keys.estimate take over a team's estimate
keys.conflict conflict: keep the hub's, take the tool's, another value
keys.send save, post to teams
keys.sendclient send to client
keys.go Go to
keys.help this help
key.ctrl Ctrl
key.shift Shift
key.pgdn PgDn
key.pgup PgUp
keys.areoff Single-letter keys are switched off: the menu at the top switches them on again.

login.title Sign in
login.user User name
login.password Password
login.button Sign in
login.many Many clients, many teams.
login.point One point where it all comes together.
login.wrong User name or password is wrong.
login.wait Too many tries. Wait %d min and try again.
login.as You sign in as %s.
login.once The link works once.
login.with Sign in with %s
login.no_account %s knows you, but you have no account here. Ask whoever runs the hub.
login.not_vouched %s did not confirm who you are. Try again.
login.provider_down %s cannot be reached now. Try again in a moment.
login.used This link was used already, or is too old.
login.ended You were signed out.
login.kept What you wrote is kept.

error.title Something is in the way
error.back Back to the inbox
error.backclient Back to your requests
error.page There is no such page.
error.missing There is no such request, or you may not see it.
error.denied Your role does not allow this.
error.client This account is for the client portal, not for the desk.
error.internal The hub could not do this. It was logged; please try again.
error.form The form could not be read.
error.time This is no time.
error.value This value cannot be read.
error.move A request that is “%s” cannot become “%s”.
error.open Teams still work on this: keep their tasks as follow-up work, or withdraw them.
error.moved It changed meanwhile. Look at it as it is now and decide again.
error.known Already known as %s.
error.filesize A file holds at most %s. Nothing was sent.
error.manyfiles At most %d files go together. Nothing was sent.
error.readers Tick at least one ticket. Nothing was sent.
error.changed Somebody changed this meanwhile. Now it is: %s
error.internalnote An internal note stays internal. Write new words for others.
error.reason Impact and urgency give %s: say why it is another.

priority Priority
priority.P1 Critical
priority.P2 High
priority.P3 Normal
priority.P4 Low
priority.client the client asked for %s
status.new New
status.in_progress In progress
status.with_team With team
status.waiting_client Waiting for client
status.on_hold On hold
status.monitoring Monitoring
status.resolved Resolved
status.closed Closed
status.cancelled Cancelled
status.to New status
status.waiting_for What the client is asked for
status.waiting_hint The client receives these words. They are held for 10 s; the status follows when they go.
status.hold Why on hold
status.open Teams still work on this
status.keep Keep their tasks as follow-up work
status.withdraw Withdraw their tasks
status.button Change status
status.waits Asked:
hold.works Planned works
hold.supplier Supplier
hold.force_majeure Force majeure
hold.other Other
kind.incident Incident
kind.service_request Service request
kind.question Question
kind.complaint Complaint
channel.portal by portal
channel.mail by e-mail
channel.phone by phone
channel.in_person in person
channel.tool from a tool
channel.alert by alert
channel.api by API
via.portal portal
via.mail e-mail
via.phone phone, already said
via.in_person in person, already said
spoken.phone by phone
spoken.in_person in person
level.0 Not known
level.1 High
level.2 Medium
level.3 Low
service_impact.down down
service_impact.degraded degraded
service_impact.intermittent intermittent
service_impact.reduced_redundancy reduced redundancy
service_impact.none no impact
category.todo To do
category.in_progress In progress
category.waiting Waiting
category.done Done
category.cancelled Cancelled
delegation.offered Offered
delegation.accepted Accepted
delegation.returned Returned
delegation.done Done
delegation.withdrawn Withdrawn
delegation.decided Decided
health.in_sync in sync
health.pending sending
health.conflict conflict
health.failed not delivered
health.parked stopped
health.detached not linked
copy.pending sending
copy.sent sending
copy.delivered delivered
copy.failed not delivered
copy.deleted deleted there
audience.client for the client
audience.teams for teams
audience.internal internal
verdict.overridden overridden
verdict.recorded seen, not taken
verdict.agreed both agree
verdict.rejected refused
take.hub the hub's value
take.tool the tool's value
take.value another value
attention.returned Returned
attention.held_up Held up
attention.team_asks Team asks
attention.all_done All done
attention.reopened_by_team Reopened by team
attention.conflict Conflict
attention.sync_failed Not delivered
attention.promise_due Update promised
attend.returned A team gave its task back: delegate it anew, or decide otherwise.
attend.held_up A task waits for one that came back or was taken back: start it, or withdraw it.
attend.team_asks A team needs an answer. A message to the teams answers it.
attend.all_done All teams are done. Confirm with the client and resolve it.
attend.reopened_by_team A team took its work up again.
attend.conflict The hub and a tool disagree on a field. Decide below; everything else keeps flowing.
attend.sync_failed A ticket does not receive what it should. The reason stands at the ticket: try again, or decide otherwise.
attention.two_tickets Two tickets
attention.umbrella_cancelled Umbrella cancelled
attention.reply_not_sent Reply not sent
attend.two_tickets A team has two tickets for this. Withdraw one, or leave both.
attend.umbrella_cancelled The umbrella was cancelled, and this request goes on. End it, or release it.
attend.reply_not_sent A reply to the client could not go. Take it back, and send it anew or not at all.
cause.two_tickets %s got a second ticket by a merge
cause.umbrella_cancelled %s was cancelled
attend.promise_due The promised update to the client is due.
seen.button Seen
cause.who %s, %s
cause.ask %s asks: %s
cause.waits %s waits for the desk
cause.waiting %s waits: %s
offer.eta %s expects to be done: %s
offer.draft %s suggests words for the client
offer.said said
offers.title What teams offer
offered.eta Estimate
offered.client-ok Words for the client
cause.returned %s gave its task back: %s
cause.held_up %s has not begun: the task of %s was to be done first
cause.reopened %s took its work up again
cause.conflict %s is different at %s
cause.sync %s does not receive what it should: %s
cause.since since
cause.note Show note
cause.answer Answer
cause.again Delegate anew
resolve.button Resolve
estimate.button Take over as expected
start.button Start now
draft.from Suggested by %s. Nothing is sent by itself.
draft.use Use draft
draft.discard Discard draft

field.key Request
field.status Status
field.title Title
field.description Description
field.priority Priority
field.told_title Client's title
field.told_description Client's description
field.client_priority Client's priority
field.assignee Owner
field.labels Labels
field.due Due
field.due_at Due
field.state State
field.client Client
field.contact Contact
field.service Service
field.affected Affected
field.kind Type
field.channel How
field.impact Impact
field.urgency Urgency
field.reason Reason
field.team Team
field.task Task
field.task.title Task
field.lead Leads
field.task_due Due time of the task
field.task.body Text of the task
field.umbrella Umbrella
field.ticket Ticket
field.url Address
field.phone Phone
field.delegation Delegation
field.hold_reason Reason for the hold
field.waiting_for Asked of the client
field.reported_at Reported
field.started_at Began
field.restored_at Restored
field.expected_at Expected
field.next_update_at Next update
field.estimate Team's estimate
field.draft Draft for the client
field.after Starts after
field.restricted Restricted to
field.bridge Bridge
field.continued Continued
field.body Text
field.links Tickets
field.comment Comment
field.q Query
field.cursor Page
field.value Value

request.opened opened
request.fresh Something changed · show
rescue.title This was not sent.
rescue.hint The request went into %s meanwhile; what you wrote is here.
rescue.text What you wrote
rescue.button Send it at %s
request.merged This request was merged into
take.button Assign to me
description.none No description.
lanes.title Show in the timeline
lane.cli Client
lane.all All
lane.none Nothing here yet.
new.since New since your last visit
new.jump Jump to new
read.all Mark all as read
watch.title Watchers
watch.none Nobody follows this.
watch.start Watch
watch.stop Stop watching
keys.back take back what is not sent yet
keys.share share what came last
keys.watch watch, or no longer
copy.title copy the link
copy.done The link is copied.
lane.team Teams
lane.int Internal
lane.events Events
timeline.title Timeline, oldest first
timeline.cut Only the latest events are shown here; the history has them all.
sees.client Client sees this
sees.team Teams, not the client
sees.int Internal
files.title Files
files.add Files for the same readers
note.unread Nobody received this: no team with an open task reads it in its tool. Tell a team without a tool by phone or mail.
note.unheard The client did not receive this: it has no tool of its own here. Tell it by phone or mail, and record a call as such.
note.reply reply, %s
note.desk at the desk
note.shared shared
note.edited edited
note.deleted Deleted.
note.parts in %d comments
revise.title Edit
revise.button Save text
erase.button Delete note
share.client Share with the client
share.teams Share with teams
share.hint %s receives this text as your words.
share.clientbutton Send to the client
share.teamsbutton Post to teams

compose.title Write
compose.who Who should read this?
reply.title Reply to client
reply.to To the client
reply.via by
reply.readers Read by: %s
reply.nobody %s has no tool of its own here: what you write stands in the portal, and nobody is told of it. Tell the client by phone or mail.
reply.tool the client's own tool
reply.nowhere the portal
reply.label Reply to %s
reply.hint Held for 10 s after sending, so you can take it back. A call or a visit is only recorded.
reply.at Said at
reply.button Send to %s
preview.title The client sees exactly this
preview.titles The clients see exactly this
preview.button Preview
preview.reveals The client cannot see or need not know:
crossed.sent %s replied %s ago:
crossed.held %s wrote %s ago, and it goes in a moment:
preview.again Send it once more to send it all the same.
reveals.ticket a team’s ticket
reveals.request another request
reveals.client another client
reveals.team a team
reveals.person somebody of a team
reveals.tool a tool
back.here Taken back, not sent. Files have to be chosen again.
back.words Taken back, not sent.
back.forget Throw away
unsent.chip Not sent yet
unsent.waiting Asks the client, and the request waits for it then
unsent.until Goes to the client at
unsent.refused Could not be sent:
unsent.back Take it back
message.title Message teams
message.to To teams, not to the client
message.nobody No ticket can receive this. Delegate first.
message.label Message to teams
message.placeholder Posted as a comment in each ticked ticket
message.button Post to ticked tickets
message.hint Stays out of the client's portal and e-mail
note.title Internal note
note.to Internal note, desk only
note.readers No recipients. Never leaves spochub, is not synced to any tool.
note.button Save internal note
note.hint Read by the desk alone

conflict.title Conflicts
conflict.on %s: spochub and %s differ
conflict.since since
conflict.base Was
conflict.hub In spochub
conflict.tool In the tool
conflict.takehub Keep this
conflict.taketool Take this
conflict.other Another value
conflict.value Value
conflict.takevalue Use this value
conflict.chosen %s chose %s; it is on its way.
conflicts.title Conflicts
conflicts.hint Here both sides changed a field after they last agreed. It is on hold; everything else keeps flowing, and the client sees none of this.
conflicts.none Nothing differs.
conflicts.how Choose for as many as you like: nothing is sent before “Apply”.
conflicts.later Not now
conflicts.count %d chosen
conflicts.allhub All from spochub
conflicts.alltool All from the tools
conflicts.apply Apply to both sides
conflicts.nothing Nothing is chosen yet.
conflicts.part Decided: %d. What is still below was not: it stays as it is.
conflicts.moved This changed after you saw it. Look again; nothing was decided here.
conflicts.gone is not open any more: somebody decided it, or both sides agree again.
conflicts.wrote You wrote:
rules.title Rules for conflicts
rules.next And do so from now on
rules.hint Where a side wins, it is not asked any more: its value is written to the other side at once, and what stood there is kept in the history. What is open of that field there and not decided follows the rule too, when its ticket is read next.
rules.before These go before what the configuration file says. Taken back, the file holds again; what was decided stays decided.
rules.both A rule matters only where a field flows both ways. It goes before what the configuration file says.
rules.asis as it is: %s
rules.fromnow from now on: %s
rules.else Without the rule: %s
rules.of Who wins on %s
rules.forget Take the rule back
policy.ask the desk decides
policy.hub spochub wins
policy.tool the tool wins
policy.newest the newer one wins
ruled.ask Where both sides changed it, the field is held and the desk decides.
ruled.hub Where both sides changed it, the value in spochub is written to the ticket.
ruled.tool Where both sides changed it, the ticket’s value is taken over here.
ruled.newest Where both sides changed it, the newer value wins; the desk decides where the tool does not say when.

side.title Linked tickets and context
links.title Linked tickets
links.none Not delegated
links.ticket Ticket
links.byhand by hand
links.toolstate in %s: %s
links.old old
mark.agreed as here
mark.conflict conflict
mark.refused not taken by the tool
mark. the ticket’s own
links.suggests the team has: %s
links.next Next try
links.after Starts when others are done
links.vain Waits in vain for %s
links.bounces came back %d times
retry.button Try now
unlink.button Unlink
recreate.button Create anew
relink.title Link an existing ticket
relink.button Link ticket
identify.title Their ticket number
identify.button Save number
told.reads The client still reads:
told.other A team has changed the description; the client still reads the one of before.
told.show Show the client this one
told.title What the team told
told.state Their ticket is
told.todo not begun
told.in_progress in progress
told.waiting waiting: the team asks the desk
told.done done
told.cancelled given back to the desk
told.hint Waiting raises "Team asks" here; the client's clock runs on.
told.assignee Who has it there
told.button Record
amend.title Change the task
amend.byhand Kept here only: tell the team yourself.
amend.due The due time goes to the team's tool, or is told in a comment where it has none.
amend.task A changed text never rewrites the ticket: the team is told in a comment.
amend.button Change the task
withdraw.title Withdraw
withdraw.button Withdraw from %s
delegate.teams Teams, one or more
delegate.busy has a task
delegate.leads Which team leads
delegate.nolead none of them
delegate.given Given to %s. Those below were not:
delegate.title Delegate to teams
delegate.button Delegate
delegate.own Write a task of its own
delegate.tasktitle Task
delegate.taskbody What they should do
delegate.due Due for the team
delegate.again A further task, although the team has one
delegate.lead This team leads
delegate.after Only when %s is done
delegate.hint Internal notes are never sent. Look first, then send.
delegate.addedkey %s stands for the key by which the hub knows the ticket as its own: it is made with the ticket.
delegate.adds What the plugin adds by itself
delegate.preview Show what they will receive
delegate.receives %s receives exactly this
delegate.send Send to %s
merge.title This is a duplicate
merge.into Of the request
merge.hint Its notes and tickets move there. No ticket is closed, and it can be undone.
merge.button Merge into that one
unmerge.button Undo the merge
umbrella.major Major incident
umbrella.problem Problem
umbrella.none Nothing is gathered yet.
umbrella.more There are more; the interface lists them all.
umbrella.flowing Some gathered requests are about to follow.
umbrella.restricted restricted, left alone
umbrella.under Under the umbrella
release.button Release
gather.title Gather requests
gather.key Others, by their keys
gather.withdraw Take back their own open tasks
gather.button Gather
kin.service same service
kin.component shares
kin.redundancy_group redundancy group
kin.site at site
broadcast.untold Not reached
broadcast.title Broadcast
broadcast.to To
broadcast.clients the clients, each on its own request
broadcast.teams the teams
broadcast.text Text in %s
recorded.client To the clients, in %s
recorded.teams To the teams, in %s
broadcast.fallback Those with another language read
broadcast.nobody nothing
broadcast.button Send to all
broadcast.hint What is for the clients is held for 10 s, so that you can take it back.
gounder.title Put under an umbrella
gounder.which Umbrella
gounder.new A new one
gounder.kind A new one is a
gounder.title_of Title of a new one
gounder.hint Every team that gets it reads the title: name no client.
gounder.button Put under it
bridge.title Bridge between teams
bridge.hint The ticked teams read one another's comments until the request is resolved.
bridge.button Save the bridge
edit.title Edit fields
edit.labels Separated by commas
edit.reason Needed for another priority than impact and urgency give
edit.button Save changes

new.button New
new.title New request
new.next next field
new.create create
new.what What happens
new.details Details
new.markdown Markdown. Teams and the client can read this; use an internal note for the rest.
new.derived From impact and urgency
new.priority P3 while one of them is not known.
new.reason Only where you choose another priority.
new.wish Client asks for
new.reported Empty means now.
new.team Delegate to
new.promise Next update to the client
new.nopromise none promised
new.in in %s
new.nobody Nobody yet
new.teamhint The team's ticket is created at once.
new.mine I take it
new.submit Create
new.discard Discard
new.matrix Priority

history.title History
history.hint Every fact, in order. Nothing here is ever changed.
history.when When
history.who Who
history.what What
history.from From
history.to To
history.by By ticket

connections.title Connections
connections.count %d in all
outage.rail %d down
outage.silent Waits: %s does not answer
outage.paused Waits: %s is paused
outage.stopped Waits: no calls are made over %s
outage.since since
outage.waits waits
connections.bad %d in trouble
connections.none No connection is configured.
conn.name Connection
conn.state State
conn.synced Last sync
conn.lag Lag
conn.left Rate limit left
conn.queue Queue
conn.calls Calls made
conn.links linked tickets: %d
conn.never not yet
conn.nolag none
conn.unknown not said
conn.resets resets
conn.inout %d in · %d out
conn.failed %d failed, %d stopped
conn.stopped No calls are made:
conn.last Last error:
conn.readonly Read only
conn.held writes held back: %d
conn.comments comments today: %d
conn.may may
conn.expires credential ends
held.title What would be written
held.hint Nothing of this is written while the connection, or the team, is read only. It is what the hub would write if it went live now, in this order.
held.none Nothing is held back.
held.ticket Request and ticket
held.new new ticket
held.what What
held.change From and to
held.since Since
effect.create New ticket
effect.set Set
effect.comment New comment
effect.edit_comment Edit a comment
effect.delete_comment Delete a comment
effect.retire Close a duplicate
written.title What the hub wrote
written.hint Counted for each team and day, the last seven days.
written.day Day
written.client the client's own tool
written.comments Comments
written.fields Fields set
written.tickets Tickets made
connstate.ok Healthy
connstate.waiting Waiting as the tool asked
connstate.stopped Stopped
connstate.failing Failing
connstate.partly Some tickets fail
connstate.new Not synced yet
connstate.lacking Works in part
act.read_tickets read tickets
act.create_tickets create tickets
act.edit_tickets edit tickets
act.change_the_state_of_tickets change the state of tickets
act.write_comments write comments
act.write_private_comments write private comments
act.edit_its_comments edit its comments
act.delete_its_comments delete its comments
act.add_files add files

event.rule A rule
event.hub spochub
event.someone Someone in %s
file.delete Take back
done.filedelete The file is taken back. A ticket that has it keeps it.
event.filedeleted took the file %s back
reason.it_stays_there:_delete_it_in_the_tool it stays there: delete it in the tool
reason.the_desk_took_it_back the desk took it back
event.filegone deleted the file %s there; the desk keeps it
event.file added the file %s
event.created opened the request
event.status changed the status: %s → %s
event.delegated delegated to %s
event.delegation moved the task of %s to: %s
event.state moved %s to: %s
event.assignee gave %s to %s
event.unassigned left %s to nobody
event.unlinked let %s go
event.ticket linked %s
event.conflict found a difference: %s, %s
event.settled settled %s of %s: %s
event.retry tries %s again
event.sync noticed something at %s
event.refused did something that cannot be taken at %s
event.verdict %s, %s: %s
event.instead there it is %s
event.merged merged with %s
event.unmerged undid the merge with %s
event.seen has seen: %s
event.text changed: %s
event.set set %s to %s
event.cleared cleared %s (was %s)
event.changed changed %s: %s → %s
event.note wrote a note
event.note_edited edited a note
event.note_deleted deleted a note
event.shared shared a note

trouble.internal A fault inside the hub or its plugin
trouble.invalid The tool refused the value
trouble.not_found The tool does not find it
trouble.gone The tool says that it was deleted
trouble.conflict Somebody changed it meanwhile
trouble.denied The tool does not allow this to the hub's account
trouble.throttled The tool asks to wait
trouble.unavailable The tool cannot be reached
trouble.uncertain The tool's answer was lost; it may have happened
trouble.misread The tool's answer was not understood
trouble.unsupported The tool cannot do this
trouble.unauthenticated The tool does not accept the hub's credentials
reason.given given to %s
reason.set_by set by somebody at a tool
reason.the_client_answered the client answered
reason.the_client_wrote the client wrote
reason.reopened_by_the_client reopened by the client
reason.reopened_by_the_desk reopened by the desk
reason.seen_by_the_desk seen by the desk
reason.unlinked_by_the_desk unlinked by the desk
reason.unlinked unlinked
reason.replaced_by_a_new_ticket replaced by a new ticket
reason.made_again made again
reason.started_by_the_desk started by the desk
reason.the_client_was_told the client was told
reason.used_by_the_desk used by the desk
reason.discarded_by_the_desk discarded by the desk
reason.the_request_was_reopened the request was reopened
reason.the_request_was_reopened,_and_the_ticket_is_still_cancelled the request was reopened, and the ticket is still cancelled
reason.the_team_cancelled_it the team cancelled it
reason.labelled_spoc:return labelled spoc:return
reason.found_by_its_key found by its key
reason.it_has_another_id_at_the_tool_now it has another id at the tool now
reason.written_over_before_it_was_seen written over before it was seen
reason.written_over_before_it_was_decided written over before it was decided
reason.found_while_a_write_was_under_way found while a write was under way
reason.stands_twice_at_the_tool,_since_one_write_arrived_later_than_the_tool_says_it_may:_delete_one_of_the_two_there stands twice at the tool, since one write arrived later than the tool says it may: delete one of the two there
reason.shortened_to_what_the_tool_holds,_with_a_link_to_the_whole_text shortened to what the tool holds, with a link to the whole text
reason.the_tool's_value_and_the_hub's_replace_each_other_again_and_again:_held_until_the_desk_decides the tool's value and the hub's replace each other again and again: held until the desk decides
reason.made_by_a_call_that_was_under_way_when_the_link_ended:_close_it_there,_or_link_it_again made by a call that was under way when the link ended: close it there, or link it again
reason.made_twice,_since_the_answer_to_the_first_create_was_lost:_closed_there_as_a_duplicate made twice, since the answer to the first create was lost: closed there as a duplicate
reason.deleted_at_the_tool_while_the_desk_changed_it:_written_there_again deleted at the tool while the desk changed it: written there again
reason.the_connection_reads_this_state_in_another_way_now:_nothing_was_changed_at_the_tool,_and_nothing_is_written_there_for_it the connection reads this state in another way now: nothing was changed at the tool, and nothing is written there for it
reason.everybody_can_read_this_place_now:_nothing_of_the_request_is_written_there everybody can read this place now: nothing of the request is written there
reason.no_team_or_client_of_the_directory_has_this_place_any_more:_nothing_of_the_request_is_written_there no team or client of the directory has this place any more: nothing of the request is written there
reason.the_ticket_is_not_in_this_team's_place the ticket is not in this team's place
reason.the_ticket_is_not_in_this_team's_place_any_more the ticket is not in this team's place any more
reason.the_ticket_was_deleted_at_the_tool:_make_it_again_or_take_the_task_back the ticket was deleted at the tool: make it again or take the task back
reason.the_ticket_is_gone_or_hidden_from_this_account the ticket is gone or hidden from this account
reason.the_tool_keeps_changing_it_back the tool keeps changing it back
reason.the_account_may_not_attach_files_there the account may not attach files there
reason.the_tool_does_not_show_whether_this_file_arrived:_look_there,_and_share_it_again_if_it_did_not the tool does not show whether this file arrived: look there, and share it again if it did not
reason.the_tool_keeps_comments_for_good:_a_part_that_the_note_has_no_more_can_still_be_read_there the tool keeps comments for good: a part that the note has no more can still be read there
reason.the_copy_was_edited_at_the_tool the copy was edited at the tool
reason.the_ticket_was_deleted_at_the_tool the ticket was deleted at the tool
reason.the_tool_accepted_the_call_and_kept_its_old_value the tool accepted the call and kept its old value
reason.the_tool_made_the_ticket_without_this_value the tool made the ticket without this value
reason.the_tool_keeps_answering_with_an_older_version:_taken_as_it_is the tool keeps answering with an older version: taken as it is
reason.the_tool_keeps_comments_for_good:_the_deleted_note_can_still_be_read_there the tool keeps comments for good: the deleted note can still be read there
reason.the_tool_keeps_its_entries:_a_further_one_says_what_it_corrects the tool keeps its entries: a further one says what it corrects
reason.the_tool_keeps_its_entries:_a_further_one_says_that_this_one_was_withdrawn the tool keeps its entries: a further one says that this one was withdrawn
reason.the_tool_does_not_show_whether_this_comment_arrived:_look_there,_and_edit_the_note_to_send_it_again the tool does not show whether this comment arrived: look there, and edit the note to send it again
reason.the_connection_is_read_only:_the_ticket_would_be_made the connection is read only: the ticket would be made
reason.read_only:_what_would_be_written_is_held_back read only: what would be written is held back

done.reply Held for 10 s: you can take it back until then.
done.takenback Taken back. The text is where you wrote it.
done.gone It has gone already.
done.message Posted to the ticked tickets.
done.note Internal note saved.
done.share Shared.
done.revise Text saved.
done.erase Note deleted.
done.status Status changed.
done.waiting Held for 10 s; the status follows when it goes.
done.take You own this request now.
done.seen Put away.
done.fields Changes saved.
done.delegate Delegated.
done.amend The task is changed.
done.withdraw Withdrawn.
done.start Given to the team now.
done.estimate Taken over as expected.
done.discard The draft is put away.
done.told Recorded.
done.relink The ticket is linked.
done.retry Queued for another try.
done.unlink The ticket is no longer linked.
done.recreate A new ticket is on its way.
done.identify Saved.
done.settle Decided; the tickets follow.
done.rules Done, and the rule holds from now on.
done.norule The rule is taken back.
done.merge The duplicate is a part of this request now.
done.unmerge The merge is undone.
done.gather Gathered.
done.release Released; it stays as it is.
done.broadcast Written. Whom it did not reach stands below it.
done.bridge The bridge is saved.
done.new Request created.
done.newdelegated Request created and delegated.
done.newrefused Request created. The team cannot receive it: choose another.

fault.written_here_alone:_the_client_has_no_tool_of_its_own,_tell_it_by_phone_or_mail written here alone: the client has no tool of its own, tell it by phone or mail
fault.no_text_in_the_client's_language no text in the client's language
fault.no_team_with_a_text_in_its_language no team with a text in its language
fault.no_client no client
fault.merged merged into another one
fault.is_required is required
fault.must_not_be_empty must not be empty
fault.is_required:_the_ticket's_key_or_number is required: the ticket's key or number
fault.say_what_is_needed_of_the_client say what is needed of the client
fault.is_one_of_works,_supplier,_force_majeure,_other choose a reason
fault.lies_in_the_future lies in the future
fault.is_too_long is too long
fault.is_no_time is no time
fault.was_deleted was deleted
fault.what_was_said_to_the_client_stands:_write_a_correction what was said to the client stands: write a correction
fault.can_only_be_changed_where_it_was_written can only be changed where it was written
phrase.dead The tool refuses the credential, so that no calls are made.
phrase.deadmend Mend it at the tool, and calls begin again by themselves; or put a new one into %s and restart the hub, which reads secrets only when it starts.
phrase.ends The credential expires on %s.
phrase.ended The credential expired on %s.
phrase.endsmend Make a new one at the tool, put it into %s and restart the hub, which reads secrets only when it starts.
phrase.open Everybody can read %s, so that nothing is given to a team there.
phrase.openmend Make it private at the tool, or set allow_public for its team, which then gets no more than the task that is written for it, and restart the hub.
phrase.stray The hub made %s for requests that it does not know any more.
phrase.straymend This comes of restoring an older backup. At the tool, see what each is about: link it to its request, which may have to be made again, or close it there.
phrase.unheard A poll found what no delivery told, and none came since.
phrase.unheardmend At the tool, look at the last deliveries of the webhook: its address must begin with %s, and its secret that of webhook_secret.
phrase.right The account may not %s in %s.
phrase.jiraright In Jira, give its role the permission “%s” in the permission scheme of %s.
phrase.jirapeople The account may not list the people of %s, so that none of them is known here by a mail address.
phrase.jirapeoplemend In Jira, give it the global permission “Browse users and groups”, or its role the permission “Assign issues” in the permission scheme of %s.
phrase.screen The create screen of %s lacks the field %s.
phrase.screenmend In Jira, add it to the create screen of the project's issue type, or write “%s” for the connection and restart the hub.
phrase.screenlabels In Jira, add it to the create screen of the project's issue type: without it no ticket can be created.
phrase.archived %s is archived or disabled, so that nothing can be written there.
phrase.archivedmend In GitHub, unarchive the repository, or name another one in the connection's settings and restart the hub.
phrase.issuesoff Issues are switched off in %s, so that nothing can be written there.
phrase.issuesoffmend In GitHub, switch them on in the repository's settings, under Features.
phrase.appreads The App may read the issues of %s and not write them.
phrase.appreadsmend In GitHub, give the App the permission “Issues: read and write”, and accept that where it is installed.
phrase.nopush The account may not push to %s, so that GitHub drops the labels, priorities and assignees that it sets.
phrase.nopushmend In GitHub, give it the role “Write” in the repository.
phrase.noself The integration user may not read its own record, so that its roles and its time zone are unknown.
phrase.noselfmend In ServiceNow, let it read sys_user.
phrase.norole The integration user has no role that writes tickets.
phrase.norolemend In ServiceNow, give it the role itil, or another one that writes %s.
phrase.wrongzone The integration user's time zone is %s, so that rules and scripts of the instance may shift dates.
phrase.wrongzonemend In ServiceNow, set the time zone of its record to GMT.
phrase.nojournal The integration user may not read comments, so that those of the team come by webhook alone.
phrase.emptyjournal No comment was shown: there is none yet, or the integration user may not read them.
phrase.journalmend In ServiceNow, let it read sys_journal_field.
phrase.redmineunknown Redmine does not tell what the account may do in %s.
phrase.redmineunknownmend In Redmine, make it a member of the project with a role that may add and edit issues and notes.
phrase.redmineright In Redmine, give its role in the project the permission “%s”.
phrase.ungatherable %s cannot be gathered
phrase.staysalone %s is restricted: it stays on its own
phrase.underother %s belongs to %s: release it there first
phrase.noumbrella %s is not an umbrella
phrase.novia %s is not available: leave it out, or record what was said with phone or in_person
phrase.named names %s, which %s is not to know
phrase.openalready %s has the open delegation %s: change that one, or ask for a second one by an Idempotency-Key
fault.must_be_an_address_such_as_https://tool.example/T-1 must be an address such as https://tool.example/T-1
fault.a_bridge_needs_two_tickets_or_more;_none_ends_it a bridge needs two tickets or more; none ends it
fault.lies_in_the_past lies in the past
fault.unknown_key;_what_needs_attention_is_is:attention unknown key; what needs attention is is:attention
phrase.above %s has it with the umbrella %s already
phrase.notext there is no text in "%s"
phrase.textbytes %s must not be empty nor longer than %s bytes
phrase.tag "%s" is no language tag such as en or de
phrase.offbridge %s cannot be on a bridge
phrase.telling a broadcast of %s is under way
phrase.mergedinto the request was merged into %s: go on there
phrase.mergedon %s is merged itself: undo that first
phrase.alltexts needs a text for each language, at most %s
fault.an_umbrella_has_no_client:_write_a_broadcast_to_those_that_it_gathers an umbrella has no client: write a broadcast to those that it gathers
fault.an_umbrella_has_no_client_to_wait_for an umbrella has no client to wait for
fault.one_of_the_two_is_an_umbrella:_gather_the_other_one_under_it_instead one of the two is an umbrella: gather the other one under it instead
phrase.moves %s was given before: say why it moves
phrase.past %s lies in the past: say why
phrase.derived impact and urgency give %s: say why it is %s
phrase.between must lie between %s and %s
phrase.noteam there is no team "%s"
phrase.stranger assignee: %s has no account at the tool that is known here, and is not written
phrase.untellable %s cannot be told of it: everybody can read its place. Withdraw the task and give it anew
phrase.noperson there is no person "%s"
phrase.noclient there is no client "%s"
phrase.noservice there is no service "%s"
phrase.norequest there is no request %s
phrase.contact "%s" is not known at %s
phrase.service %s is not a service of %s
phrase.works %s does not work for %s
phrase.public everybody can read the place of %s; it needs allow_public
phrase.publictask everybody can read the place of %s: write a task text for it
phrase.supplier %s is a supplier: write a task text for it
phrase.reopen the request is %s: reopen it first
phrase.is the request is %s
phrase.replaced %s was replaced already, by %s
phrase.there it is %s and %s is there: unlink it first
phrase.underway it is %s and its ticket on its way: wait for it, or unlink it first
phrase.linked %s is linked already, with %s
phrase.has %s has %s already: unlink it first
phrase.belongs belongs to %s already: unlink it there first
phrase.noticket "%s" is no ticket's key or number, such as NET-7 or 12
phrase.unseen there is no ticket %s that this account can see: link another one, or take the task back
phrase.maynot %s may not receive this
phrase.movedto the team moved the ticket to %s
phrase.notarget the target %s is not there, or hidden from this account
phrase.holder %s is linked to %s already: unlink it there, or merge the two requests
phrase.novalue the tool has no value for "%s"
phrase.unmapped the tool's value "%s" has no meaning here yet: add it to the connection's table
phrase.filelarge it is larger than the %s that the desk takes: open it at the tool
phrase.toolfile the tool takes files of at most %s, this one has %s
phrase.inner its address leads to %s, which is in the hub's own network: open it at the tool
phrase.elsewhere its address leads to %s, which is not the tool's: open it at the tool; if %s is the tool's own file server, an administrator adds it to file_hosts
phrase.characters is longer than %s characters
phrase.bytes is longer than %s bytes
phrase.most at most %s
phrase.noneof "%s" is none of %s
phrase.oneof is one of %s
phrase.query at %s: "%s": %s
phrase.known unknown key; known: %s
phrase.newticket replaced by %s
phrase.setby set by %s
phrase.moved moved to %s
phrase.estimate estimate of %s
phrase.toolset the team set it to %s
phrase.fell the task of %s is %s: nothing can wait for it
phrase.noestimate %s has given no estimate
fault.belongs_to_an_internal_note belongs to an internal note
fault.belongs_to_another_request_already belongs to another request already
fault.there_is_no_ticket_of_ours_to_make_again there is no ticket of ours to make again
fault.nothing_travels_over_it nothing travels over it
fault.say_why_it_came_back say why it came back
fault.it_waits_for_nothing it waits for nothing
fault.is_the_request_itself is the request itself
fault.one_of_the_two_is_merged_already one of the two is merged already
fault.belongs_to_another_client:_gather_them_under_an_umbrella_instead belongs to another client
fault.is_not_restricted_to_the_same_people is not restricted to the same people
fault.a_value_is_missing a value is missing
fault.the_quotes_are_not_closed the quotes are not closed
fault.cannot_be_excluded cannot be excluded

menu.keys Single-letter keys
keys.on On
keys.off Off
rail.saved My views
rail.problems problems:
view.free Unassigned
view.soon Breaching soon
view.promised Promised updates
view.keep Save view
view.forget Remove view
view.name Name of the view
done.view The view is saved.
done.read Marked as read, for you alone.
done.watch You follow this request now.
done.unwatch You no longer follow this request.
done.forget The view is removed.
tab.bar Main
inbox.fresh %d new · show
inbox.changed %d changed · show
inbox.sorted %s, sorted by: %s
inbox.one 1 request
inbox.many %s requests
inbox.late %s over target
inbox.soonest next in
order.time Time left
order.next Who acts next
order.activity Activity
order.created Newest
order.priority Priority
quick.sync:conflict Sync conflict
quick.next:spoc Ours to do
syntax.proposals Ways to go on
syntax.next who must act next, also
syntax.due time left on the next target; also
syntax.promise updates promised to the client, also
syntax.keys Tab takes a proposal, ↓ moves to the list, Esc leaves.
col.left Time left
col.status Status and next
goal.update Client update
goal.due Due
goal.paused Due, paused
left.over over
left.none no target
left.days %d d %d h
group.late Over target
group.soon Under 30 minutes
group.today This shift and today
group.later Later
group.untimed P1 without a target
group.none No target, by priority, then oldest first
group.waiting Waiting for client
group.over Ended
group.paused clock paused
turn.next next:
turn.you You
turn.client The client
turn.supplier The supplier
turn.supplied Supplier: %s
turn.desk The desk
here.title Here now
here.you you
here.away away
here.looks %s is viewing
here.look %s and %d more are viewing
last.client client wrote
last.tool %s comment
last.replied desk replied
last.message sent to teams
last.note internal note
last.deleted note deleted
foot.reply reply
foot.update client update
foot.note internal note
foot.take take
keys.update update to the client, prepared
reply.next Next update by
update.hello Hello,
update.helloto Hello %s,
update.body we are still working on “%s”. Status: %s. You will hear from us again by %s.
key.is state or type
key.client client
key.team team that has a task
key.next who must act next
key.p priority
key.sla time left
key.promise promised update
key.owner owner
key.service service
key.status status
key.sync sync with tools
key.label label
key.watching who follows it
key.queue queue
value.is:unread New to you
value.watching:me what you follow
value.is:attention Needs attention
value.is:open Open
value.is:waiting Waiting for client
value.is:request Service request
value.is:umbrella Umbrella
value.is:major Major incident
value.is:problem Problem
value.p:1 Critical
value.p:2 High
value.p:3 Normal
value.p:4 Low
value.sla:late Over target
value.sla:<30m Under 30 minutes
value.sla:<2h Under 2 hours
value.sla:<24h Under 24 hours
value.promise:due Update is due
value.promise:any All promised updates
value.promise:<30m Due within 30 minutes
value.promise:<2h Due within 2 hours
value.next:spoc The desk
value.next:client The client
value.next:team A team
value.next:supplier A supplier
value.sync:problem Not in step
value.sync:conflict Conflict
value.sync:error Not delivered
value.sync:sending Being sent
value.owner:me You
value.owner:none Nobody yet
value.queue:mine Mine and free
fault.only_queue:mine_is_known only queue:mine is known
fault.is_late,_or_a_time_such_as_<30m is late, or a time such as <30m
fault.is_due,_any,_or_a_time_such_as_<30m is due, any, or a time such as <30m

# portal: what clients read
portal.title Service portal
portal.hello Good day, %s
portal.fault A fault is being worked on.
portal.calm No fault is open.
portal.report Report a fault
portal.current Current fault
portal.next Next update by
portal.expected Expected to be restored
portal.latest Latest from %s
portal.add Add a message
portal.open Open request
portal.answer We need your answer
portal.reply Answer
portal.own Your requests
portal.all All requests
portal.onlyopen Open requests
portal.none There are none.
portal.more More
portal.form Report a fault, ask or order
portal.formhint We see it at once, at any hour.
portal.kind What is it?
portal.kind_incident A fault
portal.kind_change A change or order
portal.kind_question A question
portal.anyservice Not sure, or another one
portal.files Attach files
portal.how How bad is it?
portal.how_down Down
portal.how_degraded Degraded
portal.how_minor Minor
portal.what What happens?
portal.details Details
portal.detailshint Since when, which sites, how many people. You can add files afterwards.
portal.send Send to %s
portal.received Received
portal.talk Messages
portal.silent Nothing was written yet.
portal.message Your message
portal.reopen This is resolved. A message opens it again.
portal.into Goes on as %s
portal.merged This was reported twice: it goes on together with your other request, and nothing of it is lost.
portal.goon Open %s
standing.received Received
standing.progress In progress
standing.waiting We need your answer
standing.hold On hold
standing.monitoring Monitoring
standing.resolved Resolved
standing.cancelled Cancelled
done.portal We have received it.
done.said We have received your message.

audit.title Audit trail
audit.hint Who did what to accounts, roles, tokens, connections and the catalogue. The trail only grows, and holds no secret.
audit.by Who
audit.at When
audit.action What
audit.all Everything
audit.object To whom or what
audit.changes In detail
audit.filter Filter
audit.none Nothing of this kind has happened.
audit.nobody nobody signed in
audit.unknown –
audit.sign_in signed in
audit.sign_in.failed wrong password
audit.sign_in.locked locked for a while after wrong passwords
audit.sign_out signed out
audit.sign_out.everywhere signed out everywhere
audit.person.added account added
audit.person.changed account changed
audit.person.disabled account disabled
audit.person.enabled account enabled again
audit.person.password password set
audit.person.link sign-in link made
audit.token.made API token made
audit.token.revoked API token revoked
field.how How
field.name Name
field.mail Mail
field.role Role
field.login Account

catalogue.title Catalogue
catalogue.tables Tables of the catalogue
catalogue.find Find
catalogue.none There is nothing here yet.
kinds.clients Clients
kinds.contacts Contacts
kinds.contracts Contracts
kinds.services Services
kinds.components Components
kinds.teams Teams
kinds.questions Questions
kindone.clients Client
kindone.contacts Contact
kindone.contracts Contract
kindone.services Service
kindone.components Component
kindone.teams Team
kindone.questions Question
kindnew.clients New client
kindnew.contacts New contact
kindnew.contracts New contract
kindnew.services New service
kindnew.components New component
kindnew.teams New team
kindnew.questions New question
kindhint.clients Organisations that the desk serves
kindhint.contacts People of the clients, and what they may do
kindhint.contracts Agreements: service level and grace
kindhint.services Circuits, racks, prefixes: what requests are about
kindhint.components What services run over: line cards, ports, racks
kindhint.teams Teams and suppliers, and where their tickets are made
kindhint.questions What is asked, by kind of service, before a team gets a request
column.name Name
column.id Id
column.title Title
column.language Language
column.languages Languages
column.parent Parent
column.domains Mail domains
column.connection Connection
column.target Target
column.client Client
column.clients Clients
column.mail E-mail
column.phone Phone
column.rights May
column.sla Service level
column.grace Grace
column.kind Kind
column.site Site
column.redundancy_group Redundancy group
column.external_ids Others' ids
column.external_id External id
column.retired Retired
column.service Service
column.side Side
column.follows_status On resolve, cancel and reopen
column.sees_client_conversation Sees the conversation with the client
column.allow_public Work may go to a place that everybody can read
column.read_only Read only: nothing is written to its tickets
column.labels Labels on every ticket
column.time_zone Time zone
column.pin PIN
column.service_kind Kind of service
column.field Field that holds the answer
column.position Position
column.text Wording
column.label Name of the answer
column.answers Usual answers
column.kinds For
columnhint.name Stays as it is: small letters, digits and hyphens for clients and teams
columnhint.domains Several are parted by semicolons
columnhint.languages Several are parted by semicolons
columnhint.clients None: every client. Several are parted by semicolons
columnhint.labels Several are parted by semicolons
columnhint.external_ids owner:type:id, several parted by semicolons
columnhint.external_id What it is called where it comes from; an import finds it by this
columnhint.language Such as en or de
columnhint.grace How long after closing a message still reopens, such as 14d
columnhint.connection The tool that holds its tickets; of a team that works by hand or by mail: none
columnhint.target A project, a repository, a table
columnhint.time_zone Such as Europe/Berlin; else the desk's
columnhint.pin At least four digits, to prove who calls. It is stored as a hash and shown to nobody; empty, it stays as it is
columnhint.service_kind A kind that a service has
columnhint.field Small letters, digits and underscores
columnhint.position Lower ones are asked first
columnhint.answers Several are parted by semicolons
entry.texts One line for each language: en = Since when? English is required.
right.open open requests
right.approve approve
right.order order
right.site_access ask for access to a site
right.security security matters
choice.team Team
choice.supplier Supplier
choice.true takes the state
choice.comment gets one comment
choice.false nothing
entry.add Add
entry.new New
entry.state State
entry.broken Not in effect
entry.file from the file
entry.filehint This entry stands in the configuration file, which alone changes it.
entry.retired retired
entry.inuse in use
entry.default Usual
entry.required required
entry.save Save
entry.retire Retire
entry.restore Take back into use
entry.retirehint Stays known to old requests, and gets nothing new.
entry.moved Somebody else has changed this meanwhile, or it does not fit. Look again.
done.entry Saved. It is in effect now.
done.retired Retired.
done.restored In use again.
done.imported Imported. It is in effect now.
page.back Back
export.button Export CSV
import.title Import CSV
import.heading Import %s
import.hint The first line names the columns; a column that is left out stays as it is. Entries are found by external_id, else by their name. Nothing is stored before you have seen what would happen. The columns are:
import.file CSV file, UTF-8
import.try Show what would happen
import.apply Do this for %d
import.other Choose another file
import.nothing There is nothing to store.
import.moved The catalogue has changed since this was shown. Look again: nothing was stored.
import.line Line
import.what What happens
import.added %d added
import.changed %d changed
import.unchanged %d unchanged
import.refused %d refused
outcome.added added
outcome.changed changed
outcome.unchanged unchanged
outcome.refused refused
audit.entry.added added
audit.entry.changed changed
audit.entry.retired retired
audit.entry.restored taken back into use
fault.must_be_at_least_4_digits,_and_nothing_else must be at least 4 digits, and nothing else
fault.must_be_a_number must be a number
fault.must_be_lower-case_letters,_digits_and_underscores,_at_most_40 must be lower-case letters, digits and underscores, at most 40
fault.needs_an_entry_en,_for_readers_of_any_other_language needs a line in English, for readers of any other language
fault.the_connection's_settings the connection's settings
fault.is_there_already is there already
fault.cannot_change:_requests_name_it cannot change: requests name it
fault.stands_in_the_configuration_file,_which_alone_changes_it stands in the configuration file, which alone changes it
fault.must_be_true_or_false must be true or false
fault.must_be_a_language_such_as_en_or_de-AT must be a language such as en or de-AT
fault.must_be_a_mail_address_such_as_noc@example.net must be a mail address such as noc@example.net
fault.must_be_lower-case_letters,_digits_and_hyphens,_at_most_63 must be lower-case letters, digits and hyphens, at most 63
fault.must_be_a_domain_in_lower_case,_such_as_example.net must be a domain in lower case, such as example.net
fault.must_be_a_duration_such_as_30s,_5m_or_14d must be a duration such as 30s, 5m or 14d
fault.must_be_the_name_of_a_time_zone,_such_as_Europe/Berlin must be the name of a time zone, such as Europe/Berlin
fault.must_be_letters,_digits_and_._:/+-,_without_spaces must be letters, digits and ._:/+-, without spaces
fault.is_of_no_use_without_a_connection is of no use without a connection
fault.the_client_is_its_own_parent the client is its own parent
fault.is_not_UTF-8:_save_it_as_CSV_UTF-8 is not UTF-8: save it as CSV UTF-8
fault.has_no_first_line_that_names_the_columns has no first line that names the columns
phrase.manypins has more than %s PINs: import it in parts
phrase.nokind there is no service kind "%s"
phrase.twice "%s" is there already
phrase.retired %s is retired
phrase.infile is in the file already, on line %s
phrase.nocolumn has the column "%s", which is none of %s
phrase.twicecolumn has the column "%s" twice
phrase.needscolumn needs the column "%s", or external_id
phrase.oneofnames must be one of %s
phrase.nosuch there is no %s "%s"
phrase.meant (did you mean "%s"?)
phrase.unfit %s would not fit any more: %s: %s

connect.title Add connection
connect.plugin Plugin
connect.choose Choose the tool that is to be connected.
connect.filehint This connection stands in the configuration file, which alone changes its settings. It can be paused here, and mapped.
connect.namehint Small letters, digits and hyphens; it stays as it is.
connect.secret Write only: kept encrypted, never shown again.
connect.kept Stored, enter to replace
connect.yes yes
connect.no no
connect.table One a line: name = value
connect.poll Poll every
connect.pollhint Such as 30s or 1m. Webhooks make changes immediate.
connect.hook Secret of the webhook
connect.hookhint The tool signs its webhooks with it. Without one, polling alone keeps the tickets in step.
connect.hookat At the tool, let webhooks go to
connect.readonly Read only: read, link and show what would be written, write nothing
connect.test Test
connect.save Save, start paused
connect.anyway Save all the same
connect.works Test passed: we are %s there. It took %s s.
conn.pause Pause
conn.resume Start
conn.settings Settings
conn.retry Retry now
conn.curve Lag since %s: at most %s, at %s; %s now
conn.curveflat No lag since %s
conn.broken Tickets of %s that failed
conn.retryone Retry
conn.retryall Retry all
conn.allbroken All that fail
conn.retryhint It is tried again by itself.
done.connected Saved and paused. Start it when all is ready.
done.paused Paused. What comes in waits.
done.resumed Started.
done.retriedconnection The tool answers.
done.stillfailing The tool does not answer as it should. What it says stands below.
connstate.paused Paused
connstate.broken Not in effect
audit.connection.added connection added
audit.connection.changed connection changed
audit.connection.paused connection paused
audit.connection.resumed connection started
audit.connection.retried connection tried again
audit.mapping.changed mapping changed
audit.rule.changed rule for conflicts changed
fault.no_key_to_seal_secrets_with:_set_server.seal_key no key to seal secrets with: set server.seal_key in the configuration
new.choose choose
new.addkey add to it
new.caller Caller
new.callerhint Name, number or mail address
new.norights no rights on file
new.several Acts for several clients: choose one.
new.stranger Nobody is on file by this name, number or address.
new.maynot Has no right on file to do this: %s. Clear it first.
new.strangertake Take the request all the same, from a caller who is not on file
new.verified Verified
new.unverified not verified
new.calledback called back
new.callback On file: %s
new.haspin There is a PIN on file.
new.pin PIN
new.noservice No service has the id “%s”.
new.near It may be:
new.servicehint Any id: ours, the client's, the carrier's
new.result Result
new.because impact %s × urgency %s
new.look What is known of this
new.already Already open?
new.nothing Nothing like it was found.
new.add Add this call to it
new.opennow Open now
new.speaks Language
new.similarfirst This may be known already, see “Already open?”. Add the call there, or create it all the same.
unasked Not asked yet:
unasked.ask Ask
asked.title Asked
asked.not not asked yet
asked.change Change the answers
asked.hint A new ticket says them. One that is there keeps what it says.
asked.button Save answers
similar.title Similar requests
similar.likely very likely the same
similar.possible possibly the same
similar.merge Merge into %s
verify.title Verify the caller
verify.calledback Called back at %s
verify.pin Check the PIN
caller.unverified not verified
caller.may May
verified.call_back called back
verified.call_back_after_wrong_tries called back, after wrong PINs
verified.pin by PIN
verified.pin_after_wrong_tries by PIN, after wrong ones
language.de German
language.en English
alike.service same service
alike.component same component
alike.names same device, number or time
alike.trouble same symptom
alike.words similar words
alike.time at the same time
outbreak.title Failure at %s?
outbreak.says More requests that hang on it: %d. Clients that suffer: %d.
outbreak.there There is an umbrella for it:
outbreak.gather Gather into a major incident
outbreak.join Put under %s
outbreak.after Its page proposes to gather them.
field.caller Caller
field.verified Verified
field.pin PIN
event.verified verified the caller %s
error.pin Wrong PIN. Tries left: %d
error.pinlocked Too many wrong PINs. Next try at %s; call back at the number on file instead.
done.added The call is added to this request.
done.asked Answers saved.
done.verify The caller is verified.
fault.there_is_no_number_on_file there is no number on file
fault.there_is_no_PIN_on_file there is no PIN on file
fault.only_a_contact_of_the_client_can_be_verified only a contact of the client can be verified
fault.it_has_ended:_take_a_new_request it has ended: take a new request

mapping.title Mapping
mapping.hint What the tool calls a state or a priority, and what it is here. What is left as it is goes by the plugin's own proposal. Nothing goes live before it was tried.
mapping.unknown The tool has not told its catalogue yet.
mapping.ask Ask the tool
mapping.states States
mapping.priorities Priorities
mapping.people People
mapping.peoplehint The mail address of who has the account here. What is empty goes by the tool's own mail address.
mapping.fields Which way fields flow
mapping.read Read from the tool
mapping.write Written to the tool
mapping.readas %s is read as
mapping.writeas %s is written as
mapping.flows Way of %s
mapping.usual usual: %s
mapping.notread not read
mapping.notwritten not written
mapping.asis as it is: %s
mapping.gone not at the tool any more
mapping.readeach Read each ticket at the tool for it
mapping.try Try on the last 20 tickets
mapping.live Go live as tried
mapping.tried Tried on %d tickets
mapping.nothing Nothing was written, and nothing was changed here.
mapping.notickets No request has a ticket there yet.
mapping.reads Read differently
mapping.writes Written differently at the next change
mapping.atonce At once
mapping.takes taken over
mapping.sends sent
mapping.same as now
mapping.none nothing
done.mapping The mapping is live.
direction.both both ways
direction.out to the tool
direction.in from the tool
direction.once once, at creation
direction.off not at all

people.title People
people.add Add a person
people.login Account
people.loginhint What they sign in with; it stays as it is.
people.client Of the client
people.active active
people.disabled disabled
people.password signs in with a password
people.nopassword has no password here
people.makelink Make a sign-in link
people.link This link signs in once, within half an hour:
people.linkhint Give it to the person yourself. It is shown only now; whoever has it can set a new password.
people.signout Sign out everywhere
people.disable Disable
people.enable Enable again
people.last Nobody else is left who may run the hub.
people.nolink A disabled account gets no link.
role.spoc SPOC
role.lead Lead
role.admin Administrator
role.viewer Viewer
role.client Client's contact
tokens.title API tokens
tokens.name What it is for
tokens.for Valid for days
tokens.make Make a token
tokens.made Made
tokens.expires Ends
tokens.never never
tokens.used Last used
tokens.revoke Revoke
tokens.revoked revoked
tokens.none There is no token.
tokens.secret Copy this token now: it is shown only once.
tokens.days must be between 1 and %d
password.title Set your password
password.present Present password
password.new New password
password.again The new one again
password.button Set password
password.hint At least 12 characters. You are signed out everywhere else.
password.differs The two differ.
password.weak has fewer than %d characters
done.password Your password is set.
done.signedout Signed out everywhere.
done.revoked Revoked.
audit.cli command line
connect.remove Remove
connect.removehint Only what no team, client or ticket hangs on. Anything else can be paused.
connect.linked %d tickets are linked through it: pause it instead.
done.removed Removed.
audit.connection.removed connection removed

setting.API_address API address
setting.The_API's_root;_for_GitHub_Enterprise_Server_https://HOST/api/v3. The API's root; for GitHub Enterprise Server https://HOST/api/v3.
setting.Repository Repository
setting.Whose_issues_are_kept_in_step. Whose issues are kept in step.
setting.Access_token Access token
setting.A_fine-grained_token_with_Issues_read_and_write_and_Metadata_read,_or_a_classic_one_with_the_scope_repo._Not_together_with_app_id. A fine-grained token with Issues read and write and Metadata read, or a classic one with the scope repo. Not together with app_id.
setting.App_id App id
setting.Sign_in_as_a_GitHub_App,_together_with_installation_id_and_private_key. Sign in as a GitHub App, together with installation_id and private_key.
setting.Installation_id Installation id
setting.The_App's_installation_that_covers_the_repository. The App's installation that covers the repository.
setting.App_private_key App private key
setting.The_App's_private_key_as_PEM. The App's private key as PEM.
setting.Account Account
setting.dedicated:_nobody_but_the_hub_uses_the_token's_account._An_App_always_is. dedicated: nobody but the hub uses the token's account. An App always is.
setting.dedicated:_nobody_but_the_hub_works_with_this_account. dedicated: nobody but the hub works with this account.
setting.dedicated:_nobody_but_the_hub_uses_this_account. dedicated: nobody but the hub uses this account.
setting.Status_labels Status labels
setting.Which_label_on_an_open_issue_means_which_of_our_states_(todo,_in_progress,_waiting);_without_the_table_in_progress_and_waiting_as_'status:_in_progress'_and_'status:_waiting'. Which label on an open issue means which of our states (todo, in_progress, waiting); without the table in_progress and waiting as 'status: in progress' and 'status: waiting'.
setting.Priority_labels Priority labels
setting.Which_label_means_which_priority_(P1_to_P4);_without_the_table_'priority:_P1'_and_so_on. Which label means which priority (P1 to P4); without the table 'priority: P1' and so on.
setting.Type_labels Type labels
setting.Which_label_a_new_issue_gets_for_a_draft's_type. Which label a new issue gets for a draft's type.
setting.Write_lag Write lag
setting.How_long_a_write_whose_answer_was_lost_may_still_take_effect;_it_is_not_repeated_before. How long a write whose answer was lost may still take effect; it is not repeated before.
setting.Address Address
setting.The_site's_address_with_its_path_prefix,_if_any;_for_scoped_Cloud_tokens_https://api.atlassian.com/ex/jira/CLOUD-ID. The site's address with its path prefix, if any; for scoped Cloud tokens https://api.atlassian.com/ex/jira/CLOUD-ID.
setting.User User
setting.Cloud:_the_account's_mail_address._Data_Center:_the_login_name;_leave_it_out_when_the_token_is_a_personal_access_token. Cloud: the account's mail address. Data Center: the login name; leave it out when the token is a personal access token.
setting.Token Token
setting.API_token,_personal_access_token_or_password. API token, personal access token or password.
setting.Project Project
setting.Key_of_the_project,_or_several_separated_by_commas;_the_first_one_is_the_default_target. Key of the project, or several separated by commas; the first one is the default target.
setting.Issue_type Issue type
setting.Name_or_id_of_the_type_of_new_issues. Name or id of the type of new issues.
setting.Deployment Deployment
setting.Cloud_and_Data_Center_differ_in_search_and_users;_auto_asks_the_server. Cloud and Data Center differ in search and users; auto asks the server.
setting.Internal_comments Internal comments
setting.In_service_projects,_write_every_comment_as_an_internal_one. In service projects, write every comment as an internal one.
setting.Resolution Resolution
setting.Set_where_a_transition_asks_for_one. Set where a transition asks for one.
setting.Rejections Rejections
setting.Resolutions_of_a_done_issue_that_hand_the_task_back;_those_of_Jira's_own_that_mean_so_where_none_is_named. Resolutions of a done issue that hand the task back; those of Jira's own that mean so where none is named.
setting.Search_lag Search lag
setting.How_long_the_site's_search_may_miss_a_new_issue;_a_create_without_an_answer_is_not_repeated_before._Left_out:_5m_at_Cloud,_30s_at_Data_Center. How long the site's search may miss a new issue; a create without an answer is not repeated before. Left out: 5m at Cloud, 30s at Data Center.
setting.File_hosts File hosts
setting.Other_hosts_from_which_attachments_may_be_fetched,_without_the_credential. Other hosts from which attachments may be fetched, without the credential.
setting.Other_hosts_to_which_Redmine_sends_for_the_bytes_of_files,_fetched_without_the_key. Other hosts to which Redmine sends for the bytes of files, fetched without the key.
setting.The_address_of_Redmine,_with_its_path_if_it_has_one. The address of Redmine, with its path if it has one.
setting.API_key API key
setting.The_API_access_key_of_the_account,_from_its_page_My_account. The API access key of the account, from its page My account.
setting.The_identifier_of_the_project_whose_issues_are_kept_in_step. The identifier of the project whose issues are kept in step.
setting.Tracker Tracker
setting.The_name_of_the_tracker_for_new_issues;_without_it_the_project's_first_one. The name of the tracker for new issues; without it the project's first one.
setting.Key_field Key field
setting.The_name_of_a_custom_field,_text_and_used_as_a_filter,_that_holds_our_key;_without_it_an_invisible_last_line_of_the_description_does. The name of a custom field, text and used as a filter, that holds our key; without it an invisible last line of the description does.
setting.Text_format Text format
setting.The_text_formatting_in_Redmine's_general_settings. The text formatting in Redmine's general settings.
setting.The_instance's_address,_without_a_path_to_an_API. The instance's address, without a path to an API.
setting.User_name User name
setting.The_integration_user,_also_where_OAuth_is_used:_it_tells_our_own_entries_from_those_of_others. The integration user, also where OAuth is used: it tells our own entries from those of others.
setting.Password Password
setting.For_basic_authentication,_and_for_the_OAuth_password_grant. For basic authentication, and for the OAuth password grant.
setting.OAuth_client OAuth client
setting.With_it_a_token_is_used:_by_the_password_grant_where_a_password_is_given,_else_by_client_credentials. With it a token is used: by the password grant where a password is given, else by client credentials.
setting.OAuth_client_secret OAuth client secret
setting.Table Table
setting.The_table_of_the_tickets. The table of the tickets.
setting.Assignment_group Assignment group
setting.The_group's_name_or_sys_id:_it_gets_new_tickets,_its_members_are_the_people,_and_only_its_tickets_and_our_own_are_watched. The group's name or sys_id: it gets new tickets, its members are the people, and only its tickets and our own are watched.
setting.Caller Caller
setting.The_caller_of_new_tickets:_user_name,_mail_address_or_sys_id. The caller of new tickets: user name, mail address or sys_id.
setting.Resolution_code Resolution code
setting.Resolution_notes Resolution notes
setting.Sent_when_a_ticket_is_resolved. Sent when a ticket is resolved.
setting.Hold_reason Hold reason
setting.The_code_sent_when_a_ticket_is_put_on_hold. The code sent when a ticket is put on hold.
setting.Resolved_states Resolved states
setting.Codes_of_the_states_that_need_a_resolution_code_and_notes. Codes of the states that need a resolution code and notes.
setting.Hold_states Hold states
setting.Codes_of_the_states_that_need_a_hold_reason. Codes of the states that need a hold reason.
setting.Cancel_state Cancel state
setting.The_code_for_a_duplicate_that_may_not_be_deleted. The code for a duplicate that may not be deleted.
option.shared shared
option.dedicated dedicated
option.auto auto
option.cloud Cloud
option.datacenter Data Center
option.textile Textile
option.markdown Markdown
option.true yes
option.false no
field.comments Comments
field.connection connection
field.plugin Plugin
field.poll Poll every
field.read_only Read only
field.webhook_secret The webhook's secret
how.link sign-in link
how.password password
how.openid OpenID Connect
fault.must_be_at_least_1s must be at least 1s
`
