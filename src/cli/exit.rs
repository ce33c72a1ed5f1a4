//! How does a command end? With one of four codes (INTERFACES.md 1), and one line if it failed.

use std::fmt;
use std::process::ExitCode;

/// The exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: done.
    Done,
    /// 1: the answer is no.
    No,
    /// 2: the call is wrong.
    WrongCall,
    /// 3: the surroundings are wrong.
    Surroundings,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::No => 1,
            Exit::WrongCall => 2,
            Exit::Surroundings => 3,
        })
    }
}

/// Why a command failed.
#[derive(Debug)]
pub struct Failure {
    /// The exit code.
    pub exit: Exit,
    /// What happened and what to do, outermost first.
    pub error: anyhow::Error,
}

impl Failure {
    /// The call is wrong.
    pub fn wrong_call(error: impl Into<anyhow::Error>) -> Self {
        Self { exit: Exit::WrongCall, error: error.into() }
    }

    /// The surroundings are wrong.
    pub fn surroundings(error: impl Into<anyhow::Error>) -> Self {
        Self { exit: Exit::Surroundings, error: error.into() }
    }
}

impl fmt::Display for Failure {
    /// One line, the whole chain of causes.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut chain = String::new();
        for cause in self.error.chain().map(ToString::to_string) {
            // Some errors name their cause themselves.
            if chain.is_empty() {
                chain = cause;
            } else if !chain.contains(&cause) {
                chain = format!("{chain}: {cause}");
            }
        }
        out.write_str(&chain.replace(['\n', '\r'], " "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every cause is said, and said once.
    #[test]
    fn causes_are_said_once() {
        let cause = || anyhow::anyhow!("no such file");
        let bare = Failure::surroundings(cause().context("cannot read a"));
        let named = Failure::surroundings(cause().context("cannot read a: no such file.\nChoose another"));
        assert_eq!(bare.to_string(), "cannot read a: no such file");
        assert_eq!(named.to_string(), "cannot read a: no such file. Choose another");
    }
}
