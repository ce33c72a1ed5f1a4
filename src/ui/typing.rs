//! What is typed fast goes where it was meant to.
//!
//! egui moves the keyboard to the next field while it draws, and gives what was typed after Tab in the same frame to the field
//! before. On a slow machine one frame takes in a whole burst of keys. So what comes after a Tab waits for the next frame.

use egui::{Event, Key};

/// What was typed after a Tab and is not given to a frame yet.
#[derive(Debug, Default)]
pub struct TypedAhead(Vec<Event>);

impl TypedAhead {
    /// Takes what a frame is about to be given, and leaves it what comes up to its first Tab. Whether something waits for the
    /// next frame.
    pub fn hold_back(&mut self, events: &mut Vec<Event>) -> bool {
        self.0.append(events);
        let taken = self.0.iter().position(is_tab).map_or(self.0.len(), |tab| tab + 1);
        events.extend(self.0.drain(..taken));
        !self.0.is_empty()
    }
}

fn is_tab(event: &Event) -> bool {
    matches!(event, Event::Key { key: Key::Tab, pressed: true, .. })
}

#[cfg(test)]
mod tests {
    use egui::{Context, Id, Modifiers, RawInput, TextEdit, Ui};

    use super::*;

    fn press(key: Key, modifiers: Modifiers) -> Event {
        Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }
    }

    fn typed() -> Vec<Event> {
        let letters = |text: &'static str| text.split_inclusive(|_| true).map(|letter| Event::Text(letter.to_owned()));
        let all = [press(Key::Tab, Modifiers::NONE), press(Key::A, Modifiers::COMMAND)];
        letters("one").chain(all.clone()).chain(letters("two")).chain(all).chain(letters("three")).collect()
    }

    fn fields_ui(ui: &mut Ui, texts: &mut [String; 3]) {
        for (number, text) in texts.iter_mut().enumerate() {
            ui.add(TextEdit::singleline(text).id(Id::unique(number)));
        }
    }

    /// However many fields are filled between two frames, each gets its own.
    #[test]
    fn a_burst_of_keys_fills_field_after_field() {
        let ctx = Context::default();
        let mut texts = ["first", "second", "third"].map(str::to_owned);
        let mut frame = |events, focus| {
            let mut output = ctx.run_ui(RawInput { events, ..RawInput::default() }, |ui| {
                if focus {
                    ui.memory_mut(|memory| memory.request_focus(Id::unique(0)));
                }
                fields_ui(ui, &mut texts);
            });
            output.textures_delta.clear();
        };
        frame(vec![], true);
        frame(vec![press(Key::A, Modifiers::COMMAND)], false);
        let mut ahead = TypedAhead::default();
        let mut new = typed();
        loop {
            let more = ahead.hold_back(&mut new);
            frame(std::mem::take(&mut new), false);
            if !more {
                break;
            }
        }
        assert_eq!(texts, ["one", "two", "three"]);
    }
}
