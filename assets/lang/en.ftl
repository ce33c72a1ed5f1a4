# Every text that people read, by the place where it stands.

## What can be touched on a phone, for those who hear the screen.

device-phone = phone { $name }
device-tile = tile { $title }
device-unpin = unpin { $title }
device-resize = make { $title } { $size }
device-size-small = small
device-size-medium = medium
device-size-wide = wide
device-aside = done rearranging
device-toast = toast { $text1 } { $text2 }
device-key-back = Back key
device-key-start = Start key
device-key-search = Search key

## The service's answers: what happened, what it means, what to do. Keys are the names of protocol/verdict.rs.

verdict-received-title = 200 Received
verdict-received-meaning = The service took the push and the phone is connected, so it is on its way. This is not proof that it was shown.
verdict-received-advice = Nothing.
verdict-received-temp-disconnected-title = 200 Received · TempDisconnected
verdict-received-temp-disconnected-meaning = The service took the push and keeps it: the phone is away, and gets it when it returns.
verdict-received-temp-disconnected-advice = Nothing.
verdict-queue-full-title = 200 QueueFull
verdict-queue-full-meaning = Too many pushes wait for this phone. This one was thrown away, although the code is 200.
verdict-queue-full-advice = Send it again after 4 minutes, then after 8, 16 and 32.
verdict-queue-full-temp-disconnected-title = 200 QueueFull · TempDisconnected
verdict-queue-full-temp-disconnected-meaning = The phone is away and its queue is full. This push was thrown away, although the code is 200.
verdict-queue-full-temp-disconnected-advice = Send it again after 4 minutes, then after 8, 16 and 32.
verdict-suppressed-title = 200 Suppressed
verdict-suppressed-meaning = The channel does not take this kind of push, so it was dropped. The app did not bind the kind, or the user switched it off.
verdict-suppressed-advice = Do not send it again.
verdict-suppressed-temp-disconnected-title = 200 Suppressed · TempDisconnected
verdict-suppressed-temp-disconnected-meaning = The channel does not take this kind of push, so it was dropped. The phone is away as well.
verdict-suppressed-temp-disconnected-advice = Do not send it again.
verdict-received-disconnected-title = 200 Received · Disconnected
verdict-received-disconnected-meaning = The service took the push while the phone is disconnected. Seen in the field, never documented.
verdict-received-disconnected-advice = Nothing: treat it as taken.
verdict-dropped-title = 200 Dropped
verdict-dropped-meaning = The phone may not take pushes in the background now, or saves its battery. Seen in the field, never documented.
verdict-dropped-advice = Do not count it as delivered, and do not send it again.
verdict-bad-request-title = 400 Bad Request
verdict-bad-request-meaning = The service cannot read the request: the XML or the address is malformed, or the payload is too large.
verdict-bad-request-advice = Mend the request before you send it again.
verdict-unauthorized-title = 401 Unauthorized
verdict-unauthorized-meaning = The sender may not use this channel: the certificate is not the one that the channel was opened for.
verdict-unauthorized-advice = Mend the certificate before you send again.
verdict-forbidden-title = 403 Forbidden
verdict-forbidden-meaning = The certificate is not associated with the app.
verdict-forbidden-advice = Associate the certificate with the app before you send again.
verdict-expired-title = 404 Dropped · Expired
verdict-expired-meaning = The channel is gone: the app closed it, or it never existed.
verdict-expired-advice = Delete this URI for good and wait for the app to send a new one.
verdict-expired-temp-disconnected-title = 404 Dropped · Expired · TempDisconnected
verdict-expired-temp-disconnected-meaning = The channel is gone, and the phone is away.
verdict-expired-temp-disconnected-advice = Delete this URI for good and wait for the app to send a new one.
verdict-expired-disconnected-title = 404 Dropped · Expired · Disconnected
verdict-expired-disconnected-meaning = The channel is gone, and the phone is disconnected.
verdict-expired-disconnected-advice = Delete this URI for good and wait for the app to send a new one.
verdict-method-not-allowed-title = 405 Method Not Allowed
verdict-method-not-allowed-meaning = The service takes POST and nothing else.
verdict-method-not-allowed-advice = Use POST.
verdict-throttled-title = 406 Dropped
verdict-throttled-meaning = The channel's daily quota is used up, or the sender is too fast.
verdict-throttled-advice = Send again at most once an hour; it may take 24 hours.
verdict-throttled-temp-disconnected-title = 406 Dropped · TempDisconnected
verdict-throttled-temp-disconnected-meaning = The channel's daily quota is used up, or the sender is too fast. The phone is away as well.
verdict-throttled-temp-disconnected-advice = Send again at most once an hour; it may take 24 hours.
verdict-device-inactive-title = 412 Dropped · Inactive
verdict-device-inactive-meaning = The phone has been away for too long. The service keeps nothing for it.
verdict-device-inactive-advice = Send again at most once an hour, or the service may block the sender.
verdict-service-unavailable-title = 503 Service Unavailable
verdict-service-unavailable-meaning = The service cannot take pushes now.
verdict-service-unavailable-advice = Send it again after 4 minutes, then after 8, 16 and 32.
verdict-internal-error-title = 500 Internal Server Error
verdict-internal-error-meaning = The service failed. It never documented this answer; here it comes only from a fault that was set.
verdict-internal-error-advice = Send it again.
verdict-unlisted-title = HTTP { $code }
verdict-unlisted-meaning = No row of the service's table has this code with these statuses.
verdict-unlisted-advice = Check that the address is a channel of an MPNS service.

