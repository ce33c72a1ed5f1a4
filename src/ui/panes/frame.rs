//! Which pane stands where? One story from left to right: compose, see, what came back; the steps above it, the log below.
//!
//! Widths and heights come from `theme/measure`; what does not fit becomes a tab.

use egui::{Align, CentralPanel, Frame, Layout, Margin, Panel, Ui, vec2};

use super::arrangement::Arrangement;
use super::composer::Room;
use super::{
    Commands, answer, composer, drops, gallery, lineup, log, notice, phone_form, phones, pipeline, service, status_bar,
    top_bar, versions,
};
use crate::clock::{ClockFace, Timestamp};
use crate::console::model::{ComposerTab, MiddleTab};
use crate::console::service::{Panel as ServicePanel, ServiceCommand};
use crate::console::{Command, Model};
use crate::lang::text;
use crate::ui::theme::measure::{
    Areas, FOUR_COLUMNS_FROM, HAIRLINE, HEAD, M, PIPELINE, SOURCE_TAB_BELOW, STATUS_BAR, TOP_BAR, TWO_COLUMNS_BELOW, XS,
};
use crate::ui::theme::{self, Letters, Palette};
use crate::ui::views::answer::PushDetails;
use crate::ui::views::clock::runs_like_the_machines;
use crate::ui::views::{
    AnswerView, ComposerView, GalleryView, NoticeView, PhoneFormView, PhonesView, PipelineView, StatusBarView,
    TopBarView, VersionsView,
};
use crate::ui::widgets::button::{Button, Loudness};
use crate::ui::widgets::line;
use crate::ui::widgets::tabs::{Keyboard, tabs};

/// What the window is drawn from.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// What is known.
    pub model: &'a Model,
    /// What the clock shows.
    pub face: &'a ClockFace,
    /// Whether the panel about the service takes the keyboard.
    pub keyboard: Keyboard,
}

/// Draws the whole window and returns when it changes next by itself, if it does.
pub fn frame_ui(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) -> Option<Timestamp> {
    let Scene { model, face, keyboard: _ } = scene;
    let palette = theme::of(ui);
    let size = ui.available_size();
    let areas = Areas::of(size.x, size.y);
    let bar = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(12, 0));
    let top = Panel::top("top-bar").exact_size(TOP_BAR).resizable(false).frame(bar);
    top.show(ui, |ui| top_bar::top_bar_ui(ui, &TopBarView::new(model, face), commands));
    if let Some(trouble) = &model.world.trouble {
        let panel = Panel::top("trouble").resizable(false).frame(bar.fill(palette.selected));
        panel.show(ui, |ui| notice::trouble_ui(ui, &NoticeView::of_trouble(trouble)));
    }
    if let Some(said) = &model.desk.notice {
        let panel = Panel::top("notice").exact_size(HEAD + XS).resizable(false).frame(bar.fill(palette.selected));
        panel.show(ui, |ui| notice::notice_ui(ui, &NoticeView::new(said), commands));
    }
    // A journey is played as fast as the clock runs; where that is not as fast as people look, it is shown as it ended.
    let played = if runs_like_the_machines(face) { face.now } else { END_OF_TIME };
    let strip = PipelineView::new(model, played);
    let plain = Frame::new().fill(palette.panel);
    let panel = Panel::top("pipeline").exact_size(PIPELINE).resizable(false).frame(plain);
    panel.show(ui, |ui| pipeline::pipeline_ui(ui, &strip));
    let status = Panel::bottom("status").exact_size(STATUS_BAR).resizable(false).frame(bar);
    status.show(ui, |ui| status_bar::status_bar_ui(ui, &StatusBarView::new(model, face), commands));
    let rows = Panel::bottom("log").resizable(true).default_size(areas.log).size_range(96.0..=size.y * 0.5);
    rows.frame(plain).show(ui, |ui| log::log_ui(ui, model, commands));
    let change = story_ui(ui, scene, size.x, areas, commands);
    drops::stray_drops_ui(ui, model, commands);
    if let Some(form) = &model.desk.lineup.form {
        phone_form::phone_form_ui(ui, &PhoneFormView::new(model, form), &form.scene(face.now), commands);
    }
    if let Some(view) = model.desk.gallery.as_ref().and_then(|form| GalleryView::new(model, form)) {
        gallery::gallery_ui(ui, &view, commands);
    }
    let second = shows_clock(model).then(|| face.now.next_second());
    [strip.next_change, change, second].into_iter().flatten().min()
}

/// A moment at which every journey has ended.
const END_OF_TIME: Timestamp = Timestamp::from_micros(i64::MAX);

fn shows_clock(model: &Model) -> bool {
    model.desk.service.panel == ServicePanel::Open
}

