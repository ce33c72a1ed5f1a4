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
device-lift = Rearrange
device-dismiss = Dismiss
picture-save = Save picture…
picture-copy = Copy picture
device-toast = toast { $text1 } { $text2 }
device-key-back = Back key
device-key-start = Start key
device-key-search = Search key
device-key-power = Power key
device-unlock = unlock
device-apps = list of apps
device-action-center = action center
device-sound-default = default sound
device-sound-custom = custom sound
device-sound-silent = silent

## What stands on a phone's own pages.

phone-on = On
phone-off = Off
phone-pin = pin to start
phone-settings = Settings
phone-settings-name = SETTINGS
phone-settings-title = system
phone-accents-title = accents
phone-theme = Background
phone-theme-dark = dark
phone-theme-light = light
phone-accent = Accent colour
phone-airplane = Airplane mode
phone-battery = Battery
phone-percent = { $level } %
phone-columns = Show more tiles
phone-lock = Lock screen shows
phone-lock-none = no app
phone-toasts = Toasts of { $title }
phone-all-settings = ALL SETTINGS
phone-clear-all = CLEAR ALL
phone-more = { $count ->
    [one] { $count } more notification
   *[other] { $count } more notifications
 }
phone-no-notes = No new notifications.
phone-search-name = SEARCH
phone-search-title = search
phone-search-nothing = The search app of the phone is no part of Tilecast. Back leads to where you were.

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
motion-full = Motion on
motion-reduced = Motion reduced
motion-name = Reduce motion
motion-hint = Whether tiles turn, pictures cycle and toasts fly in

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
step-held = 6 held back
step-stopped = 6 at a breakpoint
step-lost = 6 lost on purpose
step-ignored = 6 ignored

## The composer.

composer-title = Compose
composer-open = Open…
composer-open-name = Open a payload
composer-save = Save…
composer-save-name = Save the body as it is sent
file-dialog = The file dialog
file-kind = Payloads
file-any = All files
file-picture = Picture
file-moving-picture = Moving picture
file-clipboard = The picture
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
to-gone = { $channel } (closed)
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
versions-title = Versions
versions-small = small
versions-medium = medium
versions-wide = wide
versions-medium-back = medium, back
versions-wide-back = wide, back
versions-everything = shows it
versions-some = shows it in part
versions-nothing = keeps its old tile
versions-error = an error
versions-to-app = goes to the app
versions-tile = { $which } tile on { $os }
versions-screen = the screen on { $os }
phones-more = More about { $name }
phones-none = No phone is switched on.
phones-none-do = Add one here, or let a phone of another program connect to the relay.
phones-none-add = Add a phone…
phones-edit = Edit…
phones-gallery = Pictures and domains…
phones-duplicate = Duplicate
phones-remove = Remove
lineup-add = Add phone…
lineup-add-hint = One more phone, of any version, screen and accent
phone-form-new = A new phone
phone-form-of = Phone { $name }
phone-form-name = Name
phone-form-os = System
phone-form-os-name = Windows Phone { $os }
phone-form-screen = Screen
phone-form-pixels = { $width } × { $height }
phone-form-columns = Start
phone-form-columns-two = two columns
phone-form-columns-three = three columns
phone-form-columns-large = three need a 1080p screen on 8.0
phone-form-columns-later = three came with 8.0
phone-form-theme = Theme
phone-form-accent = Accent
phone-form-accent-own = a colour of its own
phone-form-apps = Apps
phone-form-apps-note = With a Flip, an Iconic and a Cycle tile, and one of 7.1.
phone-form-apps-seven = Each has a tile of Windows Phone 7.
phone-form-add = Add
phone-form-apply = Apply
phone-form-cancel = Cancel
phone-form-add-note = It is switched on at once, and each app opens a channel.
phone-form-nothing-note = Nothing is changed yet.
phone-form-settings-note = Changed at once, while the phone runs.
phone-form-off-note = The phone is switched off and on again. Its channels, tiles and settings stay.
phone-name-empty = A phone needs a name: at least one letter.
phone-name-long = A name has at most 64 letters; this one has { $count }.
phone-name-letters = Letters from a to z, digits, “-”, “_” and “.” can stand in a name, and no spaces.
phone-name-taken = Another device is called that.
zoom-name = Size of the phones
zoom-fit = Fit
zoom-percent = { $percent } %
zoom-larger = Larger phones
zoom-smaller = Smaller phones
zoom-hint = Fit shows all phones at once, as long as they can be read; then they are scrolled. 100 % is one point of the window for each pixel of a WVGA phone. Over the phones: Ctrl + and Ctrl −, Ctrl 0 to fit, or Ctrl and the wheel.
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
to-shown-held = held
to-shown-lost = lost
to-shown-expired = expired
column-fault = fault
log-row-name = Push { $row }: { $kind }, { $what }, { $verdict }
log-row-name-more = { $name }, { $more }
log-line-name = { $time } { $what }
happened-connected = { $device } is back
happened-connected-waiting = { $device } is back; { $count ->
    [one] { $count } push waits for it
   *[other] { $count } pushes wait for it
 }