## A push that got no answer: what happened, what it means, what to do.

send-failed-address = The push was not sent: { $reason }. Copy the URI again from where the app shows it.
send-failed-address-unusable = the address cannot be used
send-failed-connect = The push was not sent: nothing answers at { $host }. Check that the service runs there and that the port is right.
send-failed-timeout = { $host } did not answer within { $secs } seconds. Nobody knows whether the push arrived; send it again if it matters.
send-failed-tls-issuer = The push was not sent: nobody whom this sender trusts has issued the certificate of { $host }. If a Tilecast relay runs there, trust its ca.pem (`tilecast send --ca FILE`).
send-failed-tls-name = The push was not sent: the certificate of { $host } is for another host. Send to a name or address that the certificate has.
send-failed-tls-time = The push was not sent: the certificate of { $host } is not valid at this time. Check its dates, and this machine’s clock.
send-failed-tls-plain = The push was not sent: { $host } does not speak TLS. Send to the service’s TLS port, or, if the channel is not authenticated, to http://.
send-failed-tls-refused = The push was not sent: { $host } refused the TLS handshake ({ $reason }). Check the client certificate, its key, and what the service asks for.
send-failed-tls = The push was not sent: there is no TLS connection with { $host }: { $reason }. Check that the service speaks TLS 1.2 or 1.3 there.
send-failed-broken = { $host } ended the connection in the middle of the exchange. Nobody knows whether the push arrived; send it again if it matters.

## The commands.

verdict-to-do = To do:
send-retry = Trying again in { $secs } seconds.
demo-step-1 = 1  The app { $app } on { $device } asks the push client service for a notification URI.
demo-step-2 = 2  The push client negotiates with the relay, which returns a URI.
demo-step-3 = 3  The push client hands the URI to the app: { $uri }
demo-step-4 = 4  The app sends the URI to its cloud service.
demo-step-5 = 5  The cloud service POSTs a { $kind } of { $bytes } bytes to the URI. Answer: { $answer }
demo-step-6 = 6  The relay routes it to the phone: { $stages }
certs-authority = the authority’s certificate: senders that are to reach the relay trust it
certs-server = the relay’s own certificate, shown with --certs
certs-sender = the certificate with which the service { $service } sends
certs-key = its key
certs-pfx = certificate and key in one file, for .NET and Java; the password is { $password }
certs-written = Written: { $file }: { $role }
certs-kept = Kept as it was: { $file }: { $role }
certs-next = Start the relay with --certs { $folder } to use them.
demo-picture =    Picture: { $file }

