//! Where is the user? What fills the screen, what lies over it, and where Back leads.
//!
//! As the phone had it: Start leaves the app behind it, and Back comes to it again; an app that is opened anew is a new one, so
//! it is on the way back only once.

/// A place that Back can lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Start,
    Apps,
    App(Front),
    Settings,
    Accents,
    Search,
}

/// An app's page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Front {
    pub(super) app: String,
    pub(super) page: String,
}

/// What lies over the place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Over {
    #[default]
    Nothing,
    ActionCenter,
    Lock,
}

/// Where the user is, and was.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Places {
    /// What Back leads to, the last first to go; the first is Start.
    before: Vec<Place>,
    here: Place,
    over: Over,
    /// The app that is held in the list of apps.
    held: Option<String>,
    /// How far the list is scrolled.
    scroll_ep: f32,
}

impl Places {
    pub(super) const fn new() -> Self {
        Self { before: Vec::new(), here: Place::Start, over: Over::Nothing, held: None, scroll_ep: 0.0 }
    }

    /// What fills the screen, but for what lies over it.
    pub(super) const fn here(&self) -> &Place {
        &self.here
    }

    pub(super) const fn over(&self) -> Over {
        self.over
    }

    pub(super) fn held(&self) -> Option<&str> {
        self.held.as_deref()
    }

    pub(super) const fn scroll_ep(&self) -> f32 {
        self.scroll_ep
    }

    /// The app in front. A locked phone has none: what was in front is put to sleep (PROTOCOL.md 3.1, "covered").
    pub(super) const fn front(&self) -> Option<&Front> {
        match (&self.here, self.over) {
            (Place::App(front), Over::Nothing | Over::ActionCenter) => Some(front),
            (Place::Start | Place::Apps | Place::Settings | Place::Accents | Place::Search, _) | (_, Over::Lock) => {
                None
            }
        }
    }

    /// Whether that app is in front.
    pub(super) fn is_front(&self, app: &str) -> bool {
        self.front().is_some_and(|front| front.app == app)
    }

    /// Whether Start is to be seen and touched.
    pub(super) fn shows_start(&self) -> bool {
        self.here == Place::Start && self.over == Over::Nothing
    }

    /// Goes somewhere.
    pub(super) fn go(&mut self, to: Place) {
        let from = std::mem::replace(&mut self.here, to);
        if from != self.here {
            self.before.push(from);
        }
        let here = &self.here;
        self.before.retain(|place| match (place, here) {
            (Place::App(one), Place::App(other)) => one.app != other.app,
            (Place::Start, _) => true,
            (one, other) => one != other,
        });
        self.settle();
    }

    /// Goes back; what lies over the place goes first. Whether that did anything.
    pub(super) fn back(&mut self) -> bool {
        match self.over {
            Over::Lock => false,
            Over::ActionCenter => {
                self.over = Over::Nothing;
                true
            }
            Over::Nothing if self.held.take().is_some() => true,
            Over::Nothing => {
                let Some(before) = self.before.pop() else { return false };
                self.here = before;
                self.settle();
                true
            }
        }
    }

    /// Lays something over the place, or nothing.
    pub(super) fn cover(&mut self, over: Over) {
        self.over = over;
        self.held = None;
        self.scroll_ep = 0.0;
    }

    /// Holds an app in the list of apps.
    pub(super) fn hold(&mut self, app: Option<String>) {
        self.held = app;
    }

    pub(super) const fn set_scroll(&mut self, scroll_ep: f32) {
        self.scroll_ep = scroll_ep;
    }

    /// Two places that are the same are one, and at the end of the way is Start.
    fn settle(&mut self) {
        self.before.dedup();
        if self.before.last() == Some(&self.here) {
            self.before.pop();
        }
        self.cover(Over::Nothing);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn app(app: &str) -> Place {
        Place::App(Front { app: app.to_owned(), page: "/MainPage.xaml".to_owned() })
    }

    /// Back leads through what was there before, and ends at Start.
    #[test]
    fn back_leads_to_start() {
        let mut places = Places::new();
        for place in [Place::Apps, app("trips"), Place::Start, app("post"), app("trips"), Place::Settings] {
            places.go(place);
        }
        let mut way = Vec::new();
        while places.back() {
            way.push(places.here().clone());
        }
        // The first visit of trips is gone: it was opened anew.
        assert_eq!(way, [app("trips"), app("post"), Place::Start, Place::Apps, Place::Start]);
        assert!(!places.back());
    }

    /// However long somebody wanders about, the way back is as long as there are places.
    #[test]
    fn the_way_back_is_bounded() {
        let mut places = Places::new();
        for _ in 0..1_000 {
            for place in [app("trips"), Place::Start, app("post"), Place::Start, Place::Search, Place::Start] {
                places.go(place);
            }
        }
        assert!(places.before.len() <= 8, "{}", places.before.len());
    }

    /// A locked phone has no app in front; what lies over a place goes before the place does.
    #[test]
    fn what_lies_over_goes_first() {
        let mut places = Places::new();
        places.go(app("trips"));
        places.cover(Over::Lock);
        assert!(places.front().is_none() && !places.back());
        places.cover(Over::ActionCenter);
        assert!(places.is_front("trips") && places.back());
        assert_eq!(places.here(), &app("trips"));
    }
}
