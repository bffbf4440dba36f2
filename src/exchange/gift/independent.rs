//! A bank as GIFT, committed beside the web application, whose tests read it by an independent
//! parser (contest-ui/tests/gift.test.ts).

use crate::exchange::round_trip::write_drafts;
use crate::exchange::{Format, read_questions};
use std::path::Path;

#[test]
fn the_file_that_an_independent_parser_reads_is_what_is_written_now() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("contest-ui/tests/data");
    let bank = std::fs::read(folder.join("gift-bank.json")).expect("the bank");
    let bank = read_questions(&bank, "gift-bank.json", None).expect("readable");
    assert!(bank.refused().is_empty(), "{:?}", bank.refused());
    let drafts: Vec<_> = bank.drafts().into_iter().cloned().collect();
    let written = write_drafts(&drafts, Format::Gift).bytes;
    let file = folder.join("gift-bank.gift");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&file, &written).expect("writable");
    }
    let kept = std::fs::read(&file).expect("the file");
    assert_eq!(
        String::from_utf8_lossy(&kept),
        String::from_utf8_lossy(&written),
        "UPDATE=1 writes it anew"
    );
}