## Everywhere.

copy = Copy
copy-done = Copied
dismiss = Dismiss
span-ms = { $n } ms
span-secs = { $n } s
span-mins = { $n } min
span-hours = { $n } h

## The top bar.

app-name = Tilecast
endpoint-starting = The relay is starting …
endpoint-no-channel = no channel is open yet
endpoint-copy = Copy the channel URI
endpoint-copy-base = Copy the address
endpoint-hint = Point your sender here: it posts to this channel of { $whose }.
send-one = Send one to me
send-one-hint = Sends a ready-made toast to the first open channel
theme-dark = Dark
theme-light = Light
theme-contrast = High contrast

## The strip with the six steps.

pipeline-name = The six steps of a push
node-app = App
node-app-named = App · { $app }
node-app-closed = no channel open
node-app-open = “{ $channel }” · { $bound }
bound-both = toast + tile
bound-toast = toast only
bound-tile = tile only
bound-nothing = nothing bound
node-client = Push client
node-client-named = Push client · { $device }
node-client-none = no phone
node-client-waiting = { $state }, { $count } waiting
node-relay = MPNS relay
node-relay-up = { $channels ->
    [one] { $channels } channel
   *[other] { $channels } channels
 }
node-relay-starting = starting
node-cloud = Cloud service
node-cloud-holds = holds the URI
node-cloud-waits = waits for a URI
step-asks = 1 asks for a URI
step-negotiates = 2 negotiates
step-gets = 3 gets the URI
step-gives = 4 hands over the URI
step-posts = 5 POST
step-answers = the answer
step-routes = 6 routes the push
step-waits = 6 waits

## The composer.

composer-title = Compose
composer-open = Open…
composer-open-name = Open a payload
composer-save = Save…
composer-save-name = Save the body as it is sent
file-dialog = The file dialog
file-kind = Payloads
file-any = All files
file-too-large = It has more than a megabyte, which is no payload. Choose another file
composer-form = Form
composer-source = Source
kind-toast = Toast
kind-tile = Tile
kind-raw = Raw
template-flip = Flip
template-iconic = Iconic
template-cycle = Cycle
template-standard = 7.1
label-to = To
label-uri = URI
label-when = When to deliver
label-sound = Sound
label-id = Id
to-typed = another address
to-nobody = nobody yet
to-hint = http://…
interval-immediate = immediately
interval-450 = within 450 s
interval-900 = within 900 s
field-keeps = keeps what the phone shows
field-clears = clears what the phone shows
field-empty-text = an empty text
field-image = /Images/front.png or http://…
field-count = 1 to 99; 0 hides it
field-color = #FFRRGGBB
field-text1 = bold, first
field-text2 = then this
field-param = /Page.xaml?id=7, where a tap leads
field-sound = /Sounds/bell.mp3
field-id = empty: the application tile
state-keep = –
state-clear = clear
state-set = set
state-keep-name = { $field }: keep
state-clear-name = { $field }: clear
state-set-name = { $field }: set
sound-default = default
sound-silent = silent
sound-path = file
source-name = XML source
source-raw-name = Raw body
source-title = XML
source-note = exactly what is sent
source-copy = Copy the body as it is sent
meter = { $used } of { $most } bytes
meter-name = Size of the body
send = Send
send-keys = Ctrl Enter

## The middle.

phones-title = Phones
phones-none = No phone is switched on.
phones-none-do = A phone of another program may connect to the relay and will show up here.
connection-connected = connected
connection-temp-disconnected = away
connection-disconnected = disconnected
connection-inactive = away for too long
connection-none = starting

## The answer.

