//! Letters by SMTP.

use crate::app::notifications::{Letter, Undelivered};
use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use std::time::{Duration, UNIX_EPOCH};

/// One step of the conversation with the server may take so long.
const PATIENCE: Duration = Duration::from_secs(10);

/// Settings of mail that can't be used; names no password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadMail {
    /// The address of the server.
    #[error("mail.url is not an address of a mail server: {0}")]
    Url(String),
    /// From whom letters come.
    #[error("mail.from is not an address such as \"Thi Luật <thi@example.vn>\"")]
    From,
}

/// Sends letters by a mail server.
pub struct Mailer {
    server: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Mailer {
    /// By the server at that address (`smtp://…`, `smtps://…`), from that sender.
    pub fn new(url: &str, from: &str) -> Result<Self, BadMail> {
        let from: Mailbox = from.parse().map_err(|_| BadMail::From)?;
        let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|error| BadMail::Url(error.to_string()))?
            // Servers look at the name that a client greets with.
            .hello_name(ClientId::Domain(from.email.domain().to_owned()))
            .timeout(Some(PATIENCE))
            .build();
        Ok(Self { server, from })
    }

    /// Hands a letter to the server.
    pub async fn send(&self, letter: &Letter) -> Result<(), Undelivered> {
        let message = self.message(letter)?;
        match self.server.send(message).await {
            Ok(_) => Ok(()),
            // What a server says may name the reader: only its number is told.
            Err(error) => Err(Undelivered {
                is_final: error.is_permanent(),
                status: error.status().map(u16::from),
                detail: match error.status() {
                    Some(code) => format!("the mail server answered {code}"),
                    None if error.is_timeout() => "the mail server is silent".to_owned(),
                    None if error.is_tls() => "TLS with the mail server failed".to_owned(),
                    None => "the mail server is out of reach".to_owned(),
                },
            }),
        }
    }

    fn message(&self, letter: &Letter) -> Result<Message, Undelivered> {
        let unfit = |what: &str| Undelivered {
            is_final: true,
            status: None,
            detail: format!("the letter has no fit {what}"),
        };
        let to: Address = letter.to.parse().map_err(|_| unfit("reader"))?;
        let domain = self.from.email.domain();
        let millis = u64::try_from(letter.at.millis()).unwrap_or_default();
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(letter.subject.clone())
            .date(UNIX_EPOCH + Duration::from_millis(millis))
            .message_id(Some(format!("<{}@{domain}>", letter.id)))
            .header(ContentType::TEXT_PLAIN)
            .body(letter.text.clone())
            .map_err(|_| unfit("text"))
    }
}
