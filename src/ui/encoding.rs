//! Which compressed form a client takes.

/// A form in which files lie ready.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Brotli,
    Gzip,
}

impl Encoding {
    /// Its word in headers.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    /// Whether an `Accept-Encoding` value takes it: named, or by `*`, and not with weight nought.
    pub(super) fn is_accepted(self, header: &str) -> bool {
        let mut by_star = false;
        for part in header.split(',') {
            let mut pieces = part.split(';');
            let name = pieces.next().unwrap_or_default().trim();
            let refused = pieces.any(|piece| {
                piece
                    .trim()
                    .strip_prefix("q=")
                    .is_some_and(|q| q.trim().parse::<f32>().is_ok_and(|q| q <= 0.0))
            });
            if name.eq_ignore_ascii_case(self.word()) {
                return !refused;
            }
            by_star |= name == "*" && !refused;
        }
        by_star
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_taken_only_when_the_client_says_so() {
        for (header, brotli, gzip) in [
            ("", false, false),
            ("gzip, deflate, br", true, true),
            ("gzip;q=1.0, br;q=0", false, true),
            ("*", true, true),
            ("br;q=0, *", false, true),
            ("identity", false, false),
            ("BR", true, false),
        ] {
            assert_eq!(Encoding::Brotli.is_accepted(header), brotli, "{header}");
            assert_eq!(Encoding::Gzip.is_accepted(header), gzip, "{header}");
        }
    }
}
