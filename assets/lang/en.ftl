# Every text that people read, by the place where it stands.

## What can be touched on a phone, for those who hear the screen.

device-phone = phone { $name }
device-tile = tile { $title }
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
demo-picture =    Picture: { $file }