happened-temp-disconnected = { $device } is away
happened-disconnected = { $device } is disconnected
happened-inactive = { $device } is inactive: it was away for too long
happened-called = the callback of { $device } to { $url }: { $outcome }
happened-advanced = the clock was moved ahead by { $span }
happened-clock = the clock { $state }
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

trouble-name = Trouble

notice-no-destination = There is nowhere to send to.
notice-no-destination-do = What stands under “To” has no open channel now. Choose another there, or type an address.
notice-phones-left-out = { $count ->
    [one] One phone could not be read and is left out.
   *[other] { $count } phones could not be read and are left out.
 }
notice-phones-left-out-do = What was written of it stays in the archive. It may come from a newer Tilecast; another phone can take its place.
notice-phones-full = There are { $most } phones, which is the most.
notice-phones-full-do = Remove one first, or connect further phones from another program.
notice-phone-removed = { $name } was removed.
notice-phone-removed-do = Its channels are gone, and senders get 404 Expired. Brought back, it has its tiles and settings, and new channels.
bring-back = Bring back
notice-busy = That was not sent.
notice-busy-do = The console has more to do than it can take. Wait a moment, then do it again.
notice-form = { $field } cannot be sent as it stands.
notice-form-do = { $message }. Mend the field, or switch it to “–” to leave it out.
notice-archive = What was written down before is not used.
notice-archive-do = { $message }
notice-file = { $name } could not be read or written.
notice-file-do = { $message }

## The panel about the service.

service = Service
service-keys = Ctrl E
service-name = Service panel
service-hint = Faults, held pushes, the clock, devices, settings, certificates
service-title = Service
service-close = Close
service-close-name = Close the service panel
section-faults = Faults
section-held = Held
section-devices = Devices
section-settings = Settings
section-certificates = Certificates
bent-faults = { $count ->
    [one] { $count } fault is set
   *[other] { $count } faults are set
 }
bent-held = { $count ->
    [one] { $count } push stands held
   *[other] { $count } pushes stand held
 }
bent-clock = the clock { $state }

## The clock.

clock-name = The service's clock
clock-real = runs like this machine's
clock-paused = stands still
clock-fast = runs { $times } times as fast
clock-hint = Service and phones follow this clock: what is held, what is away, and what moves on a phone's screen.
pace-paused = pause
pace-1 = ×1
pace-60 = ×60
pace-600 = ×600
pace-paused-name = Clock: pause
pace-1-name = Clock: like this machine's
pace-60-name = Clock: a minute a second
pace-600-name = Clock: ten minutes a second
advance-900 = +15 min
advance-3600 = +1 h
advance-86400 = +24 h
advance-900-name = Move the clock 15 minutes ahead
advance-3600-name = Move the clock 1 hour ahead
advance-86400-name = Move the clock 24 hours ahead

## Faults.