answer-title = Answer
answer-caption = #{ $row } · { $time }
answer-none = No push yet
answer-none-do = Send the draft on the left with Ctrl Enter, or let your own sender post to the URI at the top. What the service answers, what that means and what to do stands here.
answer-todo = To do:
tab-verdict = Verdict
tab-request = Request
tab-answer = Answer
tab-lint = Lint
tab-lint-count = Lint { $count }
journey-title = Journey
journey-connected = connected to the relay
journey-answer = answer { $code }
journey-no-answer = no answer
journey-not-sent = not sent
request-none = The request has not reached the relay of this window, so there is nothing to show as it was received.
answer-not-yet = There is no answer.
lint-none = Nothing to remark.
lint-place = line { $line }, column { $column }
request-name = The request as it came
answer-name = The answer as it went
request-copy = Copy the request
answer-copy = Copy the answer
waiting-title = Waiting
waiting-meaning = The request is on its way and not answered yet.
waiting-advice = Wait.
no-answer-title = No answer
not-sent-title = Not sent
request-body-unread = (Of the body nothing is kept: { $reason }.)
notice-address = This address is no channel URI.
notice-address-do = { $reason }. Copy the URI again from where the app shows it.

## The journey of a push.

stage-composed = composed
stage-sent = sent
stage-accepted = taken by the relay
stage-refused = turned down by the relay
stage-queued = waits in the queue
stage-held = held back
stage-on-link = on the way to the phone
stage-at-phone = at the phone
stage-shown = shown
stage-to-app = handed to the app
stage-ignored = the phone did nothing with it
stage-acked = acknowledged by the phone
stage-lost = lost on purpose
stage-expired = the channel ended before

## The log.

log-title = Log
log-count = { $count ->
    [one] { $count } push
   *[other] { $count } pushes
 }
log-clear = Clear
log-clear-name = Clear the log
log-empty = No push yet. Point a sender at this channel of { $whose }, or press “Send one to me”:
log-empty-closed = No push yet. As soon as an app has opened a channel, its URI stands here.
column-row = #
column-time = time
column-from = from
column-to = to
column-kind = kind
column-what = what
column-verdict = verdict
column-to-shown = to shown
from-this-window = this window
to-unknown = unknown channel
to-shown-ignored = ignored
to-shown-queued = queued
log-row-name = Push { $row }: { $kind }, { $what }, { $verdict }
what-empty-toast = no text
what-unreadable = not readable, line { $line }
what-tile-fields = { $count ->
    [one] { $count } field
   *[other] { $count } fields
 }
what-text = “{ $text }”
what-back = back “{ $text }”
what-back-title = back title “{ $text }”
what-count = count { $text }
what-cleared = clears { $text }
what-bytes = { $bytes } bytes

## The status bar.

status-up = relay up, { $phones ->
    [one] { $phones } phone
   *[other] { $phones } phones
 }, { $channels ->
    [one] { $channels } channel
   *[other] { $channels } channels
 }
status-starting = the relay is starting
status-port-taken = { $wanted } was taken, so the relay listens at { $base }
status-lost = { $count ->
    [one] { $count } event was lost because the window was busy
   *[other] { $count } events were lost because the window was busy
 }

## Notices.

notice-no-destination = There is nowhere to send to.
notice-no-destination-do = No app has an open channel, and no address was typed. Choose one under “To”.
notice-busy = That was not sent.
notice-busy-do = The console has more to do than it can take. Wait a moment, then do it again.
notice-form = { $field } cannot be sent as it stands.
notice-form-do = { $message }. Mend the field, or switch it to “–” to leave it out.
notice-file = { $name } could not be read or written.
notice-file-do = { $message }

## The service: what is wrong with what was typed, and what was refused.

problem-number = “{ $typed }” is no whole number
problem-empty = a number is missing
problem-range = it is { $least } to { $most }; it cannot be { $typed }
problem-too-large = { $typed } is too large
problem-switch = it is on or off; it cannot be { $typed }
fault-problem-text = the text is longer than { $most } bytes
fault-problem-percent = it is above 0 and at most 100; it cannot be { $typed }
held-gone = Push { $push } does not stand at a breakpoint any more, or is not written down yet
device-unknown = The relay knows no device { $device }
certificates-not-yet = Certificates cannot be made by this window yet
notice-service = The service refused that.
notice-service-do = { $message }
certificates-folder = Where are the certificates to be written?
