//! Which header was meant? Names that senders in the wild got nearly right (PROTOCOL.md 2.1).

use crate::protocol::header;

/// The longest name that is looked at, in bytes.
const MAX_NAME_BYTES: usize = 40;

/// The headers that senders misspell.
const MEANT: [&str; 6] =
    [header::TARGET, header::CLASS, header::MESSAGE_ID, header::CALLBACK_URI, "Content-Type", "Content-Length"];

/// How the names of the service's own headers begin, in lower case; those of its answers too.
const OURS: [&str; 8] = [
    "x-windowsphone",
    "x-notification",
    "x-messageid",
    "x-callback",
    "x-deviceconnection",
    "x-subscription",
    "x-payload",
    "x-mpns",
];

/// The header that was meant by a name that is not its own: hyphens, an `X` or one letter apart.
pub(super) fn meant_by(name: &str) -> Option<&'static str> {
    if name.len() > MAX_NAME_BYTES || MEANT.iter().any(|meant| meant.eq_ignore_ascii_case(name)) {
        return None;
    }
    let letters = count_letters(name);
    // Every push is looked at, so what is of another length is not spelled out.
    let candidates = MEANT.into_iter().filter(|meant| count_letters(meant).abs_diff(letters) <= 1);
    let mut squeezed = None;
    candidates.into_iter().find(|meant| {
        let squeezed = squeezed.get_or_insert_with(|| squeeze(name));
        let whole = squeeze(meant);
        let bare = whole.strip_prefix(b"x").unwrap_or(&whole);
        squeezed == bare || is_near(squeezed, &whole)
    })
}

fn count_letters(name: &str) -> usize {
    name.bytes().filter(u8::is_ascii_alphanumeric).count()
}

/// Whether a name sounds like one of the service's headers.
pub(super) fn sounds_like_ours(name: &str) -> bool {
    OURS.iter().any(|start| name.get(..start.len()).is_some_and(|begins| begins.eq_ignore_ascii_case(start)))
}

fn squeeze(name: &str) -> Vec<u8> {
    name.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase()).collect()
}

/// Whether two names are the same but for one letter at most that is missing, too much, or another.
fn is_near(one: &[u8], other: &[u8]) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if long.len() - short.len() > 1 {
        return false;
    }
    let same = short.iter().zip(long).take_while(|(one, other)| one == other).count();
    let rest = |name: &[u8], from: usize| name.get(from..).unwrap_or_default().to_vec();
    let skipped = usize::from(long.len() == short.len());
    rest(short, same + skipped) == rest(long, same + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The misspellings that are known are understood, and what is spelled well or is another header is left alone.
    #[test]
    fn misspellings_are_understood() {
        for (sent, meant) in [
            ("ContentType", Some("Content-Type")),
            ("ContentLength", Some("Content-Length")),
            ("Context-Type", Some("Content-Type")),
            ("X-Notification-Class", Some(header::CLASS)),
            ("NotificationClass", Some(header::CLASS)),
            ("X-WindowsPhoneTarget", Some(header::TARGET)),
            ("X-WindowsPhone-Targe", Some(header::TARGET)),
            ("X-MessageIDs", Some(header::MESSAGE_ID)),
            ("X-Message-ID", Some(header::MESSAGE_ID)),
            ("X-CallbackURL", Some(header::CALLBACK_URI)),
            ("x-messageid", None),
            ("content-type", None),
            ("Content-MD5", None),
            ("Accept", None),
            ("X", None),
            ("", None),
        ] {
            assert_eq!(meant_by(sent), meant, "{sent}");
        }
        assert!(sounds_like_ours("X-PayloadFormat") && !sounds_like_ours("X-Forwarded-For"));
    }
}
