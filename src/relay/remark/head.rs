//! What is odd about the header lines of a request?

use uuid::Uuid;

use super::near::{meant_by, sounds_like_ours};
use super::{Remark, Rule, excerpt};
use crate::notification::Kind;
use crate::protocol::channel_uri::Form;
use crate::protocol::{NotificationClass, header};
use crate::relay::callback::Target;
use crate::relay::head::Colons;
use crate::relay::intake::{Address, Asked};

/// The largest header block, in bytes (PROTOCOL.md 4).
const MAX_HEADER_BYTES: usize = 1_024;
/// How many remarks there are about one head at most: as many as findings in a payload.
const MAX_REMARKS: usize = 100;
/// How the names of headers of WNS begin.
const WNS_START: &str = "X-WNS-";
/// Where the channels of WNS are.
const WNS_HOST: &str = "notify.windows.com";
/// The headers of a push; a registration has only the last two.
const OURS: [&str; 4] = [header::TARGET, header::CLASS, header::MESSAGE_ID, header::CALLBACK_URI];
/// Names, spelled so, about which there is nothing to say: nearly every push has no others.
const PLAIN: [&str; 11] = [
    "Host",
    "Content-Type",
    "Content-Length",
    header::TARGET,
    header::CLASS,
    header::MESSAGE_ID,
    "User-Agent",
    "Connection",
    "Accept",
    "Expect",
    "Accept-Encoding",
];
/// What toasts and tiles are sent as (PROTOCOL.md 2.1).
const XML: &str = "text/xml";

/// Everything odd about a head whose target means `kind`.
pub(in crate::relay) fn of_head(asked: &Asked, kind: Kind) -> Vec<Remark> {
    let address = &asked.address;
    let is_push = matches!(address, Address::Channel(_) | Address::Foreign);
    let mut found = Vec::new();
    if is_push {
        found.extend(target(asked, kind));
    }
    let is_plain = asked.headers.iter().all(|(name, _)| PLAIN.contains(&name));
    if !is_plain {
        found.extend(both_services(asked));
    }
    found.extend(wns_channel(asked));
    if is_push {
        found.extend(class(asked, kind));
    }
    found.extend(size(asked));
    found.extend(message_id(asked));
    if !is_plain {
        let lines = || asked.headers.iter().enumerate();
        found.extend(lines().filter_map(|(line, (name, value))| misnamed(line, name, value)));
        found.extend(lines().filter_map(|(line, (name, value))| name_case(line, name, value)));
    }
    found.extend(callback(asked, address));
    if is_push && kind != Kind::Raw {
        found.extend(content_type(asked));
    }
    if asked.colons == Colons::Bare {
        found.push(Remark::new(&Rule::NO_SPACE, "a header has no space behind its colon"));
    }
    found.extend(OURS.into_iter().filter_map(|name| twice(asked, name)));
    if !is_plain {
        found.extend(asked.headers.iter().enumerate().filter_map(|(line, (name, _))| unknown(line, name)));
    }
    // Whoever has more to say than this has a head that is too large, and that is said.
    found.truncate(MAX_REMARKS);
    found
}

/// The first line of that name: where it stands, how the name is spelled, its value.
fn line_of<'a>(asked: &'a Asked, name: &str) -> Option<(usize, &'a str)> {
    asked.headers.all(name).next()
}

/// L1: `X-WindowsPhone-Target` is not spelled as documented.
fn target(asked: &Asked, kind: Kind) -> Option<Remark> {
    let (line, sent) = line_of(asked, header::TARGET)?;
    if header::target_value(kind) == Some(sent) {
        return None;
    }
    let word = sent.trim().to_ascii_lowercase();
    let rule = if matches!(word.as_str(), "toast" | "token") { &Rule::TARGET_CASE } else { &Rule::ODD_TARGET };
    let message = format!("{}: `{}` is taken as {kind}", header::TARGET, excerpt(sent));
    let remark = Remark::new(rule, message).in_line(line);
    Some(match header::target_value(kind) {
        Some(value) => remark.mended_by(header::TARGET, value),
        None if word.is_empty() || word == "raw" => remark.mended_by_removal(),
        None => remark,
    })
}

