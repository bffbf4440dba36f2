//! Packages, as the use cases ask for them. Archives are inflated here, counted as they grow; what is in
//! a bank is read by a process of its own.

use super::Apart;
use crate::app::banks::BankContents;
use crate::app::imports::ReadFault;
use crate::app::packages::{
    BankFile, BankHead, Content, Lock, Opened, PackageFiles, Packing, Signed, Signer,
};
use crate::exchange::{
    AboutBank, AboutLock, Book, Format, PackageParts, PackageToWrite, Unreadable,
    read_bank_archive, read_package, write_bank, write_bank_archive, write_package,
};
use async_trait::async_trait;
use bytes::Bytes;
use std::fmt::Write as _;

#[async_trait]
impl PackageFiles for Apart {
    async fn write_bank(&self, bank: BankContents) -> Result<BankFile, ReadFault> {
        aside(move || {
            let book = Book {
                bank: &bank.bank,
                questions: &bank.questions,
                media: &bank.media,
                with_keys: true,
            };
            let written = write_bank(&book, Format::Json)
                .map_err(|unwritable| ReadFault::Failed(unwritable.to_string()))?;
            Ok(BankFile {
                name: format!("banks/{}.json", bank.bank.code),
                bytes: written.bytes.into(),
            })
        })
        .await
    }

    async fn bundle(&self, banks: Vec<BankFile>) -> Result<Bytes, ReadFault> {
        aside(move || {
            let written = write_bank_archive(&entries(banks));
            written.map(Into::into).map_err(unwritten)
        })
        .await
    }

    async fn unbundle(&self, bytes: Bytes) -> Result<Vec<BankFile>, ReadFault> {
        let _turn = self.turn().await?;
        aside(move || Ok(files(read_bank_archive(&bytes).map_err(refused)?))).await
    }

    async fn pack(&self, packing: Packing, sign: Signer) -> Result<Bytes, ReadFault> {
        aside(move || {
            let (banks, sealed) = match packing.content {
                Content::Banks(banks) => (entries(banks), None),
                Content::Sealed(sealed) => (Vec::new(), Some(sealed.to_vec())),
            };
            let package = PackageToWrite {
                source: packing.source,
                about: packing.heads.into_iter().map(about).collect(),
                lock: lock_word(&packing.lock),
                banks,
                sealed,
            };
            let written = write_package(package, |message| sign(message));
            written.map(Into::into).map_err(unwritten)
        })
        .await
    }

    async fn open(&self, bytes: Bytes) -> Result<Opened, ReadFault> {
        let _turn = self.turn().await?;
        aside(move || opened(read_package(&bytes).map_err(refused)?)).await
    }
}

/// Work that keeps a core busy, beside the tasks that serve people.
async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ReadFault> + Send + 'static,
) -> Result<T, ReadFault> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| ReadFault::Failed(error.to_string()))?
}

fn refused(why: Unreadable) -> ReadFault {
    ReadFault::Refused(why.code, why.detail, why.at)
}

#[expect(clippy::needless_pass_by_value, reason = "map_err hands it by value")]
fn unwritten(error: zip::result::ZipError) -> ReadFault {
    ReadFault::Failed(error.to_string())
}

fn entries(banks: Vec<BankFile>) -> Vec<(String, Vec<u8>)> {
    let banks = banks.into_iter();
    banks.map(|bank| (bank.name, bank.bytes.to_vec())).collect()
}

fn files(entries: Vec<(String, Vec<u8>)>) -> Vec<BankFile> {
    let file = |(name, bytes): (String, Vec<u8>)| BankFile {
        name,
        bytes: bytes.into(),
    };
    entries.into_iter().map(file).collect()
}

fn about(head: BankHead) -> AboutBank {
    AboutBank {
        code: head.code,
        title: head.title,
        questions: head.questions,
    }
}

fn lock_word(lock: &Lock) -> Option<AboutLock> {
    let hex = |bytes: &[u8]| {
        bytes.iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    };
    match lock {
        Lock::Open => None,
        Lock::Platform => Some(AboutLock::Platform {}),
        Lock::Passphrase { salt, check } => Some(AboutLock::Passphrase {
            salt: hex(salt),
            check: hex(check),
        }),
    }
}

fn lock_of(lock: Option<AboutLock>) -> Result<Lock, ReadFault> {
    Ok(match lock {
        None => Lock::Open,
        Some(AboutLock::Platform {}) => Lock::Platform,
        Some(AboutLock::Passphrase { salt, check }) => match (unhex(&salt), unhex(&check)) {
            (Some(salt), Some(check)) => Lock::Passphrase { salt, check },
            _ => {
                let detail = "package.json trong gói ghi sai phần niêm phong (lock).".to_owned();
                return Err(ReadFault::Refused("import.damaged", detail, None));
            }
        },
    })
}

fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut out = [0; N];
    if text.len() != 2 * N || !text.is_ascii() {
        return None;
    }
    for (byte, at) in out.iter_mut().zip((0..text.len()).step_by(2)) {
        *byte = u8::from_str_radix(&text[at..at + 2], 16).ok()?;
    }
    Some(out)
}

fn opened(parts: PackageParts) -> Result<Opened, ReadFault> {
    let head = |bank: AboutBank| BankHead {
        code: bank.code,
        title: bank.title,
        questions: bank.questions,
    };
    Ok(Opened {
        source: parts.source,
        heads: parts.about.into_iter().map(head).collect(),
        lock: lock_of(parts.lock)?,
        content: match parts.sealed {
            Some(sealed) => Content::Sealed(sealed.into()),
            None => Content::Banks(files(parts.banks)),
        },
        signed: parts
            .signed
            .map(|(message, signature)| Signed { message, signature }),
    })
}
