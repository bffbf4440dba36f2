//! The installation's secrets: one master key, from which every other key is derived by name.

use crate::domain::{AttemptId, Slot, Timestamp};
use crate::engine::digest::{Fields, MacKey, hash, hex, unhex};
use crate::entropy::{self, Entropy};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use ed25519_dalek::{Signature, Signer, SigningKey};
use std::net::IpAddr;

/// A sealed value can't be opened: it was made under another key, for another purpose, or changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("sealed under another key, or changed since")]
pub struct NotOurs;

/// All keys of an installation.
pub struct Keys {
    codes: MacKey,
    identities: MacKey,
    acks: MacKey,
    networks: MacKey,
    seal: ChaCha20Poly1305,
    signing: SigningKey,
    key_id: String,
}

impl Keys {
    /// Derives everything from the master key.
    pub fn from_master(master: &[u8; 32]) -> Self {
        let master = MacKey::new(master);
        let derived = |name: &str| master.mac(Fields::of("thiluat/key/1").text(name).as_bytes());
        let signing = SigningKey::from_bytes(&derived("signing"));
        let key_id = hex(&hash(signing.verifying_key().as_bytes()))[..16].to_owned();
        Self {
            codes: MacKey::new(&derived("codes")),
            identities: MacKey::new(&derived("identities")),
            acks: MacKey::new(&derived("acks")),
            networks: MacKey::new(&derived("networks")),
            seal: ChaCha20Poly1305::new(&Key::from(derived("seal"))),
            signing,
            key_id,
        }
    }

    /// Keyed hash of a sign-in code. Codes are random, so one MAC is enough (performance.md 2.11).
    pub fn code_mac(&self, participant: &str, code: &str) -> [u8; 32] {
        self.codes.mac(
            Fields::of("thiluat/code/1")
                .text(participant)
                .text(code)
                .as_bytes(),
        )
    }

    /// Keyed hash of the fields that make a person unique, so that the index tells nothing.
    pub fn identity(&self, contest: &str, values: &[String]) -> [u8; 32] {
        let mut fields = Fields::of("thiluat/identity/1");
        fields.text(contest);
        for value in values {
            fields.text(value);
        }
        self.identities.mac(fields.as_bytes())
    }

    /// What proves later that an answer was acknowledged (security.md 2.8), 32 hex digits.
    pub fn ack(
        &self,
        attempt: AttemptId,
        epoch: i64,
        seq: i64,
        slot: Slot,
        answer: &str,
        saved_at: Timestamp,
    ) -> String {
        let mut fields = Fields::of("thiluat/ack/1");
        fields
            .bytes(attempt.0.as_bytes())
            .number(epoch)
            .number(seq)
            .number(i64::from(slot.0))
            .bytes(&hash(answer.as_bytes()))
            .number(saved_at.millis());
        hex(&self.acks.mac(fields.as_bytes())[..16])
    }

    /// A mark of the network that an address belongs to, the first 24 bits of an IPv4 and the first 48
    /// of an IPv6 address, 32 hex digits. It tells that two people of a round began in one network,
    /// and nothing else: without the key nobody finds the address, and marks of two rounds can't be
    /// held against each other.
    pub fn network(&self, round: &str, address: IpAddr) -> String {
        let mut fields = Fields::of("thiluat/network/1");
        fields.text(round);
        match address.to_canonical() {
            IpAddr::V4(address) => fields.bytes(&address.octets()[..3]),
            IpAddr::V6(address) => fields.bytes(&address.octets()[..6]),
        };
        hex(&self.networks.mac(fields.as_bytes())[..16])
    }