/// L2: headers of WNS beside those of this service.
fn both_services(asked: &Asked) -> Option<Remark> {
    let is_wns = |name: &str| name.get(..WNS_START.len()).is_some_and(|start| start.eq_ignore_ascii_case(WNS_START));
    let mut wns = asked.headers.iter().enumerate().filter(|(_, (name, _))| is_wns(name));
    let (line, (name, _)) = wns.next()?;
    let more = match wns.count() {
        0 => String::new(),
        more => format!(" (and {more} more)"),
    };
    Some(Remark::new(&Rule::BOTH_SERVICES, format!("{}{more} is a header of WNS", excerpt(name))).in_line(line))
}

/// L6: the channel is one of WNS.
fn wns_channel(asked: &Asked) -> Option<Remark> {
    let is_wns = |host: &str| {
        let name = host.split(':').next().unwrap_or_default();
        let from = name.len().checked_sub(WNS_HOST.len());
        from.and_then(|from| name.get(from..)).is_some_and(|end| end.eq_ignore_ascii_case(WNS_HOST))
    };
    let host = line_of(asked, "Host").filter(|(_, host)| is_wns(host));
    let authority = asked.target.split_once("://").and_then(|(_, rest)| rest.split(['/', '?']).next());
    // WNS has its token in the query.
    let has_token = asked.path == "/" && asked.target.contains("?token=");
    if host.is_none() && !authority.is_some_and(is_wns) && !has_token {
        return None;
    }
    let remark = Remark::new(&Rule::WNS_CHANNEL, "the request is for a channel of WNS");
    Some(match host {
        Some((line, _)) => remark.in_line(line),
        None => remark,
    })
}

/// L9, L36: the class is another kind's, or no class.
fn class(asked: &Asked, kind: Kind) -> Option<Remark> {
    let (line, sent) = line_of(asked, header::CLASS)?;
    let remark = match sent.parse::<NotificationClass>() {
        Ok(class) if class.fits(kind) => return None,
        Ok(class) => {
            let message = format!("{}: {class} is no class of a {kind}", header::CLASS);
            Remark::new(&Rule::CLASS_OF_ANOTHER_KIND, message)
        }
        Err(_) => {
            let message = format!("{}: `{}` is no number from 0 to 255", header::CLASS, excerpt(sent));
            Remark::new(&Rule::NO_CLASS, message)
        }
    };
    Some(remark.in_line(line))
}

/// L10: the headers are larger than the documents allow.
fn size(asked: &Asked) -> Option<Remark> {
    // Each line has a colon, a space and a line end besides.
    let bytes: usize = asked.headers.iter().map(|(name, value)| name.len() + value.len() + 4).sum();
    let message = || format!("the headers have {bytes} bytes; {MAX_HEADER_BYTES} are documented");
    (bytes > MAX_HEADER_BYTES).then(|| Remark::new(&Rule::LARGE_HEADERS, message()))
}

/// L37: the message id is no UUID.
fn message_id(asked: &Asked) -> Option<Remark> {
    let (line, sent) = line_of(asked, header::MESSAGE_ID)?;
    let message = || format!("{}: `{}` is no UUID", header::MESSAGE_ID, excerpt(sent));
    Uuid::try_parse(sent.trim()).is_err().then(|| Remark::new(&Rule::NO_UUID, message()).in_line(line))
}

/// L50: nearly the name of a header.
fn misnamed(line: usize, name: &str, value: &str) -> Option<Remark> {
    let meant = meant_by(name)?;
    let remark = Remark::new(&Rule::MISNAMED, format!("`{name}` is no header; {meant} was meant")).in_line(line);
    Some(remark.mended_by(meant, value))
}

