package web

// german is what pages say in German: a key, a blank, the text.
const german = `
skip.content Zum Inhalt
skip.writing Zum Schreiben
skip.links Zu den verknüpften Tickets
menu Menü
menu.theme Farben
menu.lang Sprache
menu.rows Zeilen
theme.auto Wie das System
theme.light Hell
theme.dark Dunkel
rows.two Zwei Zeilen
rows.one Eine Zeile
logout Abmelden
logout.everywhere Überall abmelden
close Schließen
choose Auswählen
rail Ansichten, Teams und Kunden
rail.views Ansichten
rail.teams Teams
rail.clients Kunden
rail.oversight Überblick
view.mine Meine und freie
view.waiting Wartet auf Kunden
view.attention Braucht Blick
view.unread Ungelesen
view.watching Verfolgt
view.sync Abgleich gestört
view.open Alle offenen
view.closed Abgeschlossen
tab.inbox Eingang
tab.attention Achtung
tab.sync Abgleich
tab.more Mehr
live.on Live
live.off Nicht live, verbindet neu
time.day 02.01. 15:04
time.year 02.01.2006
time.full 02.01.2006 15:04
time.exact 02.01.2006 15:04:05 MST
number.thousands .
number.point ,
bytes.0 Byte
bytes.1 KB
bytes.2 MB
bytes.3 GB
time.zone Zeiten in %s
span.now jetzt
span.minutes %d min
span.days %d T

inbox.search Meldungen suchen und filtern
inbox.placeholder Suchen oder filtern: client:nordwind p:1
inbox.order Sortiert nach
inbox.quick Schnellfilter
inbox.empty Hier ist keine Meldung.
quick.is:unread Ungelesen
quick.is:attention Braucht Blick
quick.p:1 P1
quick.is:new Neu
quick.is:incident Störungen
quick.is:waiting Wartende ausblenden
syntax.client Kunde, auch
syntax.priority Priorität, mehrere heißen „oder“
syntax.unread neu für mich; auch
syntax.sync auch
syntax.minus Minus schließt aus; „genaue Worte“ in Anführungszeichen
col.client Kunde und Leistung
col.request Meldung
col.links Verknüpfte Tickets
col.activity Aktivität
due.late überschritten
due.left übrig
owner.none Noch niemand
client.several Mehrere Kunden
client.none Kunde noch nicht bekannt
value.none keine Angabe
page.first Erste Seite
page.next Nächste Seite
page.later Spätere Ereignisse
foot.move bewegen
foot.all alle Tasten

keys.title Tastatur
keys.move Bewegen
keys.jk nächste, vorige
keys.enter öffnen
keys.u zurück zur Liste
keys.umbrella zum Schirm, unter dem sie ist
keys.slash suchen und filtern
keys.status Status ändern
keys.roll im Verlauf blättern
keys.dot zeigen, was gerade kam
keys.act Mit einer Meldung arbeiten
keys.estimate Schätzung eines Teams übernehmen
keys.conflict Abweichung: unser Wert, Wert des Werkzeugs, ein anderer
keys.send sichern, an Teams senden
keys.sendclient an den Kunden senden
keys.go Gehe zu
keys.help diese Hilfe
key.ctrl Strg
key.shift Umschalt
key.pgdn Bild ↓
key.pgup Bild ↑
keys.areoff Die Tasten ohne Strg sind ausgeschaltet: im Menü oben lassen sie sich wieder einschalten.

login.title Anmelden
login.user Benutzername
login.password Passwort
login.button Anmelden
login.many Viele Kunden, viele Teams.
login.point Ein Punkt, an dem alles zusammenläuft.
login.wrong Benutzername oder Passwort ist falsch.
login.wait Zu viele Versuche. Bitte %d min warten und erneut versuchen.
login.as Sie melden sich an als %s.
login.once Der Link gilt einmal.
login.with Anmelden mit %s
login.no_account %s kennt Sie, aber Sie haben hier kein Konto. Fragen Sie, wer den Hub betreibt.
login.not_vouched %s hat nicht bestätigt, wer Sie sind. Bitte erneut versuchen.
login.provider_down %s ist gerade nicht erreichbar. Bitte gleich noch einmal versuchen.
login.used Dieser Link wurde schon benutzt oder ist zu alt.
login.ended Sie wurden abgemeldet.
login.kept Was Sie geschrieben haben, ist aufbewahrt.

error.title Das ging nicht
error.back Zurück zum Eingang
error.backclient Zurück zu Ihren Meldungen
error.page Diese Seite gibt es nicht.
error.missing Diese Meldung gibt es nicht, oder sie ist für Sie nicht sichtbar.
error.denied Ihre Rolle erlaubt das nicht.
error.client Dieses Konto ist für das Kundenportal, nicht für den Arbeitsplatz.
error.internal Das ist nicht gelungen. Es wurde protokolliert; bitte erneut versuchen.
error.form Das Formular war nicht lesbar.
error.time Das ist keine Zeitangabe.
error.value Dieser Wert ist nicht lesbar.
error.move Eine Meldung im Status „%s“ kann nicht „%s“ werden.
error.open Teams arbeiten noch daran: ihre Aufgaben als Folgearbeit behalten oder zurückziehen.
error.moved Das hat sich inzwischen geändert. Bitte den jetzigen Stand ansehen und neu entscheiden.
error.known Schon bekannt als %s.
error.filesize Eine Datei fasst höchstens %s. Es wurde nichts gesendet.
error.manyfiles Höchstens %d Dateien gehen zusammen. Es wurde nichts gesendet.
error.readers Bitte mindestens ein Ticket ankreuzen. Es wurde nichts gesendet.
error.changed Jemand hat das inzwischen geändert. Jetzt steht dort: %s
error.internalnote Eine interne Notiz bleibt intern. Bitte für andere neu schreiben.
error.reason Auswirkung und Dringlichkeit ergeben %s: bitte begründen, warum es anders ist.

priority Priorität
priority.P1 Kritisch
priority.P2 Hoch
priority.P3 Normal
priority.P4 Niedrig
priority.client der Kunde wünscht %s
status.new Neu
status.in_progress In Arbeit
status.with_team Beim Team
status.waiting_client Wartet auf Kunden
status.on_hold Angehalten
status.monitoring Beobachtung
status.resolved Behoben
status.closed Geschlossen
status.cancelled Storniert
status.to Neuer Status
status.waiting_for Worum der Kunde gebeten wird
status.waiting_hint Der Kunde erhält diese Worte. Er wird 10 s zurückgehalten; der Status folgt, wenn er geht.
status.hold Warum angehalten
status.open Teams arbeiten noch daran
status.keep Ihre Aufgaben als Folgearbeit behalten
status.withdraw Ihre Aufgaben zurückziehen
status.button Status ändern
status.waits Erbeten:
hold.works Geplante Arbeiten
hold.supplier Lieferant
hold.force_majeure Höhere Gewalt
hold.other Anderes
kind.incident Störung
kind.service_request Auftrag
kind.question Frage
kind.complaint Beschwerde
channel.portal über das Portal
channel.mail per E-Mail
channel.phone telefonisch
channel.in_person persönlich
channel.tool aus einem Werkzeug
channel.alert durch Alarm
channel.api über die API
via.portal Portal
via.mail E-Mail
via.phone Telefon, schon gesagt
via.in_person persönlich, schon gesagt
spoken.phone telefonisch
spoken.in_person persönlich
level.0 Unbekannt
level.1 Hoch
level.2 Mittel
level.3 Niedrig
service_impact.down ausgefallen
service_impact.degraded beeinträchtigt
service_impact.intermittent zeitweise gestört
service_impact.reduced_redundancy ohne Reserveweg
service_impact.none ohne Auswirkung
category.todo Offen
category.in_progress In Arbeit
category.waiting Wartet
category.done Erledigt
category.cancelled Storniert
delegation.offered Angeboten
delegation.accepted Angenommen
delegation.returned Zurückgegeben
delegation.done Erledigt
delegation.withdrawn Zurückgezogen
delegation.decided Entschieden
health.in_sync abgeglichen
health.pending wird gesendet
health.conflict Abweichung
health.failed nicht zugestellt
health.parked angehalten
health.detached nicht verknüpft
copy.pending wird gesendet
copy.sent wird gesendet
copy.delivered zugestellt
copy.failed nicht zugestellt
copy.deleted dort gelöscht
audience.client für den Kunden
audience.teams für Teams
audience.internal intern
verdict.overridden überschrieben
verdict.recorded gesehen, nicht übernommen
verdict.agreed beide gleich
verdict.rejected abgelehnt
take.hub unseren Wert
take.tool den Wert des Werkzeugs
take.value einen anderen Wert
attention.returned Zurückgegeben
attention.held_up Aufgehalten
attention.team_asks Team fragt
attention.all_done Alles erledigt
attention.reopened_by_team Vom Team wieder geöffnet
attention.conflict Abweichung
attention.sync_failed Nicht zugestellt
attention.promise_due Zwischeninformation fällig
attend.returned Ein Team hat seine Aufgabe zurückgegeben: neu delegieren oder anders entscheiden.
attend.held_up Eine Aufgabe wartet auf eine, die zurückkam oder zurückgezogen wurde: jetzt beginnen oder zurückziehen.
attend.team_asks Ein Team braucht eine Antwort. Eine Nachricht an die Teams beantwortet sie.
attend.all_done Alle Teams sind fertig. Mit dem Kunden bestätigen und beheben.
attend.reopened_by_team Ein Team hat seine Arbeit wieder aufgenommen.
attend.conflict In einem Feld weichen wir und ein Werkzeug voneinander ab. Bitte unten entscheiden; alles andere läuft weiter.
attend.sync_failed Ein Ticket empfängt nicht, was es soll. Der Grund steht beim Ticket: erneut versuchen oder anders entscheiden.
attention.two_tickets Zwei Tickets
attention.umbrella_cancelled Klammer storniert
attention.reply_not_sent Antwort nicht gesendet
attend.two_tickets Ein Team hat hierzu zwei Tickets. Bitte eines zurückziehen oder beide lassen.
attend.umbrella_cancelled Die übergeordnete Anfrage wurde storniert, und diese läuft weiter. Bitte beenden oder herauslösen.
attend.reply_not_sent Eine Antwort an den Kunden konnte nicht gesendet werden. Bitte zurückholen und neu senden oder lassen.
cause.two_tickets %s hat durch eine Zusammenführung ein zweites Ticket
cause.umbrella_cancelled %s wurde storniert
attend.promise_due Die zugesagte Zwischeninformation an den Kunden ist fällig.
seen.button Gesehen
cause.who %s, %s
cause.ask %s fragt: %s
cause.waits %s wartet auf den SPOC
cause.waiting %s wartet: %s
offer.eta %s will fertig sein: %s
offer.draft %s schlägt einen Text für den Kunden vor
offer.said gesagt
offers.title Angebote der Teams
offered.eta Schätzung
offered.client-ok Text für den Kunden
cause.returned %s hat die Aufgabe zurückgegeben: %s
cause.held_up %s hat nicht begonnen: zuerst war die Aufgabe von %s dran
cause.reopened %s arbeitet wieder daran
cause.conflict %s steht bei %s anders
cause.sync %s erhält nicht, was es soll: %s
cause.since seit
cause.note Notiz zeigen
cause.answer Antworten
cause.again Neu delegieren
resolve.button Als behoben melden
estimate.button Als erwartet übernehmen
start.button Jetzt beginnen
draft.from Vorschlag von %s. Nichts geht von selbst hinaus.
draft.use Entwurf verwenden
draft.discard Entwurf verwerfen

field.key Meldung
field.status Status
field.title Titel
field.description Beschreibung
field.priority Priorität
field.told_title Titel für den Kunden
field.told_description Beschreibung für den Kunden
field.client_priority Priorität des Kunden
field.assignee Bearbeitung
field.labels Stichworte
field.due Fällig
field.due_at Fällig
field.state Zustand
field.client Kunde
field.contact Kontakt
field.service Leistung
field.affected Betroffen
field.kind Art
field.channel Wie
field.impact Auswirkung
field.urgency Dringlichkeit
field.reason Begründung
field.team Team
field.task Aufgabe
field.task.title Aufgabe
field.lead Federführend
field.task_due Frist der Aufgabe
field.task.body Text der Aufgabe
field.umbrella Schirm
field.ticket Ticket
field.url Adresse
field.phone Telefon
field.delegation Delegation
field.hold_reason Grund für das Anhalten
field.waiting_for Vom Kunden erbeten
field.reported_at Gemeldet
field.started_at Beginn
field.restored_at Entstört
field.expected_at Erwartet
field.next_update_at Nächste Information
field.estimate Schätzung des Teams
field.draft Entwurf für den Kunden
field.after Beginnt nach
field.restricted Nur für
field.bridge Brücke
field.continued Fortgesetzt
field.body Text
field.links Tickets
field.comment Kommentar
field.q Abfrage
field.cursor Seite
field.value Wert

request.opened eröffnet
request.fresh Etwas hat sich geändert · zeigen
rescue.title Das wurde nicht gesendet.
rescue.hint Die Meldung ging inzwischen in %s auf; hier steht, was gerade geschrieben wurde.
rescue.text Was gerade geschrieben wurde
rescue.button Bei %s senden
request.merged Diese Meldung ging auf in
take.button Mir zuweisen
description.none Keine Beschreibung.
lanes.title Im Verlauf zeigen
lane.cli Kunde
lane.all Alle
lane.none Hier ist noch nichts.
new.since Neu seit dem letzten Besuch
new.jump Zum Neuen
read.all Alles als gelesen markieren
watch.title Wer es verfolgt
watch.none Niemand verfolgt das.
watch.start Verfolgen
watch.stop Nicht mehr verfolgen
keys.back zurückholen, was noch nicht gesendet ist
keys.share weitergeben, was zuletzt kam
keys.watch verfolgen oder nicht mehr
copy.title Link kopieren
copy.done Der Link ist kopiert.
lane.team Teams
lane.int Intern
lane.events Ereignisse
timeline.title Verlauf, Ältestes zuerst
timeline.cut Hier stehen nur die jüngsten Ereignisse; die Historie hat alle.
sees.client Kunde sieht das
sees.team Teams, nicht der Kunde
sees.int Intern
files.title Dateien
files.add Dateien für dieselben Leser
note.unread Das hat niemand erhalten: kein Team mit offener Aufgabe liest es in seinem System. Ein Team ohne System bitte anrufen oder anschreiben.
note.unheard Der Kunde hat das nicht erhalten: er hat hier kein eigenes System. Bitte anrufen oder anschreiben und einen Anruf als solchen festhalten.
note.reply Antwort, %s
note.desk am Arbeitsplatz
note.shared geteilt
note.edited geändert
note.deleted Gelöscht.
note.parts in %d Kommentaren
revise.title Ändern
revise.button Text sichern
erase.button Notiz löschen
share.client Mit dem Kunden teilen
share.teams Mit Teams teilen
share.hint %s erhält diesen Text als unsere Worte.
share.clientbutton An den Kunden senden
share.teamsbutton An Teams senden

compose.title Schreiben
compose.who Wer soll das lesen?
reply.title Antwort an Kunden
reply.to An den Kunden
reply.via per
reply.readers Das liest: %s
reply.nobody %s hat hier kein eigenes System: der Text steht im Portal, und niemand wird benachrichtigt. Den Kunden bitte anrufen oder anschreiben.
reply.tool das eigene System des Kunden
reply.nowhere das Portal
reply.label Antwort an %s
reply.hint Wird nach dem Senden 10 s zurückgehalten und kann so lange zurückgeholt werden. Ein Anruf oder Besuch wird nur festgehalten.
reply.at Gesagt um
reply.button An %s senden
preview.title Genau das sieht der Kunde
preview.titles Genau das sehen die Kunden
preview.button Vorschau
preview.reveals Das kann der Kunde nicht sehen oder soll es nicht wissen:
crossed.sent %s hat vor %s geantwortet:
crossed.held %s hat vor %s geschrieben, und es geht gleich hinaus:
preview.again Noch einmal senden schickt es trotzdem ab.
reveals.ticket Ticket eines Teams
reveals.request andere Meldung
reveals.client anderer Kunde
reveals.team Team
reveals.person jemand aus einem Team
reveals.tool Werkzeug
back.here Zurückgeholt, nicht gesendet. Dateien müssen neu gewählt werden.
back.words Zurückgeholt, nicht gesendet.
back.forget Verwerfen
unsent.chip Noch nicht gesendet
unsent.waiting Fragt den Kunden, und die Meldung wartet dann darauf
unsent.until Geht an den Kunden um
unsent.refused Konnte nicht gesendet werden:
unsent.back Zurückholen
message.title Nachricht an Teams
message.to An Teams, nicht an den Kunden
message.nobody Kein Ticket kann das empfangen. Bitte zuerst delegieren.
message.label Nachricht an Teams
message.placeholder Kommt als Kommentar in jedes angekreuzte Ticket
message.button In angekreuzte Tickets schreiben
message.hint Bleibt aus Portal und E-Mail des Kunden heraus
note.title Interne Notiz
note.to Interne Notiz, nur für den Arbeitsplatz
note.readers Keine Empfänger. Verlässt spochub nie, geht in kein Werkzeug.
note.button Interne Notiz sichern
note.hint Liest nur der Arbeitsplatz

conflict.title Abweichungen
conflict.on %s: spochub und %s weichen ab
conflict.since seit
conflict.base War
conflict.hub In spochub
conflict.tool Im Werkzeug
conflict.takehub Das behalten
conflict.taketool Das übernehmen
conflict.other Anderer Wert
conflict.value Wert
conflict.takevalue Diesen Wert nehmen
conflict.chosen %s wählte %s; das ist unterwegs.
conflicts.title Abweichungen
conflicts.hint Hier haben beide Seiten ein Feld geändert, seit sie zuletzt gleich waren. Es ruht; alles andere läuft weiter, und der Kunde sieht nichts davon.
conflicts.none Nichts weicht ab.
conflicts.how Es lässt sich für beliebig viele wählen: Vor „Anwenden“ wird nichts gesendet.
conflicts.later Jetzt nicht
conflicts.count %d gewählt
conflicts.allhub Alle aus spochub
conflicts.alltool Alle aus den Werkzeugen
conflicts.apply Auf beide Seiten anwenden
conflicts.nothing Es ist noch nichts gewählt.
conflicts.part Entschieden: %d. Was noch unten steht, nicht: Es bleibt, wie es ist.
conflicts.moved Das hat sich geändert, nachdem es zu sehen war. Bitte noch einmal ansehen; hier wurde nichts entschieden.
conflicts.gone ist nicht mehr offen: Jemand hat es entschieden, oder beide Seiten sind sich wieder einig.
conflicts.wrote Geschrieben war:
rules.title Regeln für Abweichungen
rules.next Und von nun an immer so
rules.hint Wo eine Seite gewinnt, wird nicht mehr gefragt: Ihr Wert wird sofort auf die andere Seite geschrieben, und was dort stand, bleibt im Verlauf. Was von diesem Feld dort offen und nicht entschieden ist, folgt der Regel ebenfalls, sobald sein Ticket wieder gelesen wird.
rules.before Diese Regeln gehen dem vor, was in der Konfigurationsdatei steht. Zurückgenommen gilt wieder die Datei; was entschieden wurde, bleibt entschieden.
rules.both Eine Regel zählt nur, wo ein Feld in beide Richtungen läuft. Sie geht dem vor, was in der Konfigurationsdatei steht.
rules.asis wie bisher: %s
rules.fromnow von nun an: %s
rules.else Ohne die Regel: %s
rules.of Wer bei %s gewinnt
rules.forget Regel zurücknehmen
policy.ask der SPOC entscheidet
policy.hub spochub gewinnt
policy.tool das Werkzeug gewinnt
policy.newest der neuere Wert gewinnt
ruled.ask Wo beide Seiten es geändert haben, ruht das Feld, und der SPOC entscheidet.
ruled.hub Wo beide Seiten es geändert haben, wird der Wert aus spochub ins Ticket geschrieben.
ruled.tool Wo beide Seiten es geändert haben, wird der Wert des Tickets hier übernommen.
ruled.newest Wo beide Seiten es geändert haben, gewinnt der neuere Wert; wo das Werkzeug keine Zeit nennt, entscheidet der SPOC.

side.title Verknüpfte Tickets und Umfeld
links.title Verknüpfte Tickets
links.none Nicht delegiert
links.ticket Ticket
links.byhand von Hand
links.toolstate in %s: %s
links.old alt
mark.agreed wie hier
mark.conflict Abweichung
mark.refused vom Werkzeug nicht übernommen
mark. des Tickets eigener Wert
links.suggests das Team hat: %s
links.next Nächster Versuch
links.after Beginnt, wenn andere fertig sind
links.vain Wartet vergeblich auf %s
links.bounces kam %d-mal zurück
retry.button Jetzt versuchen
unlink.button Verknüpfung lösen
recreate.button Neu anlegen
relink.title Vorhandenes Ticket verknüpfen
relink.button Ticket verknüpfen
identify.title Ticketnummer des Teams
identify.button Nummer sichern
told.reads Der Kunde liest weiterhin:
told.other Ein Team hat die Beschreibung geändert; der Kunde liest weiterhin die vorige.
told.show Auch dem Kunden zeigen
told.title Was das Team sagte
told.state Das Ticket dort ist
told.todo nicht begonnen
told.in_progress in Arbeit
told.waiting wartet: das Team fragt den SPOC
told.done erledigt
told.cancelled an den SPOC zurückgegeben
told.hint Wartet es, steht hier "Team fragt"; die Uhr des Kunden läuft weiter.
told.assignee Wer es dort hat
told.button Festhalten
amend.title Aufgabe ändern
amend.byhand Steht nur hier: bitte dem Team selbst sagen.
amend.due Die Frist geht in das System des Teams; kennt es keine, steht sie dort im Kommentar.
amend.task Ein geänderter Text ändert nie das Ticket: das Team liest ihn im Kommentar.
amend.button Aufgabe ändern
withdraw.title Zurückziehen
withdraw.button Von %s zurückziehen
delegate.teams Teams, eines oder mehrere
delegate.busy hat eine Aufgabe
delegate.leads Welches Team führt
delegate.nolead keines
delegate.given An %s gegeben. An diese nicht:
delegate.title An Teams delegieren
delegate.button Delegieren
delegate.own Eine eigene Aufgabe schreiben
delegate.tasktitle Aufgabe
delegate.taskbody Was zu tun ist
delegate.due Fällig für das Team
delegate.again Eine weitere Aufgabe, obwohl das Team eine hat
delegate.lead Dieses Team führt
delegate.after Erst wenn %s fertig ist
delegate.hint Interne Notizen gehen nie hinaus. Erst ansehen, dann senden.
delegate.addedkey %s steht für den Schlüssel, an dem der Hub das Ticket als seines erkennt: Er entsteht mit dem Ticket.
delegate.adds Was das Plugin selbst hinzufügt
delegate.preview Zeigen, was ankommt
delegate.receives %s erhält genau das
delegate.send An %s senden
merge.title Das ist ein Duplikat
merge.into Der Meldung
merge.hint Notizen und Tickets gehen dorthin. Kein Ticket wird geschlossen, und es lässt sich zurücknehmen.
merge.button Dort aufgehen lassen
unmerge.button Zusammenführung zurücknehmen
umbrella.major Großstörung
umbrella.problem Problem
umbrella.none Noch ist nichts gesammelt.
umbrella.more Es sind mehr; die Schnittstelle listet alle.
umbrella.flowing Einige gesammelte Meldungen folgen gleich.
umbrella.restricted vertraulich, bleibt unberührt
umbrella.under Unter dem Schirm
release.button Herausnehmen
gather.title Meldungen sammeln
gather.key Weitere, nach Nummer
gather.withdraw Ihre eigenen offenen Aufgaben zurückziehen
gather.button Sammeln
kin.service derselbe Dienst
kin.component teilt
kin.redundancy_group Redundanzgruppe
kin.site am Standort
broadcast.untold Nicht erreicht
broadcast.title Rundschreiben
broadcast.to An
broadcast.clients die Kunden, jeder in seiner Meldung
broadcast.teams die Teams
broadcast.text Text auf %s
recorded.client An die Kunden, auf %s
recorded.teams An die Teams, auf %s
broadcast.fallback Wer eine andere Sprache hat, liest
broadcast.nobody nichts
broadcast.button An alle senden
broadcast.hint Was für die Kunden ist, wird 10 s zurückgehalten: so lange kann es zurückgeholt werden.
gounder.title Unter einen Schirm stellen
gounder.which Schirm
gounder.new Ein neuer
gounder.kind Ein neuer ist eine
gounder.title_of Titel eines neuen
gounder.hint Jedes Team, das ihn bekommt, liest den Titel: keinen Kunden nennen.
gounder.button Darunterstellen
bridge.title Brücke zwischen Teams
bridge.hint Die angekreuzten Teams lesen gegenseitig ihre Kommentare, bis die Meldung behoben ist.
bridge.button Brücke sichern
edit.title Felder ändern
edit.labels Durch Kommas getrennt
edit.reason Nötig, wenn die Priorität von Auswirkung und Dringlichkeit abweicht
edit.button Änderungen sichern

new.button Neu
new.title Neue Meldung
new.next nächstes Feld
new.create anlegen
new.what Was geschieht
new.details Einzelheiten
new.markdown Markdown. Teams und der Kunde können das lesen; für anderes eine interne Notiz schreiben.
new.derived Aus Auswirkung und Dringlichkeit
new.priority P3, solange eines davon unbekannt ist.
new.reason Nur bei einer anderen Priorität.
new.wish Kunde wünscht
new.reported Leer heißt jetzt.
new.team Delegieren an
new.promise Nächste Information an den Kunden
new.nopromise nicht zugesagt
new.in in %s
new.nobody Noch niemand
new.teamhint Das Ticket des Teams wird sofort angelegt.
new.mine Ich übernehme das
new.submit Anlegen
new.discard Verwerfen
new.matrix Priorität

history.title Historie
history.hint Alles, was geschah, der Reihe nach. Hier wird nie etwas geändert.
history.when Wann
history.who Wer
history.what Was
history.from Vorher
history.to Nachher
history.by Durch Ticket

connections.title Verbindungen
connections.count %d insgesamt
outage.rail %d aus
outage.silent Wartet: %s antwortet nicht
outage.paused Wartet: %s ist angehalten
outage.stopped Wartet: über %s geht nichts
outage.since seit
outage.waits wartet
connections.bad %d gestört
connections.none Es ist keine Verbindung eingerichtet.
conn.name Verbindung
conn.state Zustand
conn.synced Letzter Abgleich
conn.lag Rückstand
conn.left Übriges Kontingent
conn.queue Warteschlange
conn.calls Aufrufe
conn.links verknüpfte Tickets: %d
conn.never noch nicht
conn.nolag keiner
conn.unknown nicht genannt
conn.resets neu um
conn.inout %d ein · %d aus
conn.failed %d fehlgeschlagen, %d angehalten
conn.stopped Es werden keine Aufrufe gemacht:
conn.last Letzter Fehler:
conn.readonly Liest nur
conn.held zurückgehaltene Einträge: %d
conn.comments Kommentare heute: %d
conn.may darf
conn.expires Zugang endet
held.title Was geschrieben würde
held.hint Nichts davon wird geschrieben, solange die Verbindung oder das Team nur liest. Es ist das, was der Hub in dieser Reihenfolge schriebe, wenn er jetzt schreiben dürfte.
held.none Es wird nichts zurückgehalten.
held.ticket Meldung und Ticket
held.new neues Ticket
held.what Was
held.change Von und nach
held.since Seit
effect.create Neues Ticket
effect.set Setzen
effect.comment Neuer Kommentar
effect.edit_comment Kommentar ändern
effect.delete_comment Kommentar löschen
effect.retire Doppeltes schließen
written.title Was der Hub geschrieben hat
written.hint Gezählt je Team und Tag, die letzten sieben Tage.
written.day Tag
written.client das System des Kunden
written.comments Kommentare
written.fields Gesetzte Felder
written.tickets Angelegte Tickets
connstate.ok In Ordnung
connstate.waiting Wartet, wie das Werkzeug bat
connstate.stopped Angehalten
connstate.failing Gestört
connstate.partly Einzelne Tickets gestört
connstate.new Noch nicht abgeglichen
connstate.lacking Geht nur zum Teil
act.read_tickets Tickets lesen
act.create_tickets Tickets anlegen
act.edit_tickets Tickets ändern
act.change_the_state_of_tickets den Status von Tickets ändern
act.write_comments Kommentare schreiben
act.write_private_comments interne Kommentare schreiben
act.edit_its_comments eigene Kommentare ändern
act.delete_its_comments eigene Kommentare löschen
act.add_files Dateien anhängen

event.rule Eine Regel
event.hub spochub
event.someone Jemand bei %s
file.delete Zurücknehmen
done.filedelete Die Datei ist zurückgenommen. Ein Ticket, das sie hat, behält sie.
event.filedeleted hat die Datei %s zurückgenommen
reason.it_stays_there:_delete_it_in_the_tool sie bleibt dort: bitte im Werkzeug löschen
reason.the_desk_took_it_back der SPOC hat sie zurückgenommen
event.filegone hat die Datei %s dort gelöscht; der SPOC behält sie
event.file hat die Datei %s angehängt
event.created hat die Meldung eröffnet
event.status hat den Status geändert: %s → %s
event.delegated hat an %s delegiert
event.delegation hat die Aufgabe von %s bewegt: %s
event.state hat %s bewegt: %s
event.assignee hat %s gegeben an %s
event.unassigned hat %s niemandem gelassen
event.unlinked hat %s gelöst
event.ticket hat %s verknüpft
event.conflict fand eine Abweichung: %s, %s
event.settled hat %s von %s entschieden: %s
event.retry versucht %s erneut
event.sync bemerkte etwas bei %s
event.refused tat etwas, das nicht übernommen werden kann, bei %s
event.verdict %s, %s: %s
event.instead dort steht %s
event.merged zusammengeführt mit %s
event.unmerged Zusammenführung gelöst mit %s
event.seen hat gesehen: %s
event.text hat geändert: %s
event.set hat %s gesetzt: %s
event.cleared hat %s geleert (war %s)
event.changed hat %s geändert: %s → %s
event.note hat eine Notiz geschrieben
event.note_edited hat eine Notiz geändert
event.note_deleted hat eine Notiz gelöscht
event.shared hat eine Notiz geteilt

trouble.internal Ein Fehler in spochub oder seinem Plugin
trouble.invalid Das Werkzeug lehnt den Wert ab
trouble.not_found Das Werkzeug findet es nicht
trouble.gone Das Werkzeug sagt, dass es gelöscht wurde
trouble.conflict Jemand hat es inzwischen geändert
trouble.denied Das Werkzeug erlaubt das unserem Konto nicht
trouble.throttled Das Werkzeug bittet zu warten
trouble.unavailable Das Werkzeug ist nicht erreichbar
trouble.uncertain Die Antwort des Werkzeugs ging verloren; vielleicht ist es geschehen
trouble.misread Die Antwort des Werkzeugs war nicht zu verstehen
trouble.unsupported Das Werkzeug kann das nicht
trouble.unauthenticated Das Werkzeug nimmt unsere Zugangsdaten nicht an
reason.given gegeben an %s
reason.set_by von jemandem im Werkzeug gesetzt
reason.the_client_answered der Kunde hat geantwortet
reason.the_client_wrote der Kunde hat geschrieben
reason.reopened_by_the_client vom Kunden wieder geöffnet
reason.reopened_by_the_desk vom Arbeitsplatz wieder geöffnet
reason.seen_by_the_desk vom Arbeitsplatz gesehen
reason.unlinked_by_the_desk vom Arbeitsplatz gelöst
reason.unlinked Verknüpfung gelöst
reason.replaced_by_a_new_ticket durch ein neues Ticket ersetzt
reason.made_again neu angelegt
reason.started_by_the_desk vom SPOC begonnen
reason.the_client_was_told der Kunde weiß Bescheid
reason.used_by_the_desk vom SPOC verwendet
reason.discarded_by_the_desk vom SPOC verworfen
reason.the_request_was_reopened die Anfrage wurde wieder geöffnet
reason.the_request_was_reopened,_and_the_ticket_is_still_cancelled die Anfrage wurde wieder geöffnet, und das Ticket ist noch storniert
reason.the_team_cancelled_it das Team hat es storniert
reason.labelled_spoc:return trägt das Stichwort spoc:return
reason.found_by_its_key am Schlüssel wiedergefunden
reason.it_has_another_id_at_the_tool_now es hat beim Werkzeug jetzt eine andere Nummer
reason.written_over_before_it_was_seen überschrieben, bevor es gesehen wurde
reason.written_over_before_it_was_decided überschrieben, bevor darüber entschieden wurde
reason.found_while_a_write_was_under_way gefunden, während geschrieben wurde
reason.stands_twice_at_the_tool,_since_one_write_arrived_later_than_the_tool_says_it_may:_delete_one_of_the_two_there steht zweimal im Werkzeug, weil ein Aufruf später ankam, als das Werkzeug angibt: eines der beiden dort löschen
reason.shortened_to_what_the_tool_holds,_with_a_link_to_the_whole_text gekürzt auf das, was das Werkzeug fasst, mit einem Link zum ganzen Text
reason.the_tool's_value_and_the_hub's_replace_each_other_again_and_again:_held_until_the_desk_decides der Wert des Werkzeugs und der des Hubs ersetzen einander immer wieder: angehalten, bis der SPOC entscheidet
reason.made_by_a_call_that_was_under_way_when_the_link_ended:_close_it_there,_or_link_it_again von einem Aufruf angelegt, der noch lief, als die Verknüpfung endete: dort schließen oder wieder verknüpfen
reason.made_twice,_since_the_answer_to_the_first_create_was_lost:_closed_there_as_a_duplicate zweimal angelegt, weil die erste Antwort verloren ging: dort als Duplikat geschlossen
reason.deleted_at_the_tool_while_the_desk_changed_it:_written_there_again im Werkzeug gelöscht, während der SPOC es änderte: dort noch einmal geschrieben
reason.the_connection_reads_this_state_in_another_way_now:_nothing_was_changed_at_the_tool,_and_nothing_is_written_there_for_it die Verbindung liest diesen Zustand jetzt anders: im Werkzeug wurde nichts geändert, und dafür wird dort nichts geschrieben
reason.everybody_can_read_this_place_now:_nothing_of_the_request_is_written_there jetzt kann jeder diesen Ort lesen: von der Meldung wird dort nichts geschrieben
reason.no_team_or_client_of_the_directory_has_this_place_any_more:_nothing_of_the_request_is_written_there kein Team und kein Kunde des Verzeichnisses hat diesen Ort noch: von der Meldung wird dort nichts geschrieben
reason.the_ticket_is_not_in_this_team's_place das Ticket ist nicht am Ort dieses Teams
reason.the_ticket_is_not_in_this_team's_place_any_more das Ticket ist nicht mehr am Ort dieses Teams
reason.the_ticket_was_deleted_at_the_tool:_make_it_again_or_take_the_task_back das Ticket wurde im Werkzeug gelöscht: neu anlegen oder die Aufgabe zurückziehen
reason.the_ticket_is_gone_or_hidden_from_this_account das Ticket ist weg oder für unser Konto nicht sichtbar
reason.the_tool_keeps_changing_it_back das Werkzeug ändert es immer wieder zurück
reason.the_account_may_not_attach_files_there unser Konto darf dort keine Dateien anhängen
reason.the_tool_does_not_show_whether_this_file_arrived:_look_there,_and_share_it_again_if_it_did_not das Werkzeug zeigt nicht, ob diese Datei ankam: bitte dort nachsehen und sie erneut teilen, falls nicht
reason.the_tool_keeps_comments_for_good:_a_part_that_the_note_has_no_more_can_still_be_read_there das Werkzeug behält Kommentare für immer: ein Teil, den die Notiz nicht mehr hat, ist dort noch zu lesen
reason.the_copy_was_edited_at_the_tool die Kopie wurde im Werkzeug geändert
reason.the_ticket_was_deleted_at_the_tool das Ticket wurde im Werkzeug gelöscht
reason.the_tool_accepted_the_call_and_kept_its_old_value das Werkzeug nahm den Aufruf an und behielt seinen alten Wert
reason.the_tool_made_the_ticket_without_this_value das Werkzeug legte das Ticket ohne diesen Wert an
reason.the_tool_keeps_answering_with_an_older_version:_taken_as_it_is das Werkzeug antwortet immer mit einer älteren Fassung: so übernommen
reason.the_tool_keeps_comments_for_good:_the_deleted_note_can_still_be_read_there das Werkzeug behält Kommentare für immer: die gelöschte Notiz ist dort noch zu lesen
reason.the_tool_keeps_its_entries:_a_further_one_says_what_it_corrects das Werkzeug behält seine Einträge: ein weiterer sagt, was er berichtigt
reason.the_tool_keeps_its_entries:_a_further_one_says_that_this_one_was_withdrawn das Werkzeug behält seine Einträge: ein weiterer sagt, dass dieser zurückgezogen wurde
reason.the_tool_does_not_show_whether_this_comment_arrived:_look_there,_and_edit_the_note_to_send_it_again das Werkzeug zeigt nicht, ob dieser Kommentar ankam: bitte dort nachsehen und die Notiz ändern, um sie erneut zu senden
reason.the_connection_is_read_only:_the_ticket_would_be_made die Verbindung liest nur: das Ticket würde angelegt
reason.read_only:_what_would_be_written_is_held_back liest nur: was geschrieben würde, wird zurückgehalten

done.reply Wird 10 s zurückgehalten: so lange kann es zurückgeholt werden.
done.takenback Zurückgeholt. Der Text steht wieder im Schreibfeld.
done.gone Es ist schon gesendet.
done.message In die angekreuzten Tickets geschrieben.
done.note Interne Notiz gesichert.
done.share Geteilt.
done.revise Text gesichert.
done.erase Notiz gelöscht.
done.status Status geändert.
done.waiting Wird 10 s zurückgehalten; der Status folgt, wenn es geht.
done.take Die Meldung liegt jetzt bei Ihnen.
done.seen Erledigt.
done.fields Änderungen gesichert.
done.delegate Delegiert.
done.amend Die Aufgabe ist geändert.
done.withdraw Zurückgezogen.
done.start Dem Team jetzt gegeben.
done.estimate Als erwartet übernommen.
done.discard Der Entwurf ist weggelegt.
done.told Festgehalten.
done.relink Das Ticket ist verknüpft.
done.retry Für einen neuen Versuch vorgemerkt.
done.unlink Das Ticket ist nicht mehr verknüpft.
done.recreate Ein neues Ticket ist unterwegs.
done.identify Gesichert.
done.settle Entschieden; die Tickets folgen.
done.rules Erledigt, und die Regel gilt von nun an.
done.norule Die Regel ist zurückgenommen.
done.merge Das Duplikat gehört jetzt zu dieser Meldung.
done.unmerge Die Zusammenführung ist zurückgenommen.
done.gather Gesammelt.
done.release Herausgenommen; sie bleibt, wie sie ist.
done.broadcast Geschrieben. Wen es nicht erreicht hat, steht darunter.
done.bridge Die Brücke ist gesichert.
done.new Meldung angelegt.
done.newdelegated Meldung angelegt und delegiert.
done.newrefused Meldung angelegt. Das Team kann sie nicht empfangen: bitte ein anderes wählen.

fault.written_here_alone:_the_client_has_no_tool_of_its_own,_tell_it_by_phone_or_mail nur hier vermerkt: der Kunde hat kein eigenes System, bitte anrufen oder anschreiben
fault.no_text_in_the_client's_language kein Text in der Sprache des Kunden
fault.no_team_with_a_text_in_its_language kein Team mit einem Text in seiner Sprache
fault.no_client kein Kunde
fault.merged mit einer anderen Meldung zusammengeführt
fault.is_required ist nötig
fault.must_not_be_empty darf nicht leer sein
fault.is_required:_the_ticket's_key_or_number ist nötig: Schlüssel oder Nummer des Tickets
fault.say_what_is_needed_of_the_client bitte sagen, was vom Kunden gebraucht wird
fault.is_one_of_works,_supplier,_force_majeure,_other bitte einen Grund wählen
fault.lies_in_the_future liegt in der Zukunft
fault.is_too_long ist zu lang
fault.is_no_time ist keine Zeitangabe
fault.was_deleted wurde gelöscht
fault.what_was_said_to_the_client_stands:_write_a_correction was dem Kunden gesagt wurde, bleibt stehen: bitte eine Berichtigung schreiben
fault.can_only_be_changed_where_it_was_written lässt sich nur dort ändern, wo es geschrieben wurde
phrase.dead Das Werkzeug nimmt den Zugang nicht an, es werden keine Aufrufe gemacht.
phrase.deadmend Ihn im Werkzeug in Ordnung bringen, dann geht es von selbst weiter; oder einen neuen in %s eintragen und den Hub neu starten, denn er liest Geheimnisse nur beim Start.
phrase.ends Der Zugang läuft am %s ab.
phrase.ended Der Zugang ist am %s abgelaufen.
phrase.endsmend Im Werkzeug einen neuen anlegen, in %s eintragen und den Hub neu starten, denn er liest Geheimnisse nur beim Start.
phrase.open Alle können %s lesen, deshalb wird dort keinem Team etwas gegeben.
phrase.stray Der Hub hat %s für Meldungen angelegt, die er nicht mehr kennt.
phrase.straymend Das kommt von einer älteren Sicherung, die zurückgespielt wurde. Im Werkzeug nachsehen, worum es geht: mit der Meldung verknüpfen, die vielleicht neu anzulegen ist, oder dort schließen.
phrase.openmend Im Werkzeug nicht öffentlich machen, oder beim Team allow_public setzen, das dann nur die dafür geschriebene Aufgabe bekommt, und den Hub neu starten.
phrase.unheard Eine Abfrage fand, was keine Zustellung gemeldet hatte, und seither kam keine.
phrase.unheardmend Im Werkzeug die letzten Zustellungen des Webhooks ansehen: seine Adresse muss mit %s beginnen, und sein Geheimnis muss das von webhook_secret sein.
phrase.right Dem Konto fehlt ein Recht: %s, in %s.
phrase.jiraright In Jira seiner Rolle die Berechtigung „%s“ im Berechtigungsschema von %s geben.
phrase.jirapeople Das Konto darf die Personen von %s nicht auflisten, deshalb ist hier keine an ihrer Mailadresse zu erkennen.
phrase.jirapeoplemend In Jira die globale Berechtigung „Browse users and groups“ geben, oder seiner Rolle die Berechtigung „Assign issues“ im Berechtigungsschema von %s.
phrase.screen Der Anlegemaske von %s fehlt das Feld %s.
phrase.screenmend In Jira in die Anlegemaske des Vorgangstyps aufnehmen, oder bei der Verbindung „%s“ schreiben und den Hub neu starten.
phrase.screenlabels In Jira in die Anlegemaske des Vorgangstyps aufnehmen: ohne dieses Feld lässt sich kein Ticket anlegen.
phrase.archived %s ist archiviert oder gesperrt, dort lässt sich nichts schreiben.
phrase.archivedmend In GitHub die Archivierung aufheben, oder in den Einstellungen der Verbindung ein anderes Repository nennen und den Hub neu starten.
phrase.issuesoff In %s sind Issues ausgeschaltet, dort lässt sich nichts schreiben.
phrase.issuesoffmend In GitHub in den Einstellungen des Repositorys unter Features einschalten.
phrase.appreads Die App darf die Issues von %s lesen und nicht schreiben.
phrase.appreadsmend In GitHub der App die Berechtigung „Issues: read and write“ geben und sie dort annehmen, wo die App installiert ist.
phrase.nopush Das Konto hat kein Schreibrecht (push) in %s, deshalb verwirft GitHub die Labels, Prioritäten und Zuständigen, die es setzt.
phrase.nopushmend In GitHub die Rolle „Write“ im Repository geben.
phrase.noself Der Integrationsbenutzer darf seinen eigenen Datensatz nicht lesen, seine Rollen und seine Zeitzone sind unbekannt.
phrase.noselfmend In ServiceNow das Lesen von sys_user erlauben.
phrase.norole Der Integrationsbenutzer hat keine Rolle, die Tickets schreibt.
phrase.norolemend In ServiceNow die Rolle itil geben, oder eine andere, die %s schreibt.
phrase.wrongzone Die Zeitzone des Integrationsbenutzers ist %s, deshalb können Regeln und Skripte der Instanz Zeiten verschieben.
phrase.wrongzonemend In ServiceNow die Zeitzone in seinem Datensatz auf GMT setzen.
phrase.nojournal Der Integrationsbenutzer darf keine Kommentare lesen, die des Teams kommen nur über den Webhook.
phrase.emptyjournal Es wurde kein Kommentar gezeigt: entweder gibt es noch keinen, oder der Integrationsbenutzer darf sie nicht lesen.
phrase.journalmend In ServiceNow das Lesen von sys_journal_field erlauben.
phrase.redmineunknown Redmine sagt nicht, was das Konto in %s darf.
phrase.redmineunknownmend In Redmine zum Mitglied des Projekts machen, mit einer Rolle, die Tickets und Kommentare hinzufügen und bearbeiten darf.
phrase.redmineright In Redmine seiner Rolle im Projekt die Berechtigung „%s“ geben.
phrase.ungatherable %s kann nicht gesammelt werden
phrase.staysalone %s ist vertraulich und bleibt für sich
phrase.underother %s gehört zu %s: dort zuerst herausnehmen
phrase.noumbrella %s ist kein Schirm
phrase.novia %s gibt es noch nicht: bitte weglassen, oder einen Anruf oder Besuch festhalten
phrase.named nennt %s, wovon %s nicht wissen soll
phrase.openalready %s hat schon die offene Aufgabe %s: bitte diese ändern oder ausdrücklich eine zweite geben
fault.must_be_an_address_such_as_https://tool.example/T-1 bitte eine Adresse wie https://tool.example/T-1
fault.a_bridge_needs_two_tickets_or_more;_none_ends_it eine Brücke braucht mindestens zwei Tickets; keines beendet sie
fault.lies_in_the_past liegt in der Vergangenheit
fault.unknown_key;_what_needs_attention_is_is:attention unbekanntes Wort; was einen Blick braucht, findet is:attention
phrase.above %s hat es mit dem Schirm %s schon
phrase.notext es gibt keinen Text auf „%s“
phrase.textbytes %s darf weder leer noch länger als %s Bytes sein
phrase.tag „%s“ ist kein Sprachkürzel wie en oder de
phrase.offbridge %s kann nicht auf eine Brücke
phrase.telling ein Rundschreiben von %s ist unterwegs
phrase.mergedinto die Meldung wurde mit %s zusammengeführt: dort geht es weiter
phrase.mergedon %s ist selbst zusammengeführt: das zuerst rückgängig machen
phrase.alltexts braucht einen Text je Sprache, höchstens %s
fault.an_umbrella_has_no_client:_write_a_broadcast_to_those_that_it_gathers ein Schirm hat keinen Kunden: ein Rundschreiben an die gesammelten schreiben
fault.an_umbrella_has_no_client_to_wait_for ein Schirm hat keinen Kunden, auf den er warten könnte
fault.one_of_the_two_is_an_umbrella:_gather_the_other_one_under_it_instead eine der beiden ist ein Schirm: die andere darunter sammeln
phrase.moves %s war schon angegeben: bitte begründen, warum es sich ändert
phrase.past %s liegt in der Vergangenheit: bitte begründen
phrase.derived Auswirkung und Dringlichkeit ergeben %s: bitte begründen, warum es %s ist
phrase.between muss zwischen %s und %s liegen
phrase.noteam es gibt kein Team „%s“
phrase.stranger Zuständig: %s hat im System kein Konto, das hier bekannt ist, und wird nicht geschrieben
phrase.untellable %s kann davon nichts erfahren: alle können dort mitlesen. Die Aufgabe zurückziehen und neu vergeben
phrase.noperson es gibt niemanden namens „%s“
phrase.noclient es gibt keinen Kunden „%s“
phrase.noservice es gibt keine Leistung „%s“
phrase.norequest es gibt keine Meldung %s
phrase.contact „%s“ ist bei %s nicht bekannt
phrase.service %s ist keine Leistung von %s
phrase.works %s arbeitet nicht für %s
phrase.public alle können den Ort von %s lesen; das braucht allow_public
phrase.publictask alle können den Ort von %s lesen: bitte eine eigene Aufgabe schreiben
phrase.supplier %s ist ein Lieferant: bitte eine eigene Aufgabe schreiben
phrase.reopen die Meldung ist im Status %s: bitte zuerst wieder öffnen
phrase.is die Meldung ist im Status %s
phrase.replaced %s wurde schon ersetzt, durch %s
phrase.there Stand: %s, und %s ist da: bitte zuerst die Verknüpfung lösen
phrase.underway Stand: %s, und das Ticket ist unterwegs: bitte warten oder zuerst die Verknüpfung lösen
phrase.linked %s ist schon verknüpft, mit %s
phrase.has %s hat schon %s: bitte zuerst diese Verknüpfung lösen
phrase.belongs gehört schon zu %s: bitte dort zuerst die Verknüpfung lösen
phrase.noticket „%s“ ist kein Schlüssel und keine Nummer eines Tickets, wie NET-7 oder 12
phrase.unseen es gibt kein Ticket %s, das unser Konto sehen kann: ein anderes verknüpfen oder die Aufgabe zurückziehen
phrase.maynot %s darf das nicht empfangen
phrase.movedto das Team hat das Ticket nach %s verschoben
phrase.notarget das Ziel %s gibt es nicht, oder unser Konto sieht es nicht
phrase.holder %s ist schon mit %s verknüpft: dort lösen oder die beiden Meldungen zusammenführen
phrase.novalue das Werkzeug hat keinen Wert für „%s“
phrase.unmapped der Wert „%s“ des Werkzeugs hat hier noch keine Bedeutung: in die Tabelle der Verbindung eintragen
phrase.filelarge sie ist größer als die %s, die der SPOC annimmt: im Werkzeug öffnen
phrase.toolfile das Werkzeug nimmt Dateien bis %s an, diese hat %s
phrase.inner die Adresse führt zu %s, und das liegt im eigenen Netz des Hubs: im Werkzeug öffnen
phrase.elsewhere die Adresse führt zu %s, und das ist nicht das Werkzeug: im Werkzeug öffnen; ist %s der eigene Dateiserver des Werkzeugs, trägt ihn die Verwaltung in file_hosts ein
phrase.characters ist länger als %s Zeichen
phrase.bytes ist länger als %s Bytes
phrase.most höchstens %s
phrase.noneof „%s“ ist keines von %s
phrase.oneof ist eines von %s
phrase.query bei %s: „%s“: %s
phrase.known unbekanntes Wort; bekannt sind: %s
phrase.newticket ersetzt durch %s
phrase.setby gesetzt von %s
phrase.moved verschoben nach %s
phrase.estimate Schätzung von %s
phrase.toolset das Team hat es auf %s gesetzt
phrase.fell die Aufgabe von %s ist %s: darauf kann nichts warten
phrase.noestimate %s hat keine Schätzung abgegeben
fault.belongs_to_an_internal_note gehört zu einer internen Notiz
fault.belongs_to_another_request_already gehört schon zu einer anderen Meldung
fault.there_is_no_ticket_of_ours_to_make_again es gibt kein Ticket von uns, das neu anzulegen wäre
fault.nothing_travels_over_it darüber wird nichts abgeglichen
fault.say_why_it_came_back bitte sagen, warum sie zurückkam
fault.it_waits_for_nothing sie wartet auf nichts
fault.is_the_request_itself ist die Meldung selbst
fault.one_of_the_two_is_merged_already eine der beiden ist schon zusammengeführt
fault.belongs_to_another_client:_gather_them_under_an_umbrella_instead gehört einem anderen Kunden
fault.is_not_restricted_to_the_same_people ist nicht für dieselben Personen bestimmt
fault.a_value_is_missing ein Wert fehlt
fault.the_quotes_are_not_closed die Anführungszeichen sind nicht geschlossen
fault.cannot_be_excluded kann nicht ausgeschlossen werden

menu.keys Tasten ohne Strg
keys.on An
keys.off Aus
rail.saved Meine Ansichten
rail.problems Probleme:
view.free Nicht zugewiesen
view.soon Bald fällig
view.promised Zugesagte Infos
view.keep Ansicht sichern
view.forget Ansicht entfernen
view.name Name der Ansicht
done.view Die Ansicht ist gesichert.
done.read Als gelesen markiert, nur für Sie.
done.watch Sie verfolgen diese Meldung jetzt.
done.unwatch Sie verfolgen diese Meldung nicht mehr.
done.forget Die Ansicht ist entfernt.
tab.bar Hauptwege
inbox.fresh %d neu · zeigen
inbox.changed %d geändert · zeigen
inbox.sorted %s, sortiert nach: %s
inbox.one 1 Meldung
inbox.many %s Meldungen
inbox.late %s überschritten
inbox.soonest nächste in
order.time Restzeit
order.next Wer am Zug ist
order.activity Aktivität
order.created Neueste
order.priority Priorität
quick.sync:conflict Abweichung
quick.next:spoc Wir sind dran
syntax.proposals So kann es weitergehen
syntax.next wer am Zug ist, auch
syntax.due Restzeit bis zum nächsten Ziel, auch
syntax.promise dem Kunden zugesagte Informationen, auch
syntax.keys Tab übernimmt einen Vorschlag, ↓ geht zur Liste, Esc verlässt.
col.left Restzeit
col.status Status und am Zug
goal.update Kundeninfo
goal.due Fällig
goal.paused angehalten
left.over überschritten
left.none ohne Ziel
left.days %d T %d h
group.late Überschritten
group.soon Unter 30 Minuten
group.today Diese Schicht und heute
group.later Später
group.untimed P1 ohne Ziel
group.none Ohne Ziel, nach Priorität, dann älteste zuerst
group.waiting Wartet auf Kunden
group.over Beendet
group.paused Uhr angehalten
turn.next am Zug:
turn.you Ich
turn.client Der Kunde
turn.supplier Der Lieferant
turn.supplied Lieferant: %s
turn.desk Wir, der SPOC
here.title Gerade hier
here.you ich
here.away weg seit
here.looks %s schaut zu
here.look %s und %d weitere schauen zu
last.client Kunde schrieb
last.tool Kommentar in %s
last.replied geantwortet
last.message an Teams gesendet
last.note interne Notiz
last.deleted Notiz gelöscht
foot.reply antworten
foot.update Kundeninfo
foot.note interne Notiz
foot.take übernehmen
keys.update vorbereitete Information an den Kunden
reply.next Nächste Information bis
update.hello Guten Tag,
update.helloto Guten Tag %s,
update.body wir arbeiten weiter an „%s“. Stand: %s. Die nächste Information erhalten Sie bis %s.
key.is Stand oder Art
key.client Kunde
key.team Team mit einer Aufgabe
key.next wer am Zug ist
key.p Priorität
key.sla Restzeit
key.promise zugesagte Information
key.owner wer sie hat
key.service Leistung
key.status Status
key.sync Abgleich mit Werkzeugen
key.label Kennzeichen
key.watching wer es verfolgt
key.queue Warteschlange
value.is:unread Neu für mich
value.watching:me was ich verfolge
value.is:attention Braucht Blick
value.is:open Offen
value.is:waiting Wartet auf Kunden
value.is:request Auftrag
value.is:umbrella Schirm
value.is:major Großstörung
value.is:problem Problem
value.p:1 Kritisch
value.p:2 Hoch
value.p:3 Normal
value.p:4 Niedrig
value.sla:late Überschritten
value.sla:<30m Unter 30 Minuten
value.sla:<2h Unter 2 Stunden
value.sla:<24h Unter 24 Stunden
value.promise:due Information ist fällig
value.promise:any Alle zugesagten Informationen
value.promise:<30m In 30 Minuten fällig
value.promise:<2h In 2 Stunden fällig
value.next:spoc Wir, der SPOC
value.next:client Der Kunde
value.next:team Ein Team
value.next:supplier Ein Lieferant
value.sync:problem Nicht abgeglichen
value.sync:conflict Abweichung
value.sync:error Nicht zugestellt
value.sync:sending Wird gesendet
value.owner:me Ich
value.owner:none Noch niemand
value.queue:mine Meine und freie
fault.only_queue:mine_is_known es gibt nur queue:mine
fault.is_late,_or_a_time_such_as_<30m ist late oder eine Zeit wie <30m
fault.is_due,_any,_or_a_time_such_as_<30m ist due, any oder eine Zeit wie <30m

# portal: what clients read
portal.title Serviceportal
portal.hello Guten Tag, %s
portal.fault Eine Störung ist in Bearbeitung.
portal.calm Es ist keine Störung offen.
portal.report Störung melden
portal.current Aktuelle Störung
portal.next Nächste Information bis
portal.expected Voraussichtlich behoben
portal.latest Zuletzt von %s
portal.add Nachricht hinzufügen
portal.open Meldung öffnen
portal.answer Ihre Antwort fehlt
portal.reply Antworten
portal.own Ihre Meldungen
portal.all Alle Meldungen
portal.onlyopen Offene Meldungen
portal.none Es gibt keine.
portal.more Weitere
portal.form Störung melden, fragen oder beauftragen
portal.formhint Wir sehen es sofort, rund um die Uhr.
portal.kind Worum geht es?
portal.kind_incident Eine Störung
portal.kind_change Eine Änderung oder Bestellung
portal.kind_question Eine Frage
portal.anyservice Nicht sicher, oder eine andere
portal.files Dateien anhängen
portal.how Wie schwer ist es?
portal.how_down Ausfall
portal.how_degraded Beeinträchtigt
portal.how_minor Gering
portal.what Was passiert?
portal.details Einzelheiten
portal.detailshint Seit wann, welche Standorte, wie viele Personen. Dateien lassen sich danach anhängen.
portal.send Senden an %s
portal.received Eingegangen
portal.talk Nachrichten
portal.silent Es wurde noch nichts geschrieben.
portal.message Ihre Nachricht
portal.reopen Dies ist gelöst. Eine Nachricht öffnet es wieder.
portal.into Weiter als %s
portal.merged Das war doppelt gemeldet: Es geht zusammen mit Ihrer anderen Meldung weiter, nichts davon geht verloren.
portal.goon %s öffnen
standing.received Eingegangen
standing.progress In Bearbeitung
standing.waiting Ihre Antwort fehlt
standing.hold Angehalten
standing.monitoring Beobachtung
standing.resolved Behoben
standing.cancelled Storniert
done.portal Wir haben es erhalten.
done.said Wir haben Ihre Nachricht erhalten.

audit.title Protokoll
audit.hint Wer was an Konten, Rollen, Schlüsseln, Verbindungen und Stammdaten getan hat. Das Protokoll wächst nur und enthält keine Geheimnisse.
audit.by Wer
audit.at Wann
audit.action Was
audit.all Alles
audit.object An wem oder was
audit.changes Im Einzelnen
audit.filter Filtern
audit.none Dergleichen ist nicht geschehen.
audit.nobody niemand angemeldet
audit.unknown –
audit.sign_in angemeldet
audit.sign_in.failed falsches Kennwort
audit.sign_in.locked nach falschen Kennwörtern für eine Weile gesperrt
audit.sign_out abgemeldet
audit.sign_out.everywhere überall abgemeldet
audit.person.added Konto angelegt
audit.person.changed Konto geändert
audit.person.disabled Konto stillgelegt
audit.person.enabled Konto wieder freigegeben
audit.person.password Kennwort gesetzt
audit.person.link Anmeldelink erzeugt
audit.token.made API-Schlüssel erzeugt
audit.token.revoked API-Schlüssel widerrufen
field.how Wie
field.name Name
field.mail E-Mail
field.role Rolle
field.login Konto

catalogue.title Stammdaten
catalogue.tables Tabellen der Stammdaten
catalogue.find Suchen
catalogue.none Hier ist noch nichts.
kinds.clients Kunden
kinds.contacts Ansprechpersonen
kinds.contracts Verträge
kinds.services Leistungen
kinds.components Komponenten
kinds.teams Teams
kinds.questions Fragen
kindone.clients Kunde
kindone.contacts Ansprechperson
kindone.contracts Vertrag
kindone.services Leistung
kindone.components Komponente
kindone.teams Team
kindone.questions Frage
kindnew.clients Neuer Kunde
kindnew.contacts Neue Ansprechperson
kindnew.contracts Neuer Vertrag
kindnew.services Neue Leistung
kindnew.components Neue Komponente
kindnew.teams Neues Team
kindnew.questions Neue Frage
kindhint.clients Wen die Leitstelle betreut
kindhint.contacts Menschen bei den Kunden, und was sie dürfen
kindhint.contracts Vereinbarungen: Servicestufe und Nachfrist
kindhint.services Leitungen, Racks, Präfixe: worum es in Meldungen geht
kindhint.components Worüber Leistungen laufen: Linecards, Ports, Racks
kindhint.teams Teams und Lieferanten, und wo ihre Tickets entstehen
kindhint.questions Was je nach Art der Leistung gefragt wird, bevor ein Team die Meldung bekommt
column.name Name
column.id Kennung
column.title Bezeichnung
column.language Sprache
column.languages Sprachen
column.parent Übergeordnet
column.domains Mail-Domänen
column.connection Verbindung
column.target Ziel
column.client Kunde
column.clients Kunden
column.mail E-Mail
column.phone Telefon
column.rights Darf
column.sla Servicestufe
column.grace Nachfrist
column.kind Art
column.site Standort
column.redundancy_group Redundanzgruppe
column.external_ids Kennungen bei anderen
column.external_id Externe Kennung
column.retired Stillgelegt
column.service Leistung
column.side Seite
column.follows_status Bei behoben, storniert und wieder geöffnet
column.sees_client_conversation Sieht das Gespräch mit dem Kunden
column.allow_public Arbeit darf an einen Ort, den alle lesen können
column.read_only Nur lesen: In seine Tickets wird nichts geschrieben
column.labels Etiketten an jedem Ticket
column.time_zone Zeitzone
column.pin PIN
column.service_kind Art der Leistung
column.field Feld für die Antwort
column.position Reihenfolge
column.text Wortlaut
column.label Name der Antwort
column.answers Übliche Antworten
column.kinds Für
columnhint.name Bleibt, wie er ist: bei Kunden und Teams Kleinbuchstaben, Ziffern und Bindestriche
columnhint.domains Mehrere durch Semikolon getrennt
columnhint.languages Mehrere durch Semikolon getrennt
columnhint.clients Leer: alle Kunden. Mehrere durch Semikolon getrennt
columnhint.labels Mehrere durch Semikolon getrennt
columnhint.external_ids Wer:Art:Kennung, mehrere durch Semikolon getrennt
columnhint.external_id Wie es dort heißt, woher es kommt; danach findet es ein Import
columnhint.language Etwa en oder de
columnhint.grace Wie lange nach dem Schließen eine Nachricht wieder öffnet, etwa 14d
columnhint.connection Das Werkzeug mit seinen Tickets; bei einem Team, das von Hand oder per Mail arbeitet: none
columnhint.target Ein Projekt, ein Repository, eine Tabelle
columnhint.time_zone Etwa Europe/Berlin; sonst die der Leitstelle
columnhint.pin Mindestens vier Ziffern, mit denen sich Anrufende ausweisen. Gespeichert wird nur ein Hash, den niemand sieht; leer bleibt sie, wie sie ist
columnhint.service_kind Eine Art, die eine Leistung hat
columnhint.field Kleinbuchstaben, Ziffern und Unterstriche
columnhint.position Kleinere Zahlen kommen zuerst
columnhint.answers Mehrere durch Semikolon getrennt
entry.texts Eine Zeile je Sprache: en = Since when? Englisch ist nötig.
right.open Meldungen öffnen
right.approve zustimmen
right.order bestellen
right.site_access Zutritt zu Standorten anfragen
right.security Sicherheitsfragen
choice.team Team
choice.supplier Lieferant
choice.true übernimmt den Status
choice.comment bekommt einen Kommentar
choice.false nichts
entry.add Hinzufügen
entry.new Neu
entry.state Zustand
entry.broken Nicht wirksam
entry.file aus der Datei
entry.filehint Dieser Eintrag steht in der Konfigurationsdatei; nur sie ändert ihn.
entry.retired stillgelegt
entry.inuse in Gebrauch
entry.default Üblich
entry.required nötig
entry.save Speichern
entry.retire Stilllegen
entry.restore Wieder in Gebrauch nehmen
entry.retirehint Bleibt alten Meldungen bekannt und bekommt nichts Neues.
entry.moved Das hat inzwischen jemand anders geändert, oder es passt nicht. Bitte neu ansehen.
done.entry Gespeichert und wirksam.
done.retired Stillgelegt.
done.restored Wieder in Gebrauch.
done.imported Importiert und wirksam.
page.back Zurück
export.button CSV exportieren
import.title CSV importieren
import.heading %s importieren
import.hint Die erste Zeile nennt die Spalten; eine Spalte, die fehlt, bleibt, wie sie ist. Einträge werden über external_id gefunden, sonst über ihren Namen. Gespeichert wird erst, nachdem gezeigt wurde, was geschähe. Die Spalten sind:
import.file CSV-Datei, UTF-8
import.try Zeigen, was geschähe
import.apply Für %d so ausführen
import.other Andere Datei wählen
import.nothing Es gibt nichts zu speichern.
import.moved Die Stammdaten haben sich seither geändert. Bitte neu ansehen: Gespeichert wurde nichts.
import.line Zeile
import.what Was geschieht
import.added %d neu
import.changed %d geändert
import.unchanged %d unverändert
import.refused %d abgelehnt
outcome.added neu
outcome.changed geändert
outcome.unchanged unverändert
outcome.refused abgelehnt
audit.entry.added angelegt
audit.entry.changed geändert
audit.entry.retired stillgelegt
audit.entry.restored wieder in Gebrauch genommen
fault.must_be_at_least_4_digits,_and_nothing_else muss aus mindestens vier Ziffern bestehen, und nur daraus
fault.must_be_a_number muss eine Zahl sein
fault.must_be_lower-case_letters,_digits_and_underscores,_at_most_40 darf nur Kleinbuchstaben, Ziffern und Unterstriche haben, höchstens 40
fault.needs_an_entry_en,_for_readers_of_any_other_language braucht eine Zeile auf Englisch, für alle anderen Sprachen
fault.the_connection's_settings die Einstellungen der Verbindung
fault.is_there_already gibt es schon
fault.cannot_change:_requests_name_it kann sich nicht ändern: Meldungen nennen es
fault.stands_in_the_configuration_file,_which_alone_changes_it steht in der Konfigurationsdatei; nur sie ändert es
fault.must_be_true_or_false muss true oder false sein
fault.must_be_a_language_such_as_en_or_de-AT muss eine Sprache sein, etwa en oder de-AT
fault.must_be_a_mail_address_such_as_noc@example.net muss eine Mailadresse sein, etwa noc@example.net
fault.must_be_lower-case_letters,_digits_and_hyphens,_at_most_63 darf nur Kleinbuchstaben, Ziffern und Bindestriche haben, höchstens 63
fault.must_be_a_domain_in_lower_case,_such_as_example.net muss eine Domäne in Kleinbuchstaben sein, etwa example.net
fault.must_be_a_duration_such_as_30s,_5m_or_14d muss eine Dauer sein, etwa 30s, 5m oder 14d
fault.must_be_the_name_of_a_time_zone,_such_as_Europe/Berlin muss eine Zeitzone sein, etwa Europe/Berlin
fault.must_be_letters,_digits_and_._:/+-,_without_spaces darf nur Buchstaben, Ziffern und ._:/+- haben, ohne Leerzeichen
fault.is_of_no_use_without_a_connection nützt nichts ohne Verbindung
fault.the_client_is_its_own_parent der Kunde ist sich selbst übergeordnet
fault.is_not_UTF-8:_save_it_as_CSV_UTF-8 ist nicht UTF-8: Bitte als „CSV UTF-8“ speichern
fault.has_no_first_line_that_names_the_columns nennt in der ersten Zeile keine Spalten
phrase.manypins hat mehr als %s PINs: bitte in Teilen einlesen
phrase.nokind keine Leistung ist von der Art „%s“
phrase.twice „%s“ gibt es schon
phrase.retired %s ist stillgelegt
phrase.infile steht schon in der Datei, in Zeile %s
phrase.nocolumn hat die Spalte „%s“; es gibt nur %s
phrase.twicecolumn hat die Spalte „%s“ zweimal
phrase.needscolumn braucht die Spalte „%s“ oder external_id
phrase.oneofnames muss eines davon sein: %s
phrase.nosuch nicht bekannt: %s „%s“
phrase.meant (gemeint „%s“?)
phrase.unfit %s passte nicht mehr: %s: %s

connect.title Verbindung hinzufügen
connect.plugin Plugin
connect.choose Wählen Sie, welches Werkzeug verbunden werden soll.
connect.filehint Diese Verbindung steht in der Konfigurationsdatei; nur sie ändert ihre Einstellungen. Anhalten und zuordnen lässt sie sich hier.
connect.namehint Kleinbuchstaben, Ziffern und Bindestriche; er bleibt, wie er ist.
connect.secret Nur schreiben: verschlüsselt aufbewahrt, nie wieder gezeigt.
connect.kept Gespeichert, zum Ersetzen eingeben
connect.yes ja
connect.no nein
connect.table Eines je Zeile: Name = Wert
connect.poll Abfragen alle
connect.pollhint Etwa 30s oder 1m. Webhooks melden Änderungen sofort.
connect.hook Geheimnis des Webhooks
connect.hookhint Damit unterschreibt das Werkzeug seine Webhooks. Ohne es gleicht allein das Abfragen ab.
connect.hookat Im Werkzeug gehen Webhooks an
connect.readonly Nur lesen: lesen, verknüpfen und zeigen, was geschrieben würde, nichts schreiben
connect.test Prüfen
connect.save Speichern, angehalten beginnen
connect.anyway Trotzdem speichern
connect.works Prüfung bestanden: Wir sind dort %s. Sie dauerte %s s.
conn.pause Anhalten
conn.resume Starten
conn.settings Einstellungen
conn.retry Jetzt versuchen
conn.curve Rückstand seit %s: höchstens %s, um %s; jetzt %s
conn.curveflat Kein Rückstand seit %s
conn.broken Tickets von %s, die fehlschlugen
conn.retryone Erneut versuchen
conn.retryall Alle erneut versuchen
conn.allbroken Alle gestörten
conn.retryhint Von selbst wird es wieder versucht.
done.connected Gespeichert und angehalten. Bitte starten, wenn alles bereit ist.
done.paused Angehalten. Was eingeht, wartet.
done.resumed Gestartet.
done.retriedconnection Das Werkzeug antwortet.
done.stillfailing Das Werkzeug antwortet nicht, wie es soll. Was es sagt, steht unten.
connstate.paused Angehalten
connstate.broken Nicht wirksam
audit.connection.added Verbindung angelegt
audit.connection.changed Verbindung geändert
audit.connection.paused Verbindung angehalten
audit.connection.resumed Verbindung gestartet
audit.connection.retried Verbindung erneut versucht
audit.mapping.changed Zuordnung geändert
audit.rule.changed Regel für Abweichungen geändert
fault.no_key_to_seal_secrets_with:_set_server.seal_key kein Schlüssel, der Geheimnisse versiegelt: server.seal_key setzen
new.choose auswählen
new.addkey ergänzen
new.caller Anrufer
new.callerhint Name, Nummer oder Mailadresse
new.norights keine Rechte hinterlegt
new.several Handelt für mehrere Kunden: bitte einen auswählen.
new.stranger Unter diesem Namen, dieser Nummer oder Adresse ist niemand hinterlegt.
new.maynot Darf das nach den Unterlagen nicht: %s. Vorher klären.
new.strangertake Die Meldung trotzdem aufnehmen, von jemandem, der nicht hinterlegt ist
new.verified Geprüft
new.unverified nicht geprüft
new.calledback zurückgerufen
new.callback Hinterlegt: %s
new.haspin Eine PIN ist hinterlegt.
new.pin PIN
new.noservice Keine Leistung hat die Kennung „%s“.
new.near Vielleicht:
new.servicehint Jede Kennung: unsere, die des Kunden, die des Netzbetreibers
new.result Ergebnis
new.because Auswirkung %s × Dringlichkeit %s
new.look Was dazu bekannt ist
new.already Schon offen?
new.nothing Nichts Ähnliches gefunden.
new.add Anruf dort ergänzen
new.opennow Jetzt offen
new.speaks Sprache
new.similarfirst Das ist vielleicht schon bekannt, siehe „Schon offen?“. Den Anruf dort ergänzen oder die Meldung trotzdem anlegen.
unasked Noch nicht gefragt:
unasked.ask Fragen
asked.title Gefragt
asked.not noch nicht gefragt
asked.change Antworten ändern
asked.hint Ein neues Ticket enthält sie. Eines, das es schon gibt, behält seinen Text.
asked.button Antworten sichern
similar.title Ähnliche Meldungen
similar.likely sehr wahrscheinlich dasselbe
similar.possible vielleicht dasselbe
similar.merge Mit %s zusammenführen
verify.title Anrufer prüfen
verify.calledback Unter %s zurückgerufen
verify.pin PIN prüfen
caller.unverified nicht geprüft
caller.may Darf
verified.call_back durch Rückruf
verified.call_back_after_wrong_tries durch Rückruf, nach falschen PINs
verified.pin durch PIN
verified.pin_after_wrong_tries durch PIN, nach falschen
language.de Deutsch
language.en Englisch
alike.service dieselbe Leistung
alike.component dieselbe Komponente
alike.names dasselbe Gerät, dieselbe Nummer oder Zeit
alike.trouble dasselbe Symptom
alike.words ähnliche Wörter
alike.time zur selben Zeit
outbreak.title Ausfall an %s?
outbreak.says Weitere Meldungen daran: %d. Betroffene Kunden: %d.
outbreak.there Dafür gibt es schon eine Großstörung:
outbreak.gather Als Großstörung sammeln
outbreak.join Unter %s sammeln
outbreak.after Ihre Seite schlägt vor, sie zu sammeln.
field.caller Anrufer
field.verified Geprüft
field.pin PIN
event.verified hat den Anrufer %s geprüft
error.pin Falsche PIN. Noch %d Versuche
error.pinlocked Zu viele falsche PINs. Nächster Versuch um %s; stattdessen unter der hinterlegten Nummer zurückrufen.
done.added Der Anruf ist in dieser Meldung ergänzt.
done.asked Antworten gesichert.
done.verify Der Anrufer ist geprüft.
fault.there_is_no_number_on_file keine Nummer hinterlegt
fault.there_is_no_PIN_on_file keine PIN hinterlegt
fault.only_a_contact_of_the_client_can_be_verified nur ein Ansprechpartner des Kunden kann geprüft werden
fault.it_has_ended:_take_a_new_request sie ist abgeschlossen: bitte neu aufnehmen

mapping.title Zuordnung
mapping.hint Wie das Werkzeug einen Status oder eine Priorität nennt, und was das hier ist. Was bleibt, wie es ist, folgt dem Vorschlag des Plugins. Nichts wird wirksam, bevor es erprobt wurde.
mapping.unknown Das Werkzeug hat seine Werte noch nicht genannt.
mapping.ask Werkzeug fragen
mapping.states Status
mapping.priorities Prioritäten
mapping.people Menschen
mapping.peoplehint Die Mailadresse dessen, dem das Konto hier gehört. Was leer ist, folgt der Mailadresse im Werkzeug.
mapping.fields Wohin Felder fließen
mapping.read Aus dem Werkzeug gelesen
mapping.write Ins Werkzeug geschrieben
mapping.readas %s wird gelesen als
mapping.writeas %s wird geschrieben als
mapping.flows Richtung von %s
mapping.usual üblich: %s
mapping.notread nicht gelesen
mapping.notwritten nicht geschrieben
mapping.asis wie es ist: %s
mapping.gone gibt es im Werkzeug nicht mehr
mapping.readeach Dafür jedes Ticket im Werkzeug lesen
mapping.try An den letzten 20 Tickets erproben
mapping.live Wie erprobt in Kraft setzen
mapping.tried An %d Tickets erprobt
mapping.nothing Geschrieben wurde nichts, und hier wurde nichts geändert.
mapping.notickets Noch hat keine Meldung dort ein Ticket.
mapping.reads Anders gelesen
mapping.writes Anders geschrieben, bei der nächsten Änderung
mapping.atonce Sofort
mapping.takes übernommen
mapping.sends gesendet
mapping.same wie jetzt
mapping.none nichts
done.mapping Die Zuordnung ist in Kraft.
direction.both in beide Richtungen
direction.out zum Werkzeug
direction.in vom Werkzeug
direction.once einmal, beim Anlegen
direction.off gar nicht

people.title Menschen
people.add Person hinzufügen
people.login Konto
people.loginhint Womit sie sich anmelden; es bleibt, wie es ist.
people.client Beim Kunden
people.active aktiv
people.disabled stillgelegt
people.password meldet sich mit Kennwort an
people.nopassword hat hier kein Kennwort
people.makelink Anmeldelink erzeugen
people.link Dieser Link meldet einmal an, innerhalb einer halben Stunde:
people.linkhint Bitte selbst weitergeben. Er wird nur jetzt gezeigt; wer ihn hat, kann ein neues Kennwort setzen.
people.signout Überall abmelden
people.disable Stilllegen
people.enable Wieder freigeben
people.last Sonst ist niemand mehr da, der den Hub verwalten darf.
people.nolink Ein stillgelegtes Konto bekommt keinen Link.
role.spoc SPOC
role.lead Leitung
role.admin Verwaltung
role.viewer Nur lesen
role.client Ansprechperson eines Kunden
tokens.title API-Schlüssel
tokens.name Wofür
tokens.for Gültig für Tage
tokens.make Schlüssel erzeugen
tokens.made Erzeugt
tokens.expires Endet
tokens.never nie
tokens.used Zuletzt benutzt
tokens.revoke Widerrufen
tokens.revoked widerrufen
tokens.none Es gibt keinen Schlüssel.
tokens.secret Diesen Schlüssel bitte jetzt kopieren: Er wird nur einmal gezeigt.
tokens.days muss zwischen 1 und %d liegen
password.title Kennwort setzen
password.present Jetziges Kennwort
password.new Neues Kennwort
password.again Das neue noch einmal
password.button Kennwort setzen
password.hint Mindestens 12 Zeichen. Überall sonst werden Sie abgemeldet.
password.differs Die beiden unterscheiden sich.
password.weak hat weniger als %d Zeichen
done.password Ihr Kennwort ist gesetzt.
done.signedout Überall abgemeldet.
done.revoked Widerrufen.
audit.cli Kommandozeile
connect.remove Entfernen
connect.removehint Nur, woran kein Team, kein Kunde und kein Ticket hängt. Alles andere lässt sich anhalten.
connect.linked Darüber sind %d Tickets verknüpft: Bitte stattdessen anhalten.
done.removed Entfernt.
audit.connection.removed Verbindung entfernt

setting.API_address API-Adresse
setting.The_API's_root;_for_GitHub_Enterprise_Server_https://HOST/api/v3. Die Wurzel der API; bei GitHub Enterprise Server https://HOST/api/v3.
setting.Repository Repository
setting.Whose_issues_are_kept_in_step. Seine Issues werden abgeglichen.
setting.Access_token Zugriffstoken
setting.A_fine-grained_token_with_Issues_read_and_write_and_Metadata_read,_or_a_classic_one_with_the_scope_repo._Not_together_with_app_id. Ein Fine-grained Token, das Issues lesen und schreiben und Metadata lesen darf, oder ein klassisches mit dem Scope repo. Nicht zusammen mit einer App-ID.
setting.App_id App-ID
setting.Sign_in_as_a_GitHub_App,_together_with_installation_id_and_private_key. Meldet als GitHub App an, zusammen mit Installations-ID und privatem Schlüssel.
setting.Installation_id Installations-ID
setting.The_App's_installation_that_covers_the_repository. Die Installation der App, zu der das Repository gehört.
setting.App_private_key Privater Schlüssel der App
setting.The_App's_private_key_as_PEM. Der private Schlüssel der App als PEM.
setting.Account Konto
setting.dedicated:_nobody_but_the_hub_uses_the_token's_account._An_App_always_is. Eigenes Konto: Niemand außer dem Hub nutzt das Konto des Tokens. Bei einer App ist das immer so.
setting.dedicated:_nobody_but_the_hub_works_with_this_account. Eigenes Konto: Niemand außer dem Hub arbeitet mit diesem Konto.
setting.dedicated:_nobody_but_the_hub_uses_this_account. Eigenes Konto: Niemand außer dem Hub nutzt dieses Konto.
setting.Status_labels Labels für den Status
setting.Which_label_on_an_open_issue_means_which_of_our_states_(todo,_in_progress,_waiting);_without_the_table_in_progress_and_waiting_as_'status:_in_progress'_and_'status:_waiting'. Welches Label an einem offenen Issue welchen unserer Zustände (todo, in_progress, waiting) bedeutet; ohne die Tabelle in_progress und waiting als „status: in progress“ und „status: waiting“.
setting.Priority_labels Labels für die Priorität
setting.Which_label_means_which_priority_(P1_to_P4);_without_the_table_'priority:_P1'_and_so_on. Welches Label welche Priorität (P1 bis P4) bedeutet; ohne die Tabelle „priority: P1“ und so weiter.
setting.Type_labels Labels für die Art
setting.Which_label_a_new_issue_gets_for_a_draft's_type. Welches Label ein neues Issue je nach Art der Meldung bekommt.
setting.Write_lag Frist nach einem Schreiben
setting.How_long_a_write_whose_answer_was_lost_may_still_take_effect;_it_is_not_repeated_before. Wie lange ein Schreiben, dessen Antwort verloren ging, noch wirksam werden kann; vorher wird es nicht wiederholt.
setting.Address Adresse
setting.The_site's_address_with_its_path_prefix,_if_any;_for_scoped_Cloud_tokens_https://api.atlassian.com/ex/jira/CLOUD-ID. Die Adresse von Jira, mit Pfad, falls es einen hat; für Cloud-Token mit Scopes https://api.atlassian.com/ex/jira/CLOUD-ID.
setting.User Benutzer
setting.Cloud:_the_account's_mail_address._Data_Center:_the_login_name;_leave_it_out_when_the_token_is_a_personal_access_token. Cloud: die Mailadresse des Kontos. Data Center: der Anmeldename; bei einem persönlichen Zugriffstoken leer lassen.
setting.Token Token
setting.API_token,_personal_access_token_or_password. API-Token, persönliches Zugriffstoken oder Kennwort.
setting.Project Projekt
setting.Key_of_the_project,_or_several_separated_by_commas;_the_first_one_is_the_default_target. Schlüssel des Projekts, oder mehrere durch Komma getrennt; das erste ist das übliche Ziel.
setting.Issue_type Vorgangstyp
setting.Name_or_id_of_the_type_of_new_issues. Name oder ID des Typs neuer Vorgänge.
setting.Deployment Betriebsart
setting.Cloud_and_Data_Center_differ_in_search_and_users;_auto_asks_the_server. Cloud und Data Center unterscheiden sich bei Suche und Benutzern; „selbst erkennen“ fragt den Server.
setting.Internal_comments Interne Kommentare
setting.In_service_projects,_write_every_comment_as_an_internal_one. In Serviceprojekten jeden Kommentar als internen schreiben.
setting.Resolution Lösung
setting.Set_where_a_transition_asks_for_one. Wird gesetzt, wo ein Übergang eine verlangt.
setting.Rejections Ablehnungen
setting.Resolutions_of_a_done_issue_that_hand_the_task_back;_those_of_Jira's_own_that_mean_so_where_none_is_named. Lösungen eines erledigten Vorgangs, mit denen die Aufgabe zurückkommt; ist keine genannt, gelten die von Jira, die das bedeuten.
setting.Search_lag Verzug der Suche
setting.How_long_the_site's_search_may_miss_a_new_issue;_a_create_without_an_answer_is_not_repeated_before._Left_out:_5m_at_Cloud,_30s_at_Data_Center. Wie lange die Suche einen neuen Vorgang übersehen kann; ein Anlegen ohne Antwort wird vorher nicht wiederholt. Leer: 5m bei Cloud, 30s bei Data Center.
setting.File_hosts Server für Dateien
setting.Other_hosts_from_which_attachments_may_be_fetched,_without_the_credential. Andere Server, von denen Anhänge geholt werden dürfen, ohne die Zugangsdaten.
setting.Other_hosts_to_which_Redmine_sends_for_the_bytes_of_files,_fetched_without_the_key. Andere Server, auf die Redmine für Dateien verweist; dort wird ohne den Schlüssel geholt.
setting.The_address_of_Redmine,_with_its_path_if_it_has_one. Die Adresse von Redmine, mit Pfad, falls es einen hat.
setting.API_key API-Schlüssel
setting.The_API_access_key_of_the_account,_from_its_page_My_account. Der API-Zugriffsschlüssel des Kontos, von seiner Seite „Mein Konto“.
setting.The_identifier_of_the_project_whose_issues_are_kept_in_step. Die Kennung des Projekts, dessen Tickets abgeglichen werden.
setting.Tracker Tracker
setting.The_name_of_the_tracker_for_new_issues;_without_it_the_project's_first_one. Der Name des Trackers für neue Tickets; sonst der erste des Projekts.
setting.Key_field Feld für unsere Kennung
setting.The_name_of_a_custom_field,_text_and_used_as_a_filter,_that_holds_our_key;_without_it_an_invisible_last_line_of_the_description_does. Der Name eines benutzerdefinierten Felds (Text, als Filter benutzt), das unsere Kennung hält; sonst steht sie in einer unsichtbaren letzten Zeile der Beschreibung.
setting.Text_format Textformat
setting.The_text_formatting_in_Redmine's_general_settings. Die Textformatierung aus den allgemeinen Einstellungen von Redmine.
setting.The_instance's_address,_without_a_path_to_an_API. Die Adresse der Instanz, ohne den Pfad einer API.
setting.User_name Benutzername
setting.The_integration_user,_also_where_OAuth_is_used:_it_tells_our_own_entries_from_those_of_others. Der Integrationsbenutzer, auch mit OAuth: An ihm sind unsere Einträge von denen anderer zu unterscheiden.
setting.Password Kennwort
setting.For_basic_authentication,_and_for_the_OAuth_password_grant. Für Basic-Authentifizierung und für OAuth mit Kennwort.
setting.OAuth_client OAuth-Client
setting.With_it_a_token_is_used:_by_the_password_grant_where_a_password_is_given,_else_by_client_credentials. Damit gilt ein Token: mit Kennwort, wo eines angegeben ist, sonst mit den Zugangsdaten des Clients.
setting.OAuth_client_secret Geheimnis des OAuth-Clients
setting.Table Tabelle
setting.The_table_of_the_tickets. Die Tabelle der Tickets.
setting.Assignment_group Zuweisungsgruppe
setting.The_group's_name_or_sys_id:_it_gets_new_tickets,_its_members_are_the_people,_and_only_its_tickets_and_our_own_are_watched. Name oder sys_id der Gruppe: Sie bekommt neue Tickets, ihre Mitglieder sind die Menschen, und nur ihre und unsere Tickets werden beobachtet.
setting.Caller Anrufer
setting.The_caller_of_new_tickets:_user_name,_mail_address_or_sys_id. Der Anrufer neuer Tickets: Benutzername, Mailadresse oder sys_id.
setting.Resolution_code Lösungscode
setting.Resolution_notes Lösungstext
setting.Sent_when_a_ticket_is_resolved. Wird gesendet, wenn ein Ticket behoben wird.
setting.Hold_reason Grund für das Anhalten
setting.The_code_sent_when_a_ticket_is_put_on_hold. Der Code, der gesendet wird, wenn ein Ticket angehalten wird.
setting.Resolved_states Behoben-Status
setting.Codes_of_the_states_that_need_a_resolution_code_and_notes. Codes der Status, die Lösungscode und Lösungstext brauchen.
setting.Hold_states Angehalten-Status
setting.Codes_of_the_states_that_need_a_hold_reason. Codes der Status, die einen Grund für das Anhalten brauchen.
setting.Cancel_state Storno-Status
setting.The_code_for_a_duplicate_that_may_not_be_deleted. Der Code für ein Doppeltes, das nicht gelöscht werden darf.
option.shared mitbenutzt
option.dedicated eigenes Konto
option.auto selbst erkennen
option.cloud Cloud
option.datacenter Data Center
option.textile Textile
option.markdown Markdown
option.true ja
option.false nein
field.comments Kommentare
field.connection Verbindung
field.plugin Plugin
field.poll Abfragen alle
field.read_only Nur lesen
field.webhook_secret Geheimnis des Webhooks
how.link Anmeldelink
how.password Kennwort
how.openid OpenID Connect
fault.must_be_at_least_1s muss mindestens 1s sein
`