/// Draws the three panes of the story. Gives back when a phone that is in sight next changes by itself.
fn story_ui(ui: &mut Ui, scene: Scene<'_>, width: f32, areas: Areas, commands: &mut Commands) -> Option<Timestamp> {
    let model = scene.model;
    let palette = theme::of(ui);
    let service = width >= TWO_COLUMNS_BELOW && shows_clock(model);
    let areas = if service { areas.beside_service(width) } else { areas };
    let plain = Frame::new().fill(palette.panel);
    let left = Panel::left("composer").resizable(false).exact_size(areas.composer).frame(plain);
    left.show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let room = if width < SOURCE_TAB_BELOW { Room::One } else { Room::Both };
        composer_head(ui, model.desk.composer, room, palette, commands);
        ui.spacing_mut().item_spacing.y = 8.0;
        composer::composer_ui(ui, &ComposerView::new(model), room, commands);
    });
    if service {
        let column = Panel::right("service").resizable(false).exact_size(areas.service).frame(plain);
        column.show(ui, |ui| service_column(ui, scene, commands));
    }
    let answer = AnswerView::new(model);
    if width >= if service { FOUR_COLUMNS_FROM } else { TWO_COLUMNS_BELOW } {
        let right = Panel::right("answer").resizable(false).exact_size(areas.answer).frame(plain);
        right.show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            answer_head(ui, &answer, palette);
            answer::answer_ui(ui, &answer, commands);
        });
        let middle = CentralPanel::no_frame().frame(Frame::new().fill(palette.background));
        middle.show(ui, |ui| sights_ui(ui, scene, commands)).inner
    } else {
        middle_ui(ui, scene, if service { Beside::Service } else { Beside::Nothing }, &answer, commands)
    }
}

/// The middle of a wide window, in which the answer has its own place: the phones, or the comparison of versions.
fn sights_ui(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) -> Option<Timestamp> {
    ui.spacing_mut().item_spacing.y = 0.0;
    let shown = match scene.model.desk.middle {
        MiddleTab::Versions => MiddleTab::Versions,
        MiddleTab::Phones | MiddleTab::Answer => MiddleTab::Phones,
    };
    let sight = Sight::new(ui, scene.model, shown);
    head_ui(ui, |ui| {
        let names = [(MiddleTab::Phones, text("phones-title")), (MiddleTab::Versions, text("versions-title"))];
        if let Some(tab) = tabs(ui, shown, &names, HEAD) {
            commands.push(Command::Middle(tab));
        }
        sight.head_ui(ui, None, commands);
    });
    line::hairline(ui);
    sight.ui(ui, scene, commands)
}

/// The phones, or the comparison of versions, below a pane's head.
enum Sight {
    Phones(PhonesView, Arrangement),
    Versions,
}

impl Sight {
    fn new(ui: &Ui, model: &Model, shown: MiddleTab) -> Self {
        match shown {
            MiddleTab::Versions => Self::Versions,
            MiddleTab::Phones | MiddleTab::Answer => {
                let view = PhonesView::new(model);
                let arrangement = phones::arranged(&view, ui.available_size() - vec2(0.0, HEAD + HAIRLINE));
                Self::Phones(view, arrangement)
            }
        }
    }

    /// What belongs to it, from the right end of the head; then the verdict in a word, while the answer is behind its tab.
    fn head_ui(&self, ui: &mut Ui, outcome: Option<&PushDetails>, commands: &mut Commands) {
        let palette = theme::of(ui);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(M);
            match self {
                Self::Phones(view, arrangement) => {
                    let spare = if outcome.is_some() { OUTCOME } else { 0.0 };
                    lineup::lineup_ui(ui, view, arrangement, spare, commands);
                }
                Self::Versions => {}
            }
            if let Some(push) = outcome {
                ui.add_space(M);
                line::badge(ui, push.tone, &push.title, Letters::Body, palette.text);
            }
        });
    }

    /// Draws it. Gives back when something in it next changes by itself.
    fn ui(&self, ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) -> Option<Timestamp> {
        let Scene { model, face, keyboard: _ } = scene;
        match self {
            Self::Versions => {
                versions::versions_ui(ui, &VersionsView::new(model));
                None
            }
            Self::Phones(view, arrangement) => {
                let lineup = phones::Lineup { model, view, arrangement, now: face.now };
                phones::phones_ui(ui, lineup, commands)
            }
        }
    }
}

/// The least width in which a verdict can be told from another.
const OUTCOME: f32 = 130.0;

/// What stands beside the middle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Beside {
    /// The panel about the service, so it needs no tab.
    Service,
    /// Nothing.
    Nothing,
}

/// A tab of the middle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Middle {
    Story(MiddleTab),
    Service,
}