/// L51: a header of the service in another letter case, by its author's doing: libraries write all names in lower case, or
/// with a capital at the beginning of each part.
fn name_case(line: usize, name: &str, value: &str) -> Option<Remark> {
    let documented = OURS.into_iter().find(|ours| ours.eq_ignore_ascii_case(name) && *ours != name)?;
    let is_lower = !name.bytes().any(|byte| byte.is_ascii_uppercase());
    let is_title = |part: &str| part.chars().skip(1).all(|letter| !letter.is_ascii_uppercase());
    if is_lower || name.split('-').all(is_title) {
        return None;
    }
    let remark = Remark::new(&Rule::NAME_CASE, format!("{documented} is spelled `{name}`")).in_line(line);
    Some(remark.mended_by(documented, value))
}

/// L52, L53, L54: a callback in a push, a registration without one, a registration for a channel that cannot have one.
fn callback(asked: &Asked, address: &Address) -> Vec<Remark> {
    let callback = line_of(asked, header::CALLBACK_URI);
    let token = match (address, callback) {
        (Address::Callback(token), _) => token,
        (Address::Channel(_) | Address::Foreign, Some((line, _))) => {
            let message = format!("{} does nothing in a push", header::CALLBACK_URI);
            return vec![Remark::new(&Rule::STRAY_CALLBACK, message).in_line(line).mended_by_removal()];
        }
        (Address::Channel(_) | Address::Foreign | Address::None, _) => return Vec::new(),
    };
    let mut found = Vec::new();
    let is_uri = |text: &str| Target::read(Some(text)).is_ok();
    match callback {
        Some((_, uri)) if is_uri(uri) => {}
        Some((line, uri)) => {
            let message = format!("{}: `{}` is no absolute http or https URI", header::CALLBACK_URI, excerpt(uri));
            found.push(Remark::new(&Rule::NO_CALLBACK, message).in_line(line));
        }
        None => {
            found.push(Remark::new(&Rule::NO_CALLBACK, format!("a registration without {}", header::CALLBACK_URI)));
        }
    }
    match token.form() {
        Form::Throttled => found.push(Remark::new(&Rule::OPEN_CALLBACK, "the channel is not authenticated")),
        Form::Unthrottled => {}
    }
    found
}

/// L55: a toast or a tile that is not sent as `text/xml`.
fn content_type(asked: &Asked) -> Option<Remark> {
    let Some((line, sent)) = line_of(asked, "Content-Type") else {
        return Some(Remark::new(&Rule::CONTENT_TYPE, format!("there is no Content-Type; {XML} is usual")));
    };
    let media = sent.split(';').next().unwrap_or_default().trim();
    if media.eq_ignore_ascii_case(XML) {
        return None;
    }
    let message = format!("Content-Type: `{}` is unusual; {XML} is documented", excerpt(media));
    Some(Remark::new(&Rule::CONTENT_TYPE, message).in_line(line).mended_by("Content-Type", XML))
}

/// L57: a header of the service stands twice with different values.
fn twice(asked: &Asked, name: &str) -> Option<Remark> {
    let mut lines = asked.headers.all(name);
    let (_, first) = lines.next()?;
    let (line, _) = lines.find(|(_, value)| *value != first)?;
    Some(Remark::new(&Rule::TWICE, format!("{name} stands more than once; the first counts")).in_line(line))
}

/// L58: a header that sounds like the service's, and is not.
fn unknown(line: usize, name: &str) -> Option<Remark> {
    let is_known = || OURS.iter().any(|ours| ours.eq_ignore_ascii_case(name)) || meant_by(name).is_some();
    let message = || format!("the service has no header `{}`", excerpt(name));
    (sounds_like_ours(name) && !is_known()).then(|| Remark::new(&Rule::UNKNOWN_HEADER, message()).in_line(line))
}
