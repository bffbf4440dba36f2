//! Limits on XML before a parser builds anything from it: no document type (and so no entities),
//! bounded depth and attributes (security.md 5, rows 7 to 9). Works on a stream of bytes, keeps
//! no text, and stops at the first fault.

use super::finding::Unreadable;
use super::sheet::TOO_LARGE;

const MAX_DEPTH: u32 = 64;
const MAX_ATTRIBUTES: u32 = 64;
/// No table within the limits has more different texts; readers reserve memory for this number
/// on the sender's word.
const MAX_UNIQUE_COUNT: u64 = 20_000 * 64;
/// Longest tag of which the attributes are looked at.
const MAX_SST_TAG: usize = 4096;

/// What is wrong with a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum XmlFault {
    DocumentType,
    TooComplex,
    TooManyTexts,
    Encoding,
}

impl XmlFault {
    /// The refusal, naming the part.
    pub fn unreadable(self, part: &str) -> Unreadable {
        match self {
            Self::DocumentType => Unreadable::new(
                "import.xml_dtd_forbidden",
                format!("Phần “{part}” khai báo DOCTYPE, không được phép."),
            ),
            Self::TooComplex => Unreadable::new(
                "import.xml_too_complex",
                format!("Phần “{part}” có cấu trúc XML quá phức tạp."),
            ),
            Self::TooManyTexts => Unreadable::new("import.sheet_too_large", TOO_LARGE),
            Self::Encoding => Unreadable::new(
                "import.encoding",
                format!("Phần “{part}” không phải UTF-8."),
            ),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Text,
    /// After `<`.
    Open,
    /// In a start tag; the quote that an attribute value is in, and the byte before.
    Start {
        quote: Option<u8>,
        last: u8,
    },
    End,
    /// In `<?…?>`; the byte before.
    Instruction {
        last: u8,
    },
    /// After `<!`, so many bytes of what may become `--` or `[CDATA[`.
    Declaration {
        seen: usize,
        cdata: bool,
    },
    /// In a comment or a CDATA section; how many bytes of its end were just seen.
    Until {
        mark: u8,
        seen: u8,
    },
}

/// A scan in progress.
#[derive(Debug)]
pub(super) struct XmlScan {
    state: State,
    depth: u32,
    attributes: u32,
    tag: Vec<u8>,
}

impl XmlScan {
    /// A scan for the part if it is XML, to judge by its name or its first bytes.
    pub fn for_part(name: &str, first: &[u8]) -> Option<Self> {
        let low = name.to_lowercase();
        let named = [".xml", ".rels", ".vml"]
            .iter()
            .any(|ending| low.ends_with(ending));
        let start = first.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(first);
        let sign = start.iter().find(|b| !b.is_ascii_whitespace());
        (named || sign == Some(&b'<')).then(|| Self {
            state: State::Text,
            depth: 0,
            attributes: 0,
            tag: Vec::new(),
        })
    }

    /// Looks at the next bytes.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), XmlFault> {
        bytes.iter().try_for_each(|byte| self.step(*byte))
    }

    fn step(&mut self, byte: u8) -> Result<(), XmlFault> {
        if byte == 0 {
            // UTF-16 would hide every tag from this scan.
            return Err(XmlFault::Encoding);
        }
        self.state = match self.state {
            State::Text if byte == b'<' => State::Open,
            State::Text => State::Text,
            State::Open => match byte {
                b'/' => State::End,
                b'?' => State::Instruction { last: 0 },
                b'!' => State::Declaration {
                    seen: 0,
                    cdata: false,
                },
                _ => {
                    self.attributes = 0;
                    self.tag.clear();
                    self.tag.push(byte);
                    State::Start {
                        quote: None,
                        last: byte,
                    }
                }
            },
            State::Start { quote, last } => self.start_tag(quote, last, byte)?,
            State::End if byte == b'>' => {
                self.depth = self.depth.saturating_sub(1);
                State::Text
            }
            State::End => State::End,
            State::Instruction { last: b'?' } | State::Until { seen: 2.., .. } if byte == b'>' => {
                State::Text
            }
            State::Instruction { .. } => State::Instruction { last: byte },
            State::Declaration { seen, cdata } => declaration(seen, cdata, byte)?,
            State::Until { mark, seen } if byte == mark => State::Until {
                mark,
                seen: seen.saturating_add(1),
            },
            State::Until { mark, .. } => State::Until { mark, seen: 0 },
        };
        Ok(())
    }

    fn start_tag(&mut self, quote: Option<u8>, last: u8, byte: u8) -> Result<State, XmlFault> {
        if self.tag.len() < MAX_SST_TAG {
            self.tag.push(byte);
        }
        let (quote, done) = match (quote, byte) {
            (Some(open), _) if byte == open => (None, false),
            (Some(open), _) => (Some(open), false),
            (None, b'"' | b'\'') => {
                self.attributes += 1;
                (Some(byte), false)
            }
            (None, b'>') => (None, true),
            (None, _) => (None, false),
        };
        if self.attributes > MAX_ATTRIBUTES {
            return Err(XmlFault::TooComplex);
        }
        if !done {
            return Ok(State::Start { quote, last: byte });
        }
        if last != b'/' {
            self.depth += 1;
        }
        if self.depth > MAX_DEPTH {
            return Err(XmlFault::TooComplex);
        }
        self.unique_count()?;
        Ok(State::Text)
    }

    /// Checks the number of texts that the table of shared strings claims to hold.
    fn unique_count(&self) -> Result<(), XmlFault> {
        let tag = String::from_utf8_lossy(&self.tag);
        let name = tag
            .split(|c: char| c.is_whitespace() || c == '>')
            .next()
            .unwrap_or("");
        if name != "sst" && !name.ends_with(":sst") {
            return Ok(());
        }
        if self.tag.len() == MAX_SST_TAG {
            return Err(XmlFault::TooComplex);
        }
        let Some((_, after)) = tag.split_once("uniqueCount") else {
            return Ok(());
        };
        let digits: String = after
            .chars()
            .skip_while(|c| !c.is_ascii_digit())
            .take_while(char::is_ascii_digit)
            .collect();
        match digits.parse::<u64>() {
            Ok(count) if count <= MAX_UNIQUE_COUNT => Ok(()),
            _ => Err(XmlFault::TooManyTexts),
        }
    }
}

fn declaration(seen: usize, cdata: bool, byte: u8) -> Result<State, XmlFault> {
    const CDATA: &[u8] = b"[CDATA[";
    match (seen, byte) {
        (0, b'[') => Ok(State::Declaration {
            seen: 1,
            cdata: true,
        }),
        (0, b'-') => Ok(State::Declaration {
            seen: 1,
            cdata: false,
        }),
        (1, b'-') if !cdata => Ok(State::Until {
            mark: b'-',
            seen: 0,
        }),
        _ if cdata && CDATA.get(seen) == Some(&byte) => {
            if seen + 1 == CDATA.len() {
                Ok(State::Until {
                    mark: b']',
                    seen: 0,
                })
            } else {
                Ok(State::Declaration {
                    seen: seen + 1,
                    cdata: true,
                })
            }
        }
        _ => Err(XmlFault::DocumentType),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scan(xml: &str) -> Result<(), XmlFault> {
        let mut scan = XmlScan::for_part("a.xml", xml.as_bytes()).expect("XML");
        // In two pieces, as blocks of a stream would cut it.
        let (one, two) = xml.as_bytes().split_at(xml.len() / 2);
        scan.feed(one)?;
        scan.feed(two)
    }

    #[test]
    fn usual_parts_pass() {
        let usual =
            "<?xml version=\"1.0\"?><!-- > <a --><a b='>' c=\"<\"><d/><![CDATA[<!DOCTYPE]]></a>";
        assert_eq!(scan(usual), Ok(()));
        assert_eq!(scan(&"<a><b/></a>".repeat(1000)), Ok(()));
        assert_eq!(
            scan("<sst count=\"9\" uniqueCount=\"7\"><si/></sst>"),
            Ok(())
        );
    }

    #[test]
    fn hostile_parts_do_not() {
        use XmlFault::{DocumentType, Encoding, TooComplex, TooManyTexts};
        assert_eq!(
            scan("<!DOCTYPE a [<!ENTITY b \"c\">]><a/>"),
            Err(DocumentType)
        );
        assert_eq!(scan("<a><!ELEMENT b ANY></a>"), Err(DocumentType));
        assert_eq!(scan(&"<a>".repeat(65)), Err(TooComplex));
        let many = " a='x'".repeat(65);
        assert_eq!(scan(&format!("<a{many}/>")), Err(TooComplex));
        assert_eq!(
            scan("<x:sst uniqueCount = '4294967296'>"),
            Err(TooManyTexts)
        );
        assert_eq!(
            scan(&format!("<sst {} uniqueCount='9999999'>", " ".repeat(5000))),
            Err(TooComplex)
        );
        assert_eq!(scan("<\0a\0>\0"), Err(Encoding));
    }
}