faults-next = To the next push:
quick-service-unavailable = 503
quick-expired = 404 Expired
quick-throttled = 406
quick-lose = lose it
quick-hold = hold it
quick-name = The next push: { $what }
faults-title = Faults, first match acts
faults-none = No fault is set.
faults-none-do = Every push is answered as the rules say. Bend the answer to the next one above, or describe a fault for certain pushes.
faults-describe = Describe a fault…
faults-clear = Remove all
faults-clear-used-up = Remove used up
fault-remove = Remove
fault-remove-name = Remove fault { $id }
fault-row-name = Fault { $id }: { $does }, { $on }, { $counts }
fault-answers = answers { $verdict }
fault-delays = answers { $span } late
fault-closes-before = closes the connection instead of answering
fault-closes-mid = closes the connection in the middle of the answer
fault-closes-after = closes the connection after the answer
fault-loses = answers Received and loses the push
fault-duplicates = { $count ->
    [one] delivers the push once more
   *[other] delivers the push { $count } times more
 }
fault-holds = holds the push at a breakpoint
fault-corrupts = hands the phone a broken body
fault-did-delay = { $span } late
fault-did-close = closed
fault-did-lose = lost
fault-did-hold = held
fault-did-corrupt = broken
fault-on-any = every push
fault-on-toasts = toasts
fault-on-tiles = tiles
fault-on-raws = raw pushes
fault-on-to = to { $name }
fault-on-app = to the app { $name }
fault-on-channel = on the channel { $name }
fault-on-text = with “{ $name }”
fault-skips = after { $count } that pass
fault-times = { $count ->
    [one] once
   *[other] { $count } times
 }
fault-endless = without end
fault-chance = { $percent } % of the time
fault-counts = seen { $seen } · acted { $acted }
fault-counts-used-up = seen { $seen } · used up
fault-acted = By fault #{ $id }: { $what }.
fault-acted-gone = By fault #{ $id }, which is gone.
fault-acted-verdict = verdict { $what }
fault-acted-close = connection { $what }

## A fault that is being described.

fault-form-title = A new fault
fault-form-does = It
fault-form-verdict = Verdict
fault-form-delay = For
fault-form-delay-unit = milliseconds of the service's clock
fault-form-close = When
fault-form-copies = Copies
fault-form-copies-unit = beside the push itself
fault-form-kind = Pushes
fault-form-device = Device
fault-form-app = App
fault-form-channel = Channel
fault-form-text = With text
fault-form-text-hint = anywhere in the body
fault-form-skip = Passing first
fault-form-skip-unit = matching pushes
fault-form-times = Acts on
fault-form-times-unit = of them
fault-form-percent = Chance
fault-form-percent-unit = % of the time, the same in each run
fault-form-set = Set the fault
fault-form-cancel = Cancel
fault-any-device = any device
fault-any-app = any app
fault-any-channel = any channel
fault-kind-any = any
end-after = so many
end-never = all
does-answer = answers with another verdict
does-delay = answers late
does-close = closes the connection
does-lose = loses the push
does-duplicate = delivers it more than once
does-hold = holds it at a breakpoint
does-corrupt = breaks the body
close-before = before the answer
close-mid = in it
close-after = after it

## Pushes that stand at a breakpoint.

held-none = No push is held.
held-none-do = A fault that holds stops a push on its way to the phone. Here it can then be looked at, changed, released or dropped.
held-hold-next = Hold the next push
held-row-name = Held push { $number }: { $kind }, { $what }
held-caption = { $number }, held since { $time }
held-body = Body of the held push
held-release = Release
held-release-changed = Release as changed
held-drop = Drop
held-release-name = Release push { $number }
held-drop-name = Drop push { $number }
held-release-all = Release all
held-restore = Put the sender's back
held-look = Look and change
held-look-name = Look at push { $number } and change it
held-too-large = the body is longer than the 24,576 bytes that a phone's link takes
held-no-text = The body is no text but { $bytes } bytes, so it cannot be changed here.
held-forgotten = no longer in the log
held-forgotten-do = The log was cleared, so its body cannot be shown. It can still be released or dropped.
held-note = This push stands at a breakpoint: it was answered, and the phone does not have it.

## Devices.

