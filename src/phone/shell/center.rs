//! Which toasts does the action center hold? Those that were not tapped, the newest twenty of each app (VISUALS.md 4.1).

use std::collections::BTreeMap;

use crate::clock::Timestamp;
use crate::notification::Toast;

/// How many toasts of an app are kept, first in, first out (VISUALS.md 9, `ACTION_CENTER_MAX_PER_APP`, O).
pub const MAX_PER_APP: usize = 20;

/// A kept toast.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Its number; a newer one has a higher one.
    pub id: u64,
    /// The app.
    pub app: String,
    /// What it says.
    pub toast: Toast,
    /// When it came.
    pub came: Timestamp,
}

/// The action center.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Center {
    /// Newest first.
    notes: Vec<Note>,
    /// How many of each app were dropped because there were newer ones.
    dropped: BTreeMap<String, u32>,
    last_id: u64,
}

impl Center {
    /// Keeps a toast.
    pub fn keep(&mut self, app: &str, toast: Toast, came: Timestamp) {
        self.last_id += 1;
        self.notes.insert(0, Note { id: self.last_id, app: app.to_owned(), toast, came });
        let of_app = self.notes.iter().filter(|note| note.app == app).count();
        if of_app > MAX_PER_APP
            && let Some(oldest) = self.notes.iter().rposition(|note| note.app == app)
        {
            self.notes.remove(oldest);
            *self.dropped.entry(app.to_owned()).or_default() += 1;
        }
    }

    /// The toasts, newest first.
    #[must_use]
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// How many of an app's toasts were dropped.
    #[must_use]
    pub fn dropped(&self, app: &str) -> u32 {
        self.dropped.get(app).copied().unwrap_or_default()
    }

    /// The apps that have toasts in it, the one with the newest first.
    #[must_use]
    pub fn apps(&self) -> Vec<&str> {
        let mut apps: Vec<&str> = Vec::new();
        for note in &self.notes {
            if !apps.contains(&note.app.as_str()) {
                apps.push(&note.app);
            }
        }
        apps
    }

    /// Takes a toast out.
    pub fn take(&mut self, id: u64) -> Option<Note> {
        let index = self.notes.iter().position(|note| note.id == id)?;
        let note = self.notes.remove(index);
        self.forget_dropped();
        Some(note)
    }

    /// Takes an app's toasts out: it was opened from here.
    pub fn clear_app(&mut self, app: &str) {
        self.notes.retain(|note| note.app != app);
        self.forget_dropped();
    }

    /// Takes everything out.
    pub fn clear(&mut self) {
        self.notes.clear();
        self.forget_dropped();
    }

    /// Where nothing is left there is nothing more either.
    fn forget_dropped(&mut self) {
        let notes = &self.notes;
        self.dropped.retain(|app, _| notes.iter().any(|note| note.app == *app));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn toast(text: &str) -> Toast {
        Toast { text1: Some(text.to_owned()), ..Toast::default() }
    }

    /// Twenty of an app are kept, the oldest goes first; another app's stay.
    #[test]
    fn twenty_are_kept() {
        let mut center = Center::default();
        center.keep("post", toast("first"), Timestamp::default());
        for number in 0..25 {
            center.keep("trips", toast(&number.to_string()), Timestamp::default());
        }
        assert_eq!(center.notes().len(), 21);
        assert_eq!((center.dropped("trips"), center.dropped("post")), (5, 0));
        assert_eq!(center.notes()[0].toast.text1.as_deref(), Some("24"));
        assert_eq!(center.notes()[19].toast.text1.as_deref(), Some("5"));
        assert_eq!(center.apps(), ["trips", "post"]);
        center.clear_app("trips");
        assert_eq!((center.notes().len(), center.dropped("trips")), (1, 0));
        let id = center.notes()[0].id;
        assert!(center.take(id).is_some() && center.take(id).is_none());
    }
}