    /// Encrypts for storage; `purpose` must be given again to open.
    ///
    /// # Panics
    /// Never: the cipher takes 256 GiB at once.
    pub fn seal(&self, entropy: &dyn Entropy, purpose: &str, plain: &[u8]) -> Vec<u8> {
        let nonce = entropy::bytes::<12>(entropy);
        let payload = Payload {
            msg: plain,
            aad: purpose.as_bytes(),
        };
        let sealed = self
            .seal
            .encrypt(&Nonce::from(nonce), payload)
            .expect("a value of our own is far below the cipher's limit");
        [&nonce[..], &sealed].concat()
    }

    /// Decrypts what [`Keys::seal`] made.
    pub fn open(&self, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>, NotOurs> {
        let (nonce, sealed) = sealed.split_first_chunk::<12>().ok_or(NotOurs)?;
        let payload = Payload {
            msg: sealed,
            aad: purpose.as_bytes(),
        };
        self.seal
            .decrypt(&Nonce::from(*nonce), payload)
            .map_err(|_| NotOurs)
    }

    /// Ed25519 signature, hex.
    pub fn sign(&self, message: &[u8]) -> String {
        hex(&self.signing.sign(message).to_bytes())
    }

    /// Whether a signature is one of [`Keys::sign`].
    pub fn verify(&self, message: &[u8], signature: &str) -> bool {
        unhex::<64>(signature).is_some_and(|bytes| {
            let signature = Signature::from_bytes(&bytes);
            let key = self.signing.verifying_key();
            key.verify_strict(message, &signature).is_ok()
        })
    }

    /// Names the public key that verifies [`Keys::sign`].
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// The public key, hex.
    pub fn public_key(&self) -> String {
        hex(self.signing.verifying_key().as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SeededEntropy;

    #[test]
    fn sealed_values_open_only_under_their_key_and_purpose() {
        let entropy = SeededEntropy::new(1);
        let keys = Keys::from_master(&[1; 32]);
        let sealed = keys.seal(&entropy, "seed:r1", b"secret");
        assert_eq!(keys.open("seed:r1", &sealed).unwrap(), b"secret");
        assert_eq!(keys.open("seed:r2", &sealed), Err(NotOurs));
        assert_eq!(
            Keys::from_master(&[2; 32]).open("seed:r1", &sealed),
            Err(NotOurs)
        );
        let mut changed = sealed.clone();
        changed[20] ^= 1;
        assert_eq!(keys.open("seed:r1", &changed), Err(NotOurs));
    }

    #[test]
    fn a_mark_tells_networks_of_a_round_apart_and_nothing_more() {
        let keys = Keys::from_master(&[1; 32]);
        let mark = |round, address: &str| keys.network(round, address.parse().unwrap());
        let near = mark("r1", "203.0.113.7");
        assert_eq!(near, mark("r1", "203.0.113.250"));
        assert_eq!(near, mark("r1", "::ffff:203.0.113.9"));
        assert_ne!(near, mark("r1", "203.0.114.7"));
        assert_ne!(near, mark("r2", "203.0.113.7"));
        assert_eq!(
            mark("r1", "2001:db8:1:2::3"),
            mark("r1", "2001:db8:1:ffff::")
        );
        assert_ne!(mark("r1", "2001:db8:1::"), mark("r1", "2001:db8:2::"));
        let other = Keys::from_master(&[2; 32]);
        assert_ne!(near, other.network("r1", "203.0.113.7".parse().unwrap()));
    }

    #[test]
    fn an_ack_depends_on_everything_it_acknowledges() {
        let keys = Keys::from_master(&[1; 32]);
        let attempt = AttemptId(uuid::Uuid::from_bytes([3; 16]));
        let at = Timestamp::from_millis(5);
        let ack = keys.ack(attempt, 1, 2, Slot(3), "ab", at);
        assert_eq!(ack.len(), 32);
        assert_ne!(ack, keys.ack(attempt, 1, 2, Slot(3), "ac", at));
        assert_ne!(ack, keys.ack(attempt, 1, 3, Slot(3), "ab", at));
        assert_ne!(ack, keys.ack(attempt, 2, 2, Slot(3), "ab", at));
    }
}
