//! Words: the command line of INTERFACES.md 1. Each command is a file; `main` opens the window where there is none.

pub mod arguments;
pub mod certs;
pub mod demo;
pub mod exit;
mod limits;
pub mod render;
pub mod send;
pub mod serve;
pub mod setup;
pub mod window;

pub use arguments::{Arguments, Task};
pub use exit::{Exit, Failure};
