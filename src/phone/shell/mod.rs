//! What would the user see? Start screen, toast, the app's page, and the rules that change them.

pub mod scene;
