//! Which rules are there? The list of codes with their severity and reason; search for a code here.
//!
//! L1 to L12 come from bugs of real senders; the codes of those that are missing here belong to whole requests, not to
//! payloads (`relay/remark`). L4 and L39 make a payload unreadable, so they are those of a `ReadError`.

use super::Severity;

macro_rules! rules {
    ($($(#[$doc:meta])* $rule:ident: $code:literal $severity:ident $why:literal,)+) => {
        /// A rule about payloads.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Rule { $($(#[$doc])* $rule,)+ }

        impl Rule {
            /// Every rule, in the order of the codes.
            pub const ALL: &'static [Self] = &[$(Self::$rule,)+];

            /// The key to search for.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$rule => $code,)+ }
            }

            /// How bad it is.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$rule => Severity::$severity,)+ }
            }

            /// Why it matters.
            #[must_use]
            pub const fn why(self) -> &'static str {
                match self { $(Self::$rule => $why,)+ }
            }
        }
    };
}

rules! {
    /// A text is escaped twice.
    EscapedTwice: "L3" Warning
        "The phone undoes one escaping and shows the other: people read &apos; where an apostrophe was meant.",
    /// A `&` or `<` that should have been escaped.
    BareMarkup: "L4" Error
        "The service reads XML strictly and answers 400 to the whole push.",
    /// A `Param` that leads nowhere.
    StrayParam: "L5" Warning
        "A tap on the toast opens the app at this address; a page begins with /, and parameters of the start page with ?.",
    /// The declaration names another encoding than the bytes have.
    DeclaredEncoding: "L7" Warning
        "A parser that believes the declaration shows wrong letters or refuses the payload.",
    /// A template is named, but not `Version="2.0"`.
    TemplateWithoutVersion: "L8" Warning
        "The documents write Version=\"2.0\" with every Windows Phone 8 template; without it a phone may ignore the template.",
    /// An element of a template stands in a tile that names no template.
    ElementWithoutTemplate: "L8" Warning
        "Without Template= the tile is a Windows Phone 7 tile, which does not have this element.",
    /// The payload is larger than the service takes.
    TooLarge: "L10" Error
        "The service takes at most 3,072 bytes and answers 400 to more.",
    /// A raw payload is larger than the older documents allow.
    LargeRaw: "L10" Warning
        "Older documents allow only 1,024 bytes for a raw notification; some services kept that limit.",
    /// The prefix is not `wp`.
    OtherPrefix: "L13" Warning
        "Phones hand the app keys with the prefix, such as wp:Text1; an app that looks for them finds nothing.",
    /// `Action="Clear"` stands together with content.
    ClearWithContent: "L14" Warning
        "Which of the two wins on a phone is not documented; here the element is cleared.",
    /// `Action` has a value other than `Clear`.
    UnknownAction: "L15" Warning
        "The only action is Clear, spelled so; any other word has no meaning, and the content counts.",
    /// An element that does not belong where it stands.
    UnknownElement: "L16" Note
        "The element is ignored here; a phone may refuse the whole payload.",
    /// An attribute that does not belong where it stands.
    UnknownAttribute: "L17" Note
        "The attribute is ignored here; a phone may refuse the whole payload.",
    /// An element stands twice.
    DuplicateElement: "L18" Warning
        "The first value counts on newer phones; what older ones did is not known.",
    /// A count is no number.
    BadCount: "L19" Error
        "The badge can only show a number; the element is treated as if it were not there.",
    /// A count has decimals.
    DecimalCount: "L20" Note
        "The phone rounds down.",
    /// A count is below 0 or above 99.
    CountOutOfRange: "L21" Warning
        "The badge shows 1 to 99: more is shown as 99, and 0 or less hides it.",
    /// A colour is no colour.
    BadColor: "L22" Error
        "A colour is written #AARRGGBB; the element is treated as if it were not there.",
    /// A colour is not opaque.
    TransparentColor: "L23" Warning
        "With any alpha but FF the phone uses its theme's colour instead.",
    /// A colour has six digits.
    ShortColor: "L24" Note
        "The documents know only #AARRGGBB; here six digits are taken as an opaque colour.",
    /// A template that no phone has.
    UnknownTemplate: "L25" Error
        "The templates are FlipTile, IconicTile and CycleTile; any other name is read here as a Windows Phone 7 tile.",
    /// More than one toast or tile.
    SecondBody: "L26" Warning
        "One payload carries one notification; only the first one is read.",
    /// `Template` on a toast.
    TemplateOnToast: "L27" Note
        "Only tiles have templates; a toast looks the same with it.",
    /// `Version` is no version.
    BadVersion: "L28" Warning
        "A version is written 2.0; anything else is treated as if it were not there.",
    /// Text between elements.
    StrayText: "L29" Note
        "Only the texts inside elements are shown; this one is ignored.",
    /// A byte order mark, or UTF-16.
    ByteOrderMark: "L30" Note
        "The documents ask for UTF-8; whether the service took a byte order mark or UTF-16 is not known.",
    /// An element inside an element that holds a text.
    NestedElement: "L31" Warning
        "The element may hold only text; what stands inside the inner element is ignored here.",
    /// `Action="Clear"` on an element that cannot be cleared.
    NotClearable: "L32" Warning
        "The documents allow no Clear for this element; what the phone does then is not known.",
    /// `Silent="true"` stands together with a sound.
    SilentWithSound: "L33" Warning
        "A silent toast makes no sound; the path is ignored here.",
    /// `Silent` is neither `true` nor `false`.
    BadSilent: "L34" Warning
        "The attribute is true or false; any other word is ignored here.",
    /// A count or a colour is empty.
    EmptyValue: "L35" Warning
        "An empty number or colour says nothing, so the phone keeps what it shows; use Action=\"Clear\" to remove it.",
    /// The payload is no notification of its kind.
    Unreadable: "L39" Error
        "The service answers 400 to a payload that it cannot read; sending it again changes nothing.",
    /// `Param` is too long.
    LongParam: "L40" Warning
        "Senders cut it at 256 characters; what phones did with more is not known.",
    /// A line break in a text.
    BrokenText: "L41" Warning
        "Line breaks and indentation inside an element are part of its text, and stand on the phone as they are.",
    /// A text or a picture is empty.
    EmptyField: "L42" Warning
        "Whether an empty element keeps or removes what the phone shows differs from one to the next; use Action=\"Clear\" to remove it.",
    /// More findings than are listed.
    ManyFindings: "L43" Note
        "What else there is shows when these are mended.",
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rules stand in the order of their codes, and every reason is a sentence.
    #[test]
    fn the_list_is_in_order() {
        let number = |rule: &Rule| rule.code().trim_start_matches('L').parse::<u32>().unwrap();
        assert!(Rule::ALL.is_sorted_by_key(number));
        assert!(Rule::ALL.iter().all(|rule| rule.why().ends_with('.')));
    }
}