devices-none = No device is known.
devices-none-do = A phone is known as soon as it has connected to the relay.
device-connection = Connection
device-connection-name = Connection of { $device }: { $state }
device-by-link = by its link
device-away = away
device-inactive = inactive
device-disconnected = disconnected
device-power = Battery
device-power-name = Battery of { $device }: { $state }
power-normal = normal
power-low = low
power-critical = critical
device-queued = { $count ->
    [0] nothing waits
    [one] { $count } push waits
   *[other] { $count } pushes wait
 }
device-means-connected = Pushes go out at once: 200 Received.
device-means-temp-disconnected = Pushes wait until it returns: 200 Received · TempDisconnected.
device-means-inactive = Away for too long, nothing is kept for it: 412 Dropped.
device-means-disconnected = Pushes wait: 200 Received · Disconnected, seen in the field.
power-means-normal = Everything arrives.
power-means-low = Only raw arrives, and only in a running app.
power-means-critical = Nothing arrives.

## Settings.

settings-about = Nobody can ask the real service any more. Where its documents are silent or disagree, a row says that it is a choice.
settings-changed = { $count ->
    [0] all as by default
    [one] { $count } is changed
   *[other] { $count } are changed
 }
settings-reset = Reset all
setting-reset = Reset
setting-reset-name = Reset { $title }
setting-is-default = default
setting-default = Default: { $value }
setting-no-limit = no limit
setting-no-hosts = none
setting-hosts-hint = push.example.org, 192.0.2.7
setting-on = on
setting-off = off
setting-secs = s = { $span }
setting-daily_quota-title = Daily quota
setting-daily_quota-meaning = How many pushes a channel without a certificate takes in 24 hours. One more is answered 406.
setting-daily_quota-unit = pushes
setting-rate_per_sec-title = Rate
setting-rate_per_sec-meaning = How many pushes a channel takes in a second. One more is answered 406.
setting-rate_per_sec-choice = A choice: the documents say that there was a limit, and never how high. Nobody can ask the real service any more.
setting-rate_per_sec-unit = a second
setting-queue_depth-title = Queue depth
setting-queue_depth-meaning = How many pushes may wait for a device. One more is answered 200 QueueFull and thrown away.
setting-queue_depth-choice = A choice: one library says about 30. Nobody can ask the real service any more.
setting-queue_depth-unit = pushes
setting-max_payload_bytes-title = Largest payload
setting-max_payload_bytes-meaning = A longer body is answered 400.
setting-max_payload_bytes-choice = A choice: the 7.1 documents say 3 KB, older ones 1 KB. Nobody can ask the real service any more.
setting-max_payload_bytes-unit = bytes
setting-inactive_after_secs-title = Inactive after
setting-inactive_after_secs-meaning = How long a device is away until pushes to it are answered 412 and its sender's callback is called.
setting-inactive_after_secs-choice = A choice: 24 hours is remembered, not written. Nobody can ask the real service any more.
setting-inactive_after_secs-unit = s
setting-coalesce_tiles-title = Newer tile replaces older
setting-coalesce_tiles-meaning = Whether a tile update takes the place of one that still waits for the same tile.
setting-coalesce_tiles-choice = A choice: plausible, and written nowhere. Nobody can ask the real service any more.
setting-raw_to_stopped_app-title = Raw to a stopped app
setting-raw_to_stopped_app-meaning = What its sender is told. The app does not get it either way.
setting-raw_to_stopped_app-choice = A choice: both are plausible. Nobody can ask the real service any more.
setting-raw_to_stopped_app-received = Received
setting-raw_to_stopped_app-suppressed = Suppressed
setting-bad_payload_fails_at-title = A bad payload fails
setting-bad_payload_fails_at-meaning = At the service it is answered 400. At the phone it is answered 200; then the phone drops the channel with PayloadFormatError.
setting-bad_payload_fails_at-choice = A choice: senders saw both. Nobody can ask the real service any more.
setting-bad_payload_fails_at-relay = at the service
setting-bad_payload_fails_at-phone = at the phone
setting-get_answers-title = GET is answered
setting-get_answers-meaning = The answer to a GET of a channel's address.
setting-get_answers-choice = A choice: the documents say 405, one book says 200. Nobody can ask the real service any more.
setting-get_answers-405 = 405
setting-get_answers-200 = 200
setting-inactive_spelling-title = Inactive is spelled
setting-inactive_spelling-meaning = The connection status in a 412.
setting-inactive_spelling-choice = A choice: code, 7.1 and 8.0 documents each spell it in their own way. Nobody can ask the real service any more.
setting-inactive_spelling-Inactive = Inactive
setting-inactive_spelling-InActive = InActive
setting-inactive_spelling-Disconnected = Disconnected
setting-extra_connected_header-title = Extra header
setting-extra_connected_header-meaning = Whether answers carry one more line for flexisip, which looks for “connected” in lower case.
setting-extra_connected_header-choice = A choice: the real service sent no such line as far as is known, and nobody can ask it any more.
setting-callback_hosts-title = Callback hosts
setting-callback_hosts-meaning = Where a sender's callback may go when a device goes inactive. This machine is always allowed.
setting-history_limit-title = History
setting-history_limit-meaning = How many pushes are kept. The oldest go first.
setting-history_limit-unit = pushes

