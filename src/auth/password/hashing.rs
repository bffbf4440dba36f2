//! argon2id on as many threads as the machine has cores, and no more.
//!
//! A hash costs about 13 ms of a core and 19 MiB (security.md 0.6), so a flood of sign-ins queues
//! here, up to a limit, while saves go on beside it.

use crate::entropy::{self, Entropy};
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::Semaphore;

/// Hashes that may wait for a core.
const QUEUE: usize = 512;
/// How long one may wait.
const PATIENCE: Duration = Duration::from_secs(3);

static CORES: LazyLock<Semaphore> = LazyLock::new(|| {
    Semaphore::new(std::thread::available_parallelism().map_or(2, std::num::NonZero::get))
});
static WAITING: AtomicUsize = AtomicUsize::new(0);

/// A hash of no password at all, with the same cost: for sign-ins of unknown people.
static DUMMY: LazyLock<String> = LazyLock::new(|| hash_now(b"", b"no such account!"));

/// Too many sign-ins at once; come back in a few seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many passwords are being checked at once")]
pub struct Busy;

/// The PHC string of a password, with a fresh salt.
pub async fn hash(entropy: &dyn Entropy, password: &str) -> Result<String, Busy> {
    let salt: [u8; 16] = entropy::bytes(entropy);
    let password = password.as_bytes().to_vec();
    on_a_core(move || hash_now(&password, &salt)).await
}

/// Whether the password is the one of that PHC string. Without a string (nobody has that address)
/// it takes as long and is never right.
pub async fn verify(password: &str, phc: Option<&str>) -> Result<bool, Busy> {
    let password = password.as_bytes().to_vec();
    let phc = phc.map(str::to_owned);
    on_a_core(move || {
        let known = phc.is_some();
        let phc = phc.unwrap_or_else(|| DUMMY.clone());
        let right = PasswordHash::new(&phc)
            .is_ok_and(|phc| Argon2::default().verify_password(&password, &phc).is_ok());
        known && right
    })
    .await
}

/// Memory of [`derive()`], in KiB: whoever has the sealed thing may guess for as long as he likes.
const DERIVE_KIB: u32 = 64 << 10;
/// Passes of it.
const DERIVE_PASSES: u32 = 3;

/// 64 bytes from a passphrase, by argon2id with 64 MiB and 3 passes, for keys of things that leave the
/// platform.
///
/// # Panics
/// Never: the parameters are constants that argon2 takes.
pub async fn derive(passphrase: &str, salt: [u8; 16]) -> Result<[u8; 64], Busy> {
    let passphrase = passphrase.as_bytes().to_vec();
    on_a_core(move || {
        let parameters = Params::new(DERIVE_KIB, DERIVE_PASSES, 1, Some(64))
            .expect("constants that argon2 takes");
        let mut out = [0; 64];
        Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters)
            .hash_password_into(&passphrase, &salt, &mut out)
            .expect("a salt of 16 bytes and an output of 64 are within argon2's limits");
        out
    })
    .await
}

fn hash_now(password: &[u8], salt: &[u8]) -> String {
    let hashed: PasswordHash = Argon2::default()
        .hash_password_with_salt(password, salt)
        .expect("argon2 takes any password below 4 GiB with a salt of 16 bytes");
    hashed.to_string()
}

async fn on_a_core<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Busy> {
    let place = Place::take()?;
    let core = tokio::time::timeout(PATIENCE, CORES.acquire())
        .await
        .map_err(|_| Busy)?;
    let core = core.expect("the semaphore is never closed");
    drop(place);
    let done = tokio::task::spawn_blocking(work).await.map_err(|_| Busy);
    drop(core);
    done
}

/// A place in the queue, given back when dropped.
struct Place;

impl Place {
    fn take() -> Result<Self, Busy> {
        if WAITING.fetch_add(1, Ordering::Relaxed) >= QUEUE {
            WAITING.fetch_sub(1, Ordering::Relaxed);
            return Err(Busy);
        }
        Ok(Self)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        WAITING.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SeededEntropy;

    #[tokio::test]
    async fn a_password_is_known_by_its_hash_only() {
        let phc = hash(&SeededEntropy::new(5), "bốn con trâu").await.unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
        assert!(verify("bốn con trâu", Some(&phc)).await.unwrap());
        assert!(!verify("năm con trâu", Some(&phc)).await.unwrap());
        assert!(!verify("bốn con trâu", Some("not a hash")).await.unwrap());
        // Nobody of that address: the dummy's own password is not right either.
        assert!(!verify("", None).await.unwrap());
    }
}
