//! What will the phone of this channel make of a payload? What it is too old for, and pictures that it may not fetch.

use super::{Remark, Rule, excerpt};
use crate::notification::raw::OLD_MAX_BYTES;
use crate::notification::tile::Slot;
use crate::notification::value::ImagePlace;
use crate::notification::{Field, FieldName, Notification, TemplateKind, Tile, Toast};
use crate::protocol::device::OsVersion;
use crate::relay::callback::Reach;

/// What a payload asks of the phone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::relay) struct Demands {
    /// Its size, if it is for the shell.
    shell_bytes: usize,
    /// The template, by its name.
    template: Option<&'static str>,
    /// Elements and attributes, and since when there are such.
    newer: Vec<(&'static str, OsVersion)>,
    /// Pictures on the web: which element, and the host.
    pictures: Vec<(FieldName, String)>,
}

impl Demands {
    /// What a payload of so many bytes asks for.
    pub(in crate::relay) fn of(notification: &Notification, bytes: usize) -> Self {
        match notification {
            Notification::Toast(toast) => Self { shell_bytes: bytes, newer: newer_in_toast(toast), ..Self::default() },
            Notification::Tile(tile) => Self {
                shell_bytes: bytes,
                template: tile.template.kind().attribute(),
                newer: newer_in_tile(tile),
                pictures: pictures(tile),
            },
            Notification::Raw(_) => Self::default(),
        }
    }
}

/// Everything that a phone of that version, with these bound domains, will not do.
pub(in crate::relay) fn of_device(demands: &Demands, os: OsVersion, domains: Option<&[String]>) -> Vec<Remark> {
    let mut found = Vec::new();
    if let Some(template) = demands.template.filter(|_| os < OsVersion::V7_8) {
        found.push(Remark::new(&Rule::TEMPLATE_ON_OLD_OS, format!("the phone runs {os}, which has no {template}")));
    }
    if os == OsVersion::V7_0 && demands.shell_bytes > OLD_MAX_BYTES {
        let message = format!("the payload has {} bytes, and the phone runs {os}", demands.shell_bytes);
        found.push(Remark::new(&Rule::LARGE_FOR_OS, message));
    }
    if let Some(domains) = domains {
        let is_bound = |host: &str| domains.iter().any(|domain| host_of(domain).eq_ignore_ascii_case(host));
        found.extend(demands.pictures.iter().filter(|(_, host)| !is_bound(host)).map(|(element, host)| {
            let message = format!("{}: the channel has not bound `{}`", element.element(), excerpt(host));
            Remark::new(&Rule::REMOTE_PICTURE, message)
        }));
    }
    found.extend(demands.newer.iter().filter(|(_, since)| os < *since).map(|(what, since)| {
        Remark::new(&Rule::TOO_NEW, format!("{what} came with {since}, and the phone runs {os}"))
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

/// PROTOCOL.md 3.1.
fn newer_in_toast(toast: &Toast) -> Vec<(&'static str, OsVersion)> {
    let param = toast.param.as_ref().filter(|param| !param.is_empty()).map(|_| ("Param", OsVersion::V7_1));
    let sound = toast.sound.as_ref().map(|_| ("Sound", OsVersion::V8_0));
    param.into_iter().chain(sound).collect()
}

/// PROTOCOL.md 3.2; on templates, which are newer themselves, nothing more is to be said.
fn newer_in_tile(tile: &Tile) -> Vec<(&'static str, OsVersion)> {
    if tile.template.kind() != TemplateKind::Standard {
        return Vec::new();
    }
    let id = tile.id.as_ref().map(|_| ("Id", OsVersion::V7_1));
    let back = [FieldName::BackBackgroundImage, FieldName::BackTitle, FieldName::BackContent];
    let sent = |name: &FieldName| match tile.template.slot(*name) {
        Some(Slot::Text(field)) => !field.is_absent(),
        Some(Slot::Image(field)) => !field.is_absent(),
        Some(Slot::Count(_) | Slot::Color(_)) | None => false,
    };
    let back = back.into_iter().filter(sent).map(|name| (name.element(), OsVersion::V7_1));
    id.into_iter().chain(back).collect()
}

fn pictures(tile: &Tile) -> Vec<(FieldName, String)> {
    let remote = |name: &FieldName| match tile.template.slot(*name) {
        Some(Slot::Image(Field::Set(image))) if image.place() == ImagePlace::Remote => {
            Some((*name, host_of(image.as_str()).to_owned()))
        }
        Some(Slot::Image(_) | Slot::Text(_) | Slot::Count(_) | Slot::Color(_)) | None => None,
    };
    tile.template.kind().fields().iter().filter_map(remote).collect()
}

/// The host in an address, or in a domain that is written without a scheme.
fn host_of(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    host.split(':').next().unwrap_or_default()
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
