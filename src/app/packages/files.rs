//! What the use cases need of whoever reads and writes packages. It stands outside, because packages
//! come from strangers (security.md 1, 32 to 34), and because how they are laid out is a format.

use crate::app::banks::BankContents;
use crate::app::imports::{NoFiles, ReadFault};
use async_trait::async_trait;
use bytes::Bytes;

/// A bank in its file, keys included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankFile {
    /// Name of the entry; never a path that anything is written to.
    pub name: String,
    /// Its content, in the native form of banks.
    pub bytes: Bytes,
}

/// What a package says of a bank in clear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankHead {
    /// Code of the bank in the blueprints.
    pub code: String,
    /// Its title.
    pub title: String,
    /// How many questions it has.
    pub questions: usize,
}

/// How the banks of a package are locked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lock {
    /// Not at all.
    Open,
    /// For the installation that made it.
    Platform,
    /// By a passphrase.
    Passphrase {
        /// Salt of the derivation.
        salt: [u8; 16],
        /// What tells a wrong passphrase from damage.
        check: [u8; 32],
    },
}

/// The banks of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// As they are.
    Banks(Vec<BankFile>),
    /// An archive of them, sealed.
    Sealed(Bytes),
}

/// What a platform signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The description of the package, with the digests of everything in it.
    pub message: Vec<u8>,
    /// Ed25519, hex.
    pub signature: String,
}

/// A package that was opened.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The contest file.
    pub source: String,
    /// What it says of its banks; empty for packages from before they said so.
    pub heads: Vec<BankHead>,
    /// How its banks are locked.
    pub lock: Lock,
    /// Its banks.
    pub content: Content,
    /// Who vouches for it. All digests fit, or it was not opened.
    pub signed: Option<Signed>,
}

/// A package that is to be written.
#[derive(Debug, Clone)]
pub struct Packing {
    /// The contest file.
    pub source: String,
    /// What is said of the banks.
    pub heads: Vec<BankHead>,
    /// How they are locked.
    pub lock: Lock,
    /// The banks.
    pub content: Content,
}

/// Signs the description of a package; gives the signature as hex.
pub type Signer = Box<dyn Fn(&[u8]) -> String + Send>;

/// Reads and writes packages.
#[async_trait]
pub trait PackageFiles: Send + Sync {
    /// A bank as a file.
    async fn write_bank(&self, bank: BankContents) -> Result<BankFile, ReadFault>;
    /// Banks as one archive, to be sealed.
    async fn bundle(&self, banks: Vec<BankFile>) -> Result<Bytes, ReadFault>;
    /// The banks of such an archive.
    async fn unbundle(&self, bytes: Bytes) -> Result<Vec<BankFile>, ReadFault>;
    /// A package, signed with `sign`.
    async fn pack(&self, packing: Packing, sign: Signer) -> Result<Bytes, ReadFault>;
    /// What is in a package.
    async fn open(&self, bytes: Bytes) -> Result<Opened, ReadFault>;
}

fn nothing<T>() -> Result<T, ReadFault> {
    Err(ReadFault::Failed("nothing here reads packages".into()))
}

#[async_trait]
impl PackageFiles for NoFiles {
    async fn write_bank(&self, _: BankContents) -> Result<BankFile, ReadFault> {
        nothing()
    }

    async fn bundle(&self, _: Vec<BankFile>) -> Result<Bytes, ReadFault> {
        nothing()
    }

    async fn unbundle(&self, _: Bytes) -> Result<Vec<BankFile>, ReadFault> {
        nothing()
    }

    async fn pack(&self, _: Packing, _: Signer) -> Result<Bytes, ReadFault> {
        nothing()
    }

    async fn open(&self, _: Bytes) -> Result<Opened, ReadFault> {
        nothing()
    }
}
