//! What a person agrees to.

use super::super::request::ConsentChoice;
use super::faults::fault;
use crate::app::FieldFault;
use crate::domain::contest::{Consent, Registration};
use crate::domain::{ConsentGiven, HeldBy, Timestamp};

/// The purpose that a guardian agrees to.
const GUARDIAN: &str = "guardian";

/// The purposes people are asked about: those of the contest, and the guardian's, who is asked only
/// for someone under 16.
pub fn consents_asked(registration: &Registration) -> Vec<Consent> {
    let mut consents = registration.consents();
    if !consents.iter().any(|consent| consent.purpose == GUARDIAN) {
        consents.push(Consent {
            purpose: GUARDIAN.to_owned(),
            version: "1".to_owned(),
            text: "Tôi là cha, mẹ hoặc người giám hộ và đồng ý cho người dưới 16 tuổi này dự thi, \
                   để đơn vị tổ chức dùng thông tin của cháu cho việc tổ chức cuộc thi."
                .to_owned(),
            required: false,
        });
    }
    consents
}

/// Checks the choices. Naming the guardian with his telephone number is his agreement, in the
/// version of the text in force.
pub(super) fn check(
    registration: &Registration,
    given: &[ConsentChoice],
    by_guardian: bool,
    now: Timestamp,
) -> Result<Vec<ConsentGiven>, Vec<FieldFault>> {
    let asked = consents_asked(registration);
    let mut faults = Vec::new();
    for (at, choice) in given.iter().enumerate() {
        let known = asked
            .iter()
            .find(|consent| consent.purpose == choice.purpose());
        match known {
            None => faults.push(fault(
                format!("/consents/{at}"),
                "consent.unknown",
                "Cuộc thi không hỏi sự đồng ý này.",
                "The contest does not ask for this consent.",
            )),
            Some(consent)
                if choice
                    .version()
                    .is_some_and(|version| version != consent.version) =>
            {
                faults.push(fault(
                    format!("/consents/{at}"),
                    "consent.version",
                    format!(
                        "Nội dung đồng ý đã được cập nhật (bản {}); hãy đọc và chọn lại.",
                        consent.version
                    ),
                    format!(
                        "This consent text has changed (version {}); please read and choose again.",
                        consent.version
                    ),
                ));
            }
            Some(_) => {}
        }
    }
    let mut out = Vec::new();
    for consent in asked {
        let agreed = given
            .iter()
            .any(|choice| choice.purpose() == consent.purpose);
        let for_minor = consent.purpose == GUARDIAN;
        if if for_minor { by_guardian } else { agreed } {
            out.push(ConsentGiven {
                purpose: consent.purpose,
                version: consent.version,
                at: now,
                held_by: None,
            });
        } else if consent.required && !for_minor {
            faults.push(fault(
                "/consents".to_owned(),
                "consent.required",
                format!("Để dự thi cần đồng ý: «{}»", consent.text),
                format!(
                    "One can't take part without agreeing to «{}».",
                    consent.text
                ),
            ));
        }
    }
    if faults.is_empty() {
        Ok(out)
    } else {
        Err(faults)
    }
}

/// What an organiser holds of people whom he brings in by a list: what one can't take part without, and
/// the guardian's for a minor. What a person may choose freely is left to him: a list does not choose.
pub(super) fn held(
    registration: &Registration,
    is_minor: bool,
    now: Timestamp,
) -> Vec<ConsentGiven> {
    let needed = |consent: &Consent| {
        if consent.purpose == GUARDIAN {
            is_minor
        } else {
            consent.required
        }
    };
    let asked = consents_asked(registration).into_iter().filter(needed);
    asked
        .map(|consent| ConsentGiven {
            purpose: consent.purpose,
            version: consent.version,
            at: now,
            held_by: Some(HeldBy::Organiser),
        })
        .collect()
}
