//! The second factor of an account: a code of an app, or a recovery code. Each counts once.

use crate::app::App;
use crate::auth::{codes, totp};
use crate::domain::{Staff, StaffId};
use crate::store::{StoreError, UnitOfWork};

/// Recovery codes of an account.
pub(super) const RECOVERY_CODES: usize = 10;

impl App {
    /// Whether a code is right and was not used before; it is used up within the transaction.
    pub(super) async fn takes_code(
        &self,
        work: &mut dyn UnitOfWork,
        staff: &Staff,
        code: &str,
    ) -> Result<bool, StoreError> {
        let now = self.now();
        let typed: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        if typed.len() == 6 && typed.bytes().all(|byte| byte.is_ascii_digit()) {
            let Some(held) = work.totp(staff.id).await? else {
                return Ok(false);
            };
            let totp = self.opened_totp(staff, &held.secret)?;
            return match totp.step_of(&typed, now) {
                Some(step) => work.take_totp_step(staff.id, step).await,
                None => Ok(false),
            };
        }
        match codes::read(code) {
            Some(code) => {
                let mac = self.recovery_mac(staff.id, &code);
                work.take_recovery_code(staff.id, &mac, now).await
            }
            None => Ok(false),
        }
    }

    /// The generator of a secret as it is stored.
    pub(super) fn opened_totp(
        &self,
        staff: &Staff,
        sealed: &[u8],
    ) -> Result<totp::Totp, StoreError> {
        let corrupt = |why: String| StoreError::corrupt("staff_totp", "secret", why);
        let secret = self.keys.open(&sealed_for(staff.id), sealed);
        let secret = secret.map_err(|error| corrupt(error.to_string()))?;
        totp::Totp::new(&secret, &staff.email).map_err(|error| corrupt(error.to_string()))
    }

    /// Fresh recovery codes, as people see them, and their keyed hashes.
    pub(super) fn recovery_codes(&self, staff: StaffId) -> (Vec<String>, Vec<[u8; 32]>) {
        let fresh = (0..RECOVERY_CODES).map(|_| codes::fresh(&*self.entropy));
        fresh
            .map(|code| {
                let shown = format!("{}-{}-{}", &code[..4], &code[4..8], &code[8..]).to_lowercase();
                (shown, self.recovery_mac(staff, &code))
            })
            .unzip()
    }

    fn recovery_mac(&self, staff: StaffId, code: &str) -> [u8; 32] {
        self.keys.code_mac(&format!("staff:{staff}"), code)
    }
}

/// The purpose under which a secret is sealed.
pub(super) fn sealed_for(staff: StaffId) -> String {
    format!("staff-totp:{staff}")
}