/// Phones, answer and the panel about the service as tabs of one pane.
fn middle_ui(
    ui: &mut Ui,
    scene: Scene<'_>,
    beside: Beside,
    answer: &AnswerView,
    commands: &mut Commands,
) -> Option<Timestamp> {
    let Scene { model, face, keyboard } = scene;
    let palette = theme::of(ui);
    let shown = match beside {
        Beside::Nothing if shows_clock(model) => Middle::Service,
        Beside::Nothing | Beside::Service => Middle::Story(model.desk.middle),
    };
    let fill = match shown {
        Middle::Story(MiddleTab::Phones | MiddleTab::Versions) => palette.background,
        Middle::Story(MiddleTab::Answer) | Middle::Service => palette.panel,
    };
    let middle = CentralPanel::no_frame().frame(Frame::new().fill(fill));
    let inside = middle.show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let sight = match shown {
            Middle::Story(tab @ (MiddleTab::Phones | MiddleTab::Versions)) => Some(Sight::new(ui, model, tab)),
            Middle::Story(MiddleTab::Answer) | Middle::Service => None,
        };
        head_ui(ui, |ui| {
            middle_tabs(ui, shown, beside, commands);
            match (&sight, shown) {
                (Some(sight), _) => sight.head_ui(ui, answer.push.as_ref(), commands),
                (None, Middle::Story(_)) => caption_ui(ui, answer, palette),
                (None, Middle::Service) => close_ui(ui, commands),
            }
        });
        match (sight, shown) {
            (Some(sight), _) => {
                line::hairline(ui);
                return sight.ui(ui, scene, commands);
            }
            (None, Middle::Story(_)) => answer::answer_ui(ui, answer, commands),
            (None, Middle::Service) => {
                line::hairline(ui);
                service::service_ui(ui, model, face, keyboard, commands);
            }
        }
        None
    });
    inside.inner
}

fn middle_tabs(ui: &mut Ui, shown: Middle, beside: Beside, commands: &mut Commands) {
    let mut names = vec![
        (Middle::Story(MiddleTab::Phones), text("phones-title")),
        (Middle::Story(MiddleTab::Versions), text("versions-title")),
        (Middle::Story(MiddleTab::Answer), text("answer-title")),
    ];
    if beside == Beside::Nothing {
        names.push((Middle::Service, text("service-title")));
    }
    match tabs(ui, shown, &names, HEAD) {
        Some(Middle::Story(tab)) => {
            if shown == Middle::Service {
                commands.push(Command::Service(ServiceCommand::Close));
            }
            commands.push(Command::Middle(tab));
        }
        Some(Middle::Service) => commands.push(Command::Service(ServiceCommand::Toggle)),
        None => {}
    }
}

fn service_column(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let palette = theme::of(ui);
    ui.spacing_mut().item_spacing.y = 0.0;
    head_ui(ui, |ui| {
        ui.add_space(8.0);
        line::one_line(ui, text("service-title"), Letters::Strong, palette.text);
        close_ui(ui, commands);
    });
    line::hairline(ui);
    service::service_ui(ui, scene.model, scene.face, scene.keyboard, commands);
}

fn close_ui(ui: &mut Ui, commands: &mut Commands) {
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.add_space(M - 6.0);
        let close = Button::new(text("service-close"), Loudness::Plain).named(text("service-close-name"));
        if close.show(ui).clicked() {
            commands.push(Command::Service(ServiceCommand::Close));
        }
    });
}

fn head_ui(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(vec2(ui.available_width(), HEAD), Layout::left_to_right(Align::Center), |ui| {
        ui.add_space(M - 8.0);
        add(ui);
    });
}

fn composer_head(ui: &mut Ui, tab: ComposerTab, room: Room, palette: &Palette, commands: &mut Commands) {
    head_ui(ui, |ui| {
        match room {
            Room::Both => {
                ui.add_space(8.0);
                line::one_line(ui, text("composer-title"), Letters::Strong, palette.text);
            }
            Room::One => {
                let names =
                    [(ComposerTab::Form, text("composer-form")), (ComposerTab::Source, text("composer-source"))];
                if let Some(tab) = tabs(ui, tab, &names, HEAD) {
                    commands.push(Command::Composer(tab));
                }
            }
        }
        files_ui(ui, commands);
    });
    line::hairline(ui);
}

/// Opening and saving, at the right end of the composer's head.
fn files_ui(ui: &mut Ui, commands: &mut Commands) {
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.add_space(M);
        let choices = [
            ("composer-save", "composer-save-name", Command::Save),
            ("composer-open", "composer-open-name", Command::Open),
        ];
        for (words, name, command) in choices {
            if Button::new(text(words), Loudness::Plain).named(text(name)).show(ui).clicked() {
                commands.push(command);
            }
        }
    });
}

fn answer_head(ui: &mut Ui, view: &AnswerView, palette: &Palette) {
    head_ui(ui, |ui| {
        ui.add_space(8.0);
        line::one_line(ui, text("answer-title"), Letters::Strong, palette.text);
        caption_ui(ui, view, palette);
    });
}

fn caption_ui(ui: &mut Ui, view: &AnswerView, palette: &Palette) {
    if let Some(push) = &view.push {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(M);
            line::one_line(ui, &push.caption, Letters::Body, palette.secondary);
        });
    }
}