## Certificates.

certificates-about = A channel that an app opens with a service name takes pushes only over HTTPS, from a sender with a certificate of that name: no daily quota, and a callback when the phone goes inactive.
certificates-service = Service
certificates-service-hint = push.example.org
certificates-make = Make certificates…
certificates-about-files = A folder is asked for. An authority, the relay's certificate and one for the service are written there, as PEM and PFX.
certificates-folder = Where are the certificates to be written?
certificates-written = { $count ->
    [one] { $count } file is in { $folder }
   *[other] { $count } files are in { $folder }
 }
certificates-written-do = Give the service's certificate and key to your sender, and let it trust the authority.
certificates-failed = The certificates were not made.
certificate-authority = the authority, to be trusted by senders
certificate-server = the relay's
certificate-sender = the sender's, for { $service }
certificate-key = the key to it
certificate-pfx = both in one, for .NET and Java; its password is { $password }
certificate-kept = was there, and stays

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
notice-service = The service refused that.
notice-service-do = { $message }

## The archive: what is wrong with it. Shown in the window, and said on the command line.

trouble-archive = Nothing can be written to { $file }: { $reason }. Pushes are answered with 503 until it can; what was accepted before is kept.
archive-damaged = The archive could not be read, so it begins anew. The old one is kept as { $file }.
archive-newer = A newer Tilecast has written the archive, so it begins anew. The newer one is kept as { $file }.
archive-not-used = { $reason }. Until then nothing outlives this window.

## The pictures of an app, and the domains that they may come from.

gallery-title = Pictures of { $app } on { $name }
gallery-app = App
gallery-files = Files
gallery-sample = Sample art that comes with Tilecast
gallery-files-do = /Art/m.png and isostore:/Shared/ShellContent/m.png are looked for here. What a folder lacks comes from the sample art.
gallery-choose = Choose a folder…
gallery-folder-name = Folder
gallery-folder-hint = A folder of this machine
gallery-use = Use this folder
gallery-use-sample = Use the sample art
gallery-folder = The folder that holds the app's pictures
gallery-folder-unreadable = No folder can be read there. Check the path ({ $reason }).
gallery-folder-empty = It holds no PNG or JPEG file. Choose another folder
gallery-dropped = Dropped
gallery-nothing-dropped = Nothing. Drop PNG or JPEG files on the phone to put them among these.
gallery-forget = Take them out
gallery-domains = Domains
gallery-domains-hint = pictures.example.org, other.example.org
gallery-domains-do = Pictures on the web are fetched from these only, over http and up to 80 KB. For any other the app gets MessageBadContent.
gallery-domains-many = A channel is bound with { $count } domains at most.
gallery-domains-wrong = “{ $domain }” is no domain. Write it like pictures.example.org.
gallery-done = Done
gallery-leave = Cancel
gallery-drop = Put it among the files of { $app }
