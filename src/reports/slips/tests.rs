//! Slips, read back by a reader of PDF that is not ours.

use super::*;
use crate::reports::pdf::text_of;

const LINK: &str = "https://thi.example.vn/cuoc-thi/giao-thong-2026/tro-lai";

fn slip<'a>(number: i64, full_name: &'a str, unit: Option<&'a str>) -> SlipText<'a> {
    SlipText {
        number,
        full_name,
        unit,
        identity: "0912345678",
        sign_in_code: "ABCDEFGHJKMN",
        link: LINK,
    }
}

#[test]
fn a_slip_says_all_that_it_has_to() {
    let slips = [
        slip(
            7,
            "Nguyễn Thị Thuỳ Dương",
            Some("Lớp 6A, Trường THCS Lê Lợi"),
        ),
        slip(8, "Đỗ Ửng Ỷ Lẫy", None),
    ];
    let pdf = print("Tìm hiểu Luật Trật tự, an toàn giao thông đường bộ", &slips).unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    let Some(pages) = text_of(&pdf) else { return };
    assert_eq!(pages.len(), 1);
    let text = pages[0].split_whitespace().collect::<Vec<_>>().join(" ");
    for wanted in [
        "Tìm hiểu Luật Trật tự, an toàn giao thông đường bộ",
        "Nguyễn Thị Thuỳ Dương",
        "Số báo danh: 7",
        "Lớp 6A, Trường THCS Lê Lợi",
        "Đỗ Ửng Ỷ Lẫy",
        "Đăng nhập: 0912345678",
        "Mã dự thi: ABCD EFGH JKMN",
        "thi.example.vn/cuoc-thi/giao-thong-2026/tro-lai",
        TO_DO,
    ] {
        assert!(text.contains(wanted), "«{wanted}» in {text}");
    }
    assert!(!text.contains("https://"), "an address as people type it");
}

#[test]
fn eight_stand_on_a_page_and_long_texts_stay_on_their_slip() {
    let long = "Công ty trách nhiệm hữu hạn một thành viên ".repeat(6);
    let name = "Nguyễn".repeat(30);
    let slips: Vec<_> = (1..=17).map(|n| slip(n, &name, Some(&long))).collect();
    let pdf = print(&long, &slips).unwrap();
    let Some(pages) = text_of(&pdf) else { return };
    let counts: Vec<_> = pages
        .iter()
        .map(|p| p.matches("Số báo danh").count())
        .collect();
    assert_eq!(counts, [8, 8, 1]);
    assert!(pages[0].contains('…'));
    assert_eq!(pages[0].matches("Mã dự thi").count(), 8);
}

/// Codes may be of the widest letters, and are never cut.
#[test]
fn the_widest_code_stands_whole() {
    let slips = [SlipText {
        sign_in_code: "WWWWWWWWWWWW",
        ..slip(1, "Lê An", None)
    }];
    let pdf = print("Thi thử", &slips).unwrap();
    let Some(pages) = text_of(&pdf) else { return };
    assert!(pages[0].contains("WWWW WWWW WWWW"), "{}", pages[0]);
}

#[test]
fn the_same_slips_give_the_same_file() {
    let slips = [slip(1, "Lê An", Some("Xã Đức Thọ"))];
    let file = || print("Thi thử", &slips).unwrap();
    assert_eq!(file(), file());
}

#[test]
fn a_link_that_no_code_holds_is_refused() {
    let link = format!("https://{}", "a".repeat(4_000));
    let slips = [SlipText {
        link: &link,
        ..slip(1, "Lê An", None)
    }];
    assert!(print("Thi thử", &slips).is_err());
}
