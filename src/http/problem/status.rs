//! The one table from a code to its status.

use hyper::StatusCode;

/// The status of a code of api.md 3 or security.md 5; none for a code that is not in the table,
/// which the caller treats as a fault of ours.
pub fn of(code: &str) -> Option<StatusCode> {
    Some(match code {
        "http.malformed"
        | "http.bad_request"
        | "http.ambiguous_length"
        | "url.invalid"
        | "query.duplicate"
        | "body.incomplete"
        | "json.syntax"
        | "json.too_deep"
        | "json.duplicate_key"
        | "ws.bad_request"
        | "ws.subprotocol" => StatusCode::BAD_REQUEST,
        "auth.required" | "auth.refused" | "auth.second_factor" => StatusCode::UNAUTHORIZED,
        "auth.forbidden"
        | "auth.step_up"
        | "auth.second_factor_needed"
        | "csrf.cross_site"
        | "round.not_open"
        | "round.other_group"
        | "round.entry_code"
        | "round.not_promoted"
        | "participant.excluded"
        | "participant.not_on_roster"
        | "law.shared"
        | "package.bank"
        | "review.not_allowed"
        | "review.own"
        | "two_people.nameless"
        | "two_people.same"
        | "proof.not_closed"
        | "proof.keys_held"
        | "challenge.required"
        | "challenge.invalid" => StatusCode::FORBIDDEN,
        "not_found" => StatusCode::NOT_FOUND,
        "invitation.gone" | "recovery.gone" => StatusCode::GONE,
        "method.not_allowed" => StatusCode::METHOD_NOT_ALLOWED,
        "http.not_acceptable" => StatusCode::NOT_ACCEPTABLE,
        "body.timeout" => StatusCode::REQUEST_TIMEOUT,
        "answer.stale"
        | "answer.slot_time"
        | "essay.judged"
        | "answer.seq_conflict"
        | "appeal.exists"
        | "appeal.late"
        | "appeal.none"
        | "attempt.closed"
        | "attempt.cooldown"
        | "attempt.limit"
        | "attempt.missing_answers"
        | "attempt.superseded"
        | "bank.exists"
        | "contest.locked"
        | "exclusion.decided"
        | "exclusion.exists"
        | "exclusion.none"
        | "draft.stale"
        | "idempotency.conflict"
        | "idempotency.in_progress"
        | "import.committed"
        | "import.duplicate"
        | "import.item_refused"
        | "law.cited"
        | "participant.exists"
        | "prizes.undecided"
        | "proposal.ended"
        | "proposal.outdated"
        | "question.not_retired"
        | "question.retired"
        | "question.stale"
        | "ranking.not_rankable"
        | "registration.decided"
        | "result.published"
        | "review.checked"
        | "review.not_checked"
        | "staff.exists"
        | "staff.factor_on"
        | "staff.last_administrator"
        | "staff.no_factor"
        | "staff.not_active"
        | "staff.oneself"
        | "unit.exists"
        | "unit.replaced"
        | "user.taken"
        | "void.nothing"
        | "webhook.too_many" => StatusCode::CONFLICT,
        "body.too_large"
        | "draft.too_large"
        | "image.too_large"
        | "import.file_too_large"
        | "import.size_mismatch"
        | "import.timeout"
        | "import.too_large"
        | "import.too_many_entries"
        | "import.unpacked_too_large" => StatusCode::PAYLOAD_TOO_LARGE,
        "url.too_long" => StatusCode::URI_TOO_LONG,
        "content_type" | "image.type" | "import.not_xlsx" | "import.unknown_format" => {
            StatusCode::UNSUPPORTED_MEDIA_TYPE
        }
        "host.unknown" => StatusCode::MISDIRECTED_REQUEST,
        "ws.upgrade_required" => StatusCode::UPGRADE_REQUIRED,
        "rate.limited" => StatusCode::TOO_MANY_REQUESTS,
        "http.head_too_large" => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
        "internal" => StatusCode::INTERNAL_SERVER_ERROR,
        "import.busy" | "overloaded" | "storage_unavailable" | "unknown" | "unavailable" => {
            StatusCode::SERVICE_UNAVAILABLE
        }
        "storage_full" => StatusCode::INSUFFICIENT_STORAGE,
        // What an organiser does by hand and the state of the round does not allow.
        code if code.starts_with("round.") => StatusCode::CONFLICT,
        code if is_about_content(code) => StatusCode::UNPROCESSABLE_ENTITY,
        _ => return None,
    })
}

/// Codes of an input that can be read but not taken: 422.
fn is_about_content(code: &str) -> bool {
    matches!(
        code,
        "answer.slot"
            | "answer.option"
            | "answer.count"
            | "answer.kind"
            | "essay.words"
            | "essay.none"
            | "essay.incomplete"
            | "answers.incomplete"
            | "consent.required"
            | "consent.unknown"
            | "desk.text"
            | "digest"
            | "guardian.required"
            | "idempotency.key"
            | "json.unknown_field"
            | "length"
            | "order.invalid"
            | "prediction.required"
            | "query.unknown"
            | "question.invalid"
            | "registration.invalid"
            | "review.comment_required"
            | "remark.key"
            | "remark.question"
            | "text.invalid"
            | "unit.beyond"
            | "unit.invalid"
            | "unit.unknown"
    ) || [
        "blueprint.",
        "contest.",
        "draft.",
        "field.",
        "import.",
        "law.",
        "package.",
        "laws.",
        "password.",
        "question.",
        "ranking.",
        "webhook.",
        "roster.",
        "units.",
    ]
    .iter()
    .any(|family| code.starts_with(family))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    #[test]
    fn exact_codes_win_over_their_family() {
        assert_eq!(of("contest.locked"), Some(StatusCode::CONFLICT));
        assert_eq!(of("contest.window"), Some(StatusCode::UNPROCESSABLE_ENTITY));
        assert_eq!(of("import.not_xlsx").map(|s| s.as_u16()), Some(415));
        assert_eq!(of("no.such.code"), None);
    }

    /// Reads every `fn code(&self)` of the source: a code without a status would reach people as 500.
    #[test]
    fn every_code_in_the_source_has_a_status() {
        let mut codes = BTreeSet::new();
        gather(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
            &mut codes,
        );
        assert!(codes.contains("host.unknown"), "the reading itself works");
        let missing: Vec<_> = codes.iter().filter(|code| of(code).is_none()).collect();
        assert!(
            missing.is_empty(),
            "add to src/http/problem/status.rs: {missing:?}"
        );
    }

    fn gather(folder: &Path, codes: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                gather(&path, codes);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let shipped = text.split("#[cfg(test)]").next().unwrap_or_default();
                for part in shipped.split("fn code(&self) -> &'static str {").skip(1) {
                    let end = part.find("\n    }").unwrap_or(part.len());
                    codes.extend(part[..end].split('"').skip(1).step_by(2).map(str::to_owned));
                }
            }
        }
    }
}
