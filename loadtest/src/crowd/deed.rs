//! What a person can do, and where on the platform that is done.

use crate::client::path;
use crate::people::SignUp;
use crate::platform::Platform;
use anyhow::Result;
use hyper::Uri;

/// One thing that a person does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Deed {
    /// Registers, which also signs in.
    Join,
    /// Starts an attempt.
    Start,
    /// Changes one answer.
    Save,
    /// Hands in.
    Submit,
    /// Looks at the top of the scoreboard.
    Board,
    /// Looks at the own place and its neighbours.
    Place,
    /// Comes back to the running attempt, as after a reload.
    Resume,
}

impl Deed {
    /// A word for tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Join => "join",
            Self::Start => "start",
            Self::Save => "save",
            Self::Submit => "submit",
            Self::Board => "board",
            Self::Place => "place",
            Self::Resume => "resume",
        }
    }
}

/// The addresses of everything that does not depend on a person.
#[derive(Clone, Debug)]
pub struct Way {
    /// Where one registers.
    pub participants: Uri,
    /// Where one starts.
    pub attempts: Uri,
    /// The top of the board.
    pub board: Uri,
    /// The own neighbours.
    pub place: Uri,
    /// How newcomers fill in the form.
    pub sign_up: SignUp,
}

impl Way {
    /// Those of a platform; the seed decides who newcomers are.
    pub fn of(platform: &Platform, seed: u64) -> Result<Self> {
        let round = &platform.round;
        Ok(Self {
            participants: path(&format!(
                "/api/v1/contests/{}/participants",
                platform.contest
            ))?,
            attempts: path(&format!("/api/v1/rounds/{round}/attempts"))?,
            board: path(&format!("/api/v1/rounds/{round}/scoreboard?limit=10"))?,
            place: path(&format!("/api/v1/rounds/{round}/scoreboard?around=me"))?,
            sign_up: SignUp::to(platform, seed),
        })
    }
}
