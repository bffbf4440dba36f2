//! Sealing the banks of a package (docs/adr/0010): argon2id makes a key of a passphrase,
//! ChaCha20-Poly1305 seals with it.

use super::error::PackageError;
use super::files::Lock;
use crate::app::App;
use crate::auth::password::derive;
use crate::domain::text;
use crate::engine::digest::Fields;
use crate::entropy;
use bytes::Bytes;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};

/// Least length of a passphrase, in characters.
const LEAST: usize = 12;
/// What is sealed, so that no other thing can be put in its place.
const PURPOSE: &[u8] = b"thiluat/package/1";
/// The same for keys of the installation.
const OWN_PURPOSE: &str = "thiluat/package/1";

/// The key of a passphrase, and what tells a wrong one.
async fn key(
    passphrase: &str,
    salt: [u8; 16],
) -> Result<(ChaCha20Poly1305, [u8; 32]), PackageError> {
    let derived = derive(&text::nfc(passphrase), salt).await?;
    let (key, rest) = derived.split_at(32);
    let key: [u8; 32] = key.try_into().map_err(|_| PackageError::Damaged)?;
    let check = Fields::of("thiluat/package/check/1").bytes(rest).hash();
    Ok((ChaCha20Poly1305::new(&Key::from(key)), check))
}

impl App {
    /// Seals by a passphrase, which must not be one that is guessed.
    pub(super) async fn seal_by(
        &self,
        passphrase: &str,
        plain: &[u8],
    ) -> Result<(Lock, Bytes), PackageError> {
        if text::nfc(passphrase).chars().count() < LEAST {
            return Err(PackageError::PassphraseWeak);
        }
        let salt = entropy::bytes::<16>(&*self.entropy);
        let (cipher, check) = key(passphrase, salt).await?;
        let nonce = entropy::bytes::<12>(&*self.entropy);
        let payload = Payload {
            msg: plain,
            aad: PURPOSE,
        };
        let sealed = cipher
            .encrypt(&Nonce::from(nonce), payload)
            .map_err(|_| PackageError::Damaged)?;
        let sealed = [&nonce[..], &sealed].concat();
        Ok((Lock::Passphrase { salt, check }, sealed.into()))
    }

    /// Seals for this installation.
    pub(super) fn seal_here(&self, plain: &[u8]) -> (Lock, Bytes) {
        let sealed = self.keys.seal(&*self.entropy, OWN_PURPOSE, plain);
        (Lock::Platform, sealed.into())
    }

    /// What was sealed; none: a passphrase is needed and none was given.
    pub(super) async fn unseal(
        &self,
        lock: &Lock,
        passphrase: Option<&str>,
        sealed: &[u8],
    ) -> Result<Option<Bytes>, PackageError> {
        match (lock, passphrase) {
            // Its banks would stand beside the seal.
            (Lock::Open, _) => Err(PackageError::Damaged),
            (Lock::Platform, _) => {
                let plain = self.keys.open(OWN_PURPOSE, sealed);
                let plain = plain.map_err(|_| PackageError::SealedElsewhere)?;
                Ok(Some(plain.into()))
            }
            (Lock::Passphrase { .. }, None) => Ok(None),
            (Lock::Passphrase { salt, check }, Some(passphrase)) => {
                let (cipher, own) = key(passphrase, *salt).await?;
                if own != *check {
                    return Err(PackageError::PassphraseWrong);
                }
                let damaged = PackageError::Damaged;
                let Some((nonce, sealed)) = sealed.split_first_chunk::<12>() else {
                    return Err(damaged);
                };
                let payload = Payload {
                    msg: sealed,
                    aad: PURPOSE,
                };
                let plain = cipher.decrypt(&Nonce::from(*nonce), payload);
                Ok(Some(plain.map_err(|_| damaged)?.into()))
            }
        }
    }
}
