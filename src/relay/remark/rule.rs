//! Which rules about requests are there? The list of codes with their severity and reason; search for a code here.
//!
//! The rules about payloads are `notification::lint::rule`. L11 and L12 are about what a sender does over time.

use crate::notification::lint::Severity;

/// A rule about requests.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// The key to search for.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Why it matters.
    pub why: &'static str,
}

macro_rules! rules {
    ($($(#[$doc:meta])* $rule:ident: $code:literal $severity:ident $why:literal,)+) => {
        impl Rule {
            $($(#[$doc])* pub const $rule: Self = Self { code: $code, severity: Severity::$severity, why: $why };)+

            /// Every rule, in the order of the codes.
            pub const ALL: &'static [Self] = &[$(Self::$rule,)+];
        }
    };
}

rules! {
    /// The target is a known word in another spelling.
    TARGET_CASE: "L1" Warning
        "Only `token`, `toast` or no such header are documented; another spelling was reported to expire the channel.",
    /// The target is no known word.
    ODD_TARGET: "L1" Error
        "Only `token`, `toast` or no such header are documented; another word was reported to expire the channel.",
    /// Headers of the later service, WNS.
    BOTH_SERVICES: "L2" Warning
        "Each service knows only its own headers: whoever mixes them has one request for two services, and it fits neither.",
    /// The channel is one of WNS.
    WNS_CHANNEL: "L6" Error
        "A channel at notify.windows.com speaks WNS: it takes other headers and another XML than this service.",
    /// `Content-Type` names another encoding than the bytes have.
    CHARSET: "L7" Warning
        "A parser that believes the header shows wrong letters or refuses the payload.",
    /// A template goes to a phone without templates.
    TEMPLATE_ON_OLD_OS: "L8" Warning
        "Windows Phone 7.0 and 7.1 have no templates: the tile stays as it was.",
    /// The class is another kind's.
    CLASS_OF_ANOTHER_KIND: "L9" Warning
        "The target header says one kind and the class another; what the service did with that is not documented.",
    /// The headers are larger than the documents allow.
    LARGE_HEADERS: "L10" Warning
        "The service refused a push whose headers were too large.",
    /// The payload is larger than the service takes.
    TOO_LARGE: "L10" Error
        "The service takes at most 3,072 bytes and answers 400 to more.",
    /// The payload is larger than a phone of that age takes.
    LARGE_FOR_OS: "L10" Warning
        "The documents of Windows Phone 7.0 allow 1,024 bytes.",
    /// The class is no number.
    NO_CLASS: "L36" Warning
        "The push is taken as immediate, as if there were no class.",
    /// The message id is no UUID.
    NO_UUID: "L37" Note
        "The answer carries the nil UUID, so the sender cannot find its own message by it.",
    /// The payload is broken, and the settings let the phone find that out.
    LEFT_TO_THE_PHONE: "L38" Error
        "By setting it fails at the phone: the service answers 200, and the phone then drops the channel with PayloadFormatError.",
    /// A header has nearly the name of another.
    MISNAMED: "L50" Warning
        "A header by another name is another header: the service does not read it.",
    /// A header's name is in another letter case.
    NAME_CASE: "L51" Note
        "HTTP ignores the letter case of names; it is only harder to find in the documents.",
    /// `X-CallbackURI` stands in an ordinary push.
    STRAY_CALLBACK: "L52" Note
        "A callback is registered by a request of its own, to the channel's URI with /callback behind it.",
    /// A registration names no callback.
    NO_CALLBACK: "L53" Warning
        "X-CallbackURI says whom to call; without an absolute http or https URI there, nobody is.",
    /// A registration for a channel that is not authenticated.
    OPEN_CALLBACK: "L54" Warning
        "Only authenticated services could register a callback: they send over HTTPS with a client certificate. Here it is kept all the same, so that it can be tried out.",
    /// `Content-Type` is missing or unusual.
    CONTENT_TYPE: "L55" Note
        "The documents send toasts and tiles as text/xml; the service was lenient about it, proxies may not be.",
    /// A header has no space behind its colon.
    NO_SPACE: "L56" Note
        "HTTP allows it; the documents, and nearly every sender, write one space.",
    /// A header stands twice with different values.
    TWICE: "L57" Warning
        "Which of the values counts is not documented; here it is the first.",
    /// A header that sounds like one of the service's.
    UNKNOWN_HEADER: "L58" Note
        "The service has no such header; what it says reaches nobody but the app's own code.",
    /// A toast or a tile is sent as raw.
    KIND_BY_BODY: "L59" Warning
        "Without X-WindowsPhone-Target the push goes to the running app as raw; the shell never sees it.",
    /// `Content-Length` counts characters.
    LENGTH_IN_CHARACTERS: "L60" Error
        "Content-Length counts bytes. A letter outside ASCII has more than one, so the end of the payload is cut off, and what is left over stands before the next request.",
    /// A picture from a domain that the channel did not bind.
    REMOTE_PICTURE: "L61" Error
        "The phone fetches pictures only from domains that the app has listed when it bound its channel; otherwise the app gets MessageBadContent.",
    /// The phone is too old for a part of the payload.
    TOO_NEW: "L62" Warning
        "What came with a later version was an error on earlier phones, or was left out there.",
    /// A callback goes to another machine.
    FOREIGN_CALLBACK: "L63" Warning
        "The relay calls only this machine, and hosts that the setting callback_hosts names; nobody is called.",
    /// A callback is registered while the device is inactive already.
    LATE_CALLBACK: "L64" Note
        "The callback is for the moment at which a device goes inactive: it must have been active before that.",
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rules stand in the order of their codes, and every reason is a sentence.
    #[test]
    fn the_list_is_in_order() {
        let number = |rule: &Rule| rule.code.trim_start_matches('L').parse::<u32>().unwrap();
        assert!(Rule::ALL.is_sorted_by_key(number));
        assert!(Rule::ALL.iter().all(|rule| rule.why.ends_with('.')));
    }
}
