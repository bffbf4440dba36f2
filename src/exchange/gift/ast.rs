//! What a GIFT file says, before anything is made of it.

/// One thing in a file.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Item<'a> {
    /// `$CATEGORY: path`: where the questions after it belong.
    Category(String),
    Question(Box<Question<'a>>),
    /// Something that could not be read.
    Fault(Fault<'a>),
}

/// A block that could not be read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fault<'a> {
    pub line: usize,
    pub source: &'a str,
    /// Why, in Vietnamese.
    pub detail: &'static str,
}

/// A question, or a description that only looks like one.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Question<'a> {
    /// The line on which it begins, from 1.
    pub line: usize,
    /// Its text as it stands in the file.
    pub source: &'a str,
    /// `// [id:…]`.
    pub id: Option<String>,
    /// `// [tag:…]`.
    pub tags: Vec<String>,
    /// `::…::`.
    pub title: Option<String>,
    /// The text; `_____` where the answers stand in the middle of it.
    pub stem: Rich,
    /// Whether text follows the answers.
    pub embedded: bool,
    pub body: Body,
    /// `####…`.
    pub feedback: Option<Rich>,
}

/// A text with its format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rich {
    pub format: TextFormat,
    pub text: String,
}

/// How a text is meant: `[html]…`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextFormat {
    /// Text in which line feeds and some HTML may stand; what is meant without a word.
    Moodle,
    Html,
    Plain,
    Markdown,
}

impl TextFormat {
    pub const ALL: [Self; 4] = [Self::Moodle, Self::Html, Self::Plain, Self::Markdown];

    /// The word between the brackets.
    pub fn word(self) -> &'static str {
        match self {
            Self::Moodle => "moodle",
            Self::Html => "html",
            Self::Plain => "plain",
            Self::Markdown => "markdown",
        }
    }
}

/// How a question is answered.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Body {
    /// No braces: text to read.
    Description,
    /// `{}`
    Essay,
    /// `{T}`
    TrueFalse {
        is_true: bool,
        /// What is said to those who chose true, and false.
        true_feedback: Option<Rich>,
        false_feedback: Option<Rich>,
    },
    /// At least one answer with `~`.
    Choice(Vec<Answer>),
    /// Answers with `=` only, or one without a sign.
    Short(Vec<Answer>),
    /// `{#1822:1}`
    Number(Number, Option<Rich>),
    /// `{#=… =…}`
    Numbers(Vec<NumberAnswer>),
    /// `{=a -> b …}`
    Matching(Vec<(Rich, String)>),
}

/// An answer of a choice or of a short answer.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Answer {
    /// `=`, not `~`.
    pub correct: bool,
    /// `%50%`, in percent.
    pub weight: Option<f64>,
    pub text: Rich,
    pub feedback: Option<Rich>,
}

impl Answer {
    /// Its share of the mark in percent.
    pub fn share(&self) -> f64 {
        self.weight
            .unwrap_or(if self.correct { 100.0 } else { 0.0 })
    }
}

/// Accepted numbers, as they are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Number {
    /// `1822`
    Exactly(String),
    /// `1822:1`
    Near(String, String),
    /// `1..5`
    Between(String, String),
    /// `~`, or `*`: whatever else is answered.
    Rest,
}

/// One of several numeric answers.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct NumberAnswer {
    pub weight: Option<f64>,
    pub number: Number,
    pub feedback: Option<Rich>,
}
