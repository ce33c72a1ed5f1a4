//! What will the phone of this channel make of a payload? What it is too old for, and pictures that it may not fetch.
//!
//! Which version knows what is the table of `protocol/version`.

use super::{Remark, Rule, excerpt};
use crate::notification::{FieldName, Notification, Tile};
use crate::protocol::device::OsVersion;
use crate::protocol::domain::{self, host_of};
use crate::protocol::version::{self, Newcomer, Older};
use crate::relay::callback::Reach;

/// What a payload asks of the phone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::relay) struct Demands {
    /// Its size, if it is for the shell.
    shell_bytes: usize,
    /// What not every version knows.
    newcomers: Vec<Newcomer>,
    /// Pictures on the web: which element, and the host.
    pictures: Vec<(FieldName, String)>,
}

impl Demands {
    /// What a payload of so many bytes asks for.
    pub(in crate::relay) fn of(notification: &Notification, bytes: usize) -> Self {
        let newcomers = version::newcomers(notification);
        match notification {
            Notification::Toast(_) => Self { shell_bytes: bytes, newcomers, pictures: Vec::new() },
            Notification::Tile(tile) => Self { shell_bytes: bytes, newcomers, pictures: pictures(tile) },
            Notification::Raw(_) => Self::default(),
        }
    }
}

/// Everything that a phone of that version, with these bound domains, will not do.
pub(in crate::relay) fn of_device(demands: &Demands, os: OsVersion, domains: Option<&[String]>) -> Vec<Remark> {
    let mut found = Vec::new();
    if version::abilities(os).own_limit_bytes.is_some_and(|limit| demands.shell_bytes > limit) {
        let message = format!("the payload has {} bytes, and the phone runs {os}", demands.shell_bytes);
        found.push(Remark::new(&Rule::LARGE_FOR_OS, message));
    }
    if let Some(domains) = domains {
        found.extend(demands.pictures.iter().filter(|(_, host)| !domain::is_bound(host, domains)).map(
            |(element, host)| {
                let message = format!("{}: the channel has not bound `{}`", element.element(), excerpt(host));
                Remark::new(&Rule::REMOTE_PICTURE, message)
            },
        ));
    }
    found.extend(demands.newcomers.iter().filter(|part| part.is_too_new(os)).map(|part| {
        let rule = match part.older {
            Older::Leaves => &Rule::TEMPLATE_ON_OLD_OS,
            Older::Refuses | Older::DoesWithout => &Rule::TOO_NEW,
        };
        Remark::new(rule, format!("{}: {}", part.fact(os), part.consequence()))
    }));
    found
}

/// Why a callback to `host` will not come, or not soon.
pub(in crate::relay) fn of_callback(host: &str, reach: Reach, is_inactive: bool) -> Vec<Remark> {
    let foreign = (reach == Reach::Nowhere)
        .then(|| Remark::new(&Rule::FOREIGN_CALLBACK, format!("`{}` will not be called", excerpt(host))));
    let late = is_inactive.then(|| Remark::new(&Rule::LATE_CALLBACK, "the device is inactive already"));
    foreign.into_iter().chain(late).collect()
}

fn pictures(tile: &Tile) -> Vec<(FieldName, String)> {
    domain::remote_pictures(tile).map(|(name, address)| (name, host_of(address.as_str()).to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notification::{Kind, read};

    fn codes(inside: &str, kind: Kind, os: OsVersion, domains: Option<&[String]>) -> Vec<&'static str> {
        let text = format!("<wp:Notification xmlns:wp=\"WPNotification\" Version=\"2.0\">{inside}</wp:Notification>");
        let reading = read::read(text.as_bytes(), kind).unwrap();
        let demands = Demands::of(&reading.notification, text.len());
        of_device(&demands, os, domains).into_iter().map(|remark| remark.rule.code).collect()
    }

    /// Each part of a payload is flagged for the phones that are older than it.
    #[test]
    fn old_phones_are_told_apart() {
        let toast =
            "<wp:Toast><wp:Text1>a</wp:Text1><wp:Param>/P.xaml</wp:Param><wp:Sound>/a.wav</wp:Sound></wp:Toast>";
        let tile = "<wp:Tile Id=\"/P.xaml\"><wp:BackTitle Action=\"Clear\"/></wp:Tile>";
        let flip = "<wp:Tile Template=\"FlipTile\"><wp:BackTitle>a</wp:BackTitle></wp:Tile>";
        let long = format!("<wp:Toast><wp:Text1>{}</wp:Text1></wp:Toast>", "x".repeat(1_024));
        for (os, expected) in [
            (OsVersion::V7_0, [vec!["L62", "L62"], vec!["L62", "L62"], vec!["L8"], vec!["L10"]]),
            (OsVersion::V7_1, [vec!["L62"], vec![], vec!["L8"], vec![]]),
            (OsVersion::V7_8, [vec!["L62"], vec![], vec![], vec![]]),
            (OsVersion::V8_0, [vec![], vec![], vec![], vec![]]),
        ] {
            let found = [
                codes(toast, Kind::Toast, os, None),
                codes(tile, Kind::Tile, os, None),
                codes(flip, Kind::Tile, os, None),
                codes(&long, Kind::Toast, os, None),
            ];
            assert_eq!(found, expected, "{os}");
        }
    }

    /// A picture may come from a domain that the channel has bound, whatever its letter case, port or path.
    #[test]
    fn pictures_need_their_domain() {
        let tile = |url: &str| format!("<wp:Tile><wp:BackgroundImage>{url}</wp:BackgroundImage></wp:Tile>");
        let bound = [String::from("http://Pictures.example.org"), String::from("other.example.org")];
        for (url, domains, expected) in [
            ("http://pictures.example.org:8080/a.png", &bound[..], vec![]),
            ("https://other.example.org/a.png?b", &bound[..], vec![]),
            ("http://example.org/pictures.example.org", &bound[..], vec!["L61"]),
            ("http://pictures.example.org/a.png", &[], vec!["L61"]),
            ("/Art/red.png", &[], vec![]),
        ] {
            assert_eq!(codes(&tile(url), Kind::Tile, OsVersion::V8_0, Some(domains)), expected, "{url}");
        }
    }
}
