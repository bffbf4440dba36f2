//! Where the key stands, and what stands with it.

use super::*;
use crate::exchange::finding::Unreadable;

const BARE: &str = "Câu 1: Ai?\nA. Một\nB. Hai\nC. Ba\nCâu 2: Gì?\nA. Bốn\nB. Năm\nC. Sáu\n";

#[test]
fn keys_at_the_end_have_many_shapes() {
    for end in [
        lines("HẾT\nBẢNG ĐÁP ÁN") + &table(&[&["1.B", "2.A"]]),
        lines("ĐÁP ÁN\n1B 2A"),
        lines("1.B 2.A"),
        lines("---HẾT---\nĐáp án:\n1. B\n2. A"),
        lines("ĐÁP ÁN") + &table(&[&["Câu", "1", "2"], &["Đáp án", "B", "A"]]),
        table(&[&["Câu", "Đáp án"], &["1", "B"], &["2", "A"]]),
        lines("ĐÁP ÁN\nCâu 1: B\nCâu 2: A"),
    ] {
        let file = file(&(lines(BARE) + &end));
        assert_eq!(short(&file), BOTH, "{end}");
        assert!(warned(&file).is_empty(), "{:?}", file.warnings());
    }
}

#[test]
fn solutions_behind_all_questions_go_to_their_questions() {
    let file = file(&lines(&format!(
        "{BARE}HƯỚNG DẪN GIẢI\nCâu 1. Chọn B. Vì luật nói vậy.\nCăn cứ: Điều 9 Luật số 36/2024/QH15\nCâu 2: A\nLời giải: Xem luật."
    )));
    assert_eq!(short(&file), BOTH);
    let drafts = file.drafts();
    assert_eq!(drafts[0].explanation.as_deref(), Some("Vì luật nói vậy."));
    assert_eq!(drafts[0].laws[0].document, "36/2024/QH15");
    assert_eq!(drafts[1].explanation.as_deref(), Some("Xem luật."));
    // The questions once more, each with its solution.
    let again = BARE
        .replace("C. Ba\n", "C. Ba\nChọn B. Vì thế.\n")
        .replace("C. Sáu\n", "C. Sáu\nChọn A\n");
    let file = super::file(&lines(&format!("{BARE}HƯỚNG DẪN GIẢI CHI TIẾT\n{again}")));
    assert_eq!(short(&file), BOTH);
    assert_eq!(file.drafts()[0].explanation.as_deref(), Some("Vì thế."));
}

#[test]
fn marks_are_the_key_if_most_questions_have_one() {
    for sign in ["**", "__", "==", "^^"] {
        // On all of the option, on its text, on its letter.
        for (right_b, right_a) in [
            (format!("{sign}B. Hai{sign}"), format!("{sign}A. Bốn{sign}")),
            (format!("B. {sign}Hai{sign}"), format!("A. {sign}Bốn{sign}")),
            (format!("{sign}B.{sign} Hai"), format!("{sign}A.{sign} Bốn")),
        ] {
            let text = BARE.replace("B. Hai", &right_b).replace("A. Bốn", &right_a);
            assert_eq!(short(&file(&lines(&text))), BOTH, "{text}");
        }
    }
    let text = BARE
        .replace("B. Hai", "*B. Hai")
        .replace("A. Bốn", "A. *Bốn");
    assert_eq!(short(&file(&lines(&text))), BOTH);
    // All letters are bold, the right option is underlined.
    let text = "Câu 1: Ai?\n**A.** Một\n**B.** __Hai__\n**C.** Ba\nCâu 2: Gì?\n**A.** __Bốn__\n**B.** Năm\n**C.** Sáu";
    assert_eq!(short(&file(&lines(text))), BOTH);
    // Options on one line.
    let text = "Câu 1: Ai?\nA. Một\t**B. Hai**\tC. Ba\nCâu 2: Gì?\n**A. Bốn**\tB. Năm\tC. Sáu";
    assert_eq!(short(&file(&lines(text))), BOTH);
}

#[test]
fn questions_that_do_not_fit_the_mark_are_refused_or_told() {
    let text = "Câu 1: Ai?\nA. Một\n**B. Hai**\nCâu 2: Gì?\n**A. Ba**\nB. Bốn\nCâu 3: Đâu?\nA. Năm\nB. Sáu\n\
        Câu 4: Khi nào?\n**A. Bảy**\n**B. Tám**\nC. Chín\nCâu 5: Sao?\n**A. Mười**\nB. Không";
    let file = file(&lines(text));
    let read = short(&file);
    assert_eq!(read[2], "! import.key_invalid");
    assert!(
        file.entries[2]
            .refusal
            .as_ref()
            .is_some_and(|r| r.detail.contains("in đậm"))
    );
    assert_eq!(read[3], "Khi nào? |*Bảy |*Tám |Chín");
    assert_eq!(file.drafts()[2].kind, QuestionKind::Multiple);
    assert_eq!(warned(&file), ["import.key_several"]);
    // Bold here and there is no key.
    let text =
        "Câu 1: Ai?\nA. Một\n**B. Hai**\nCâu 2: Gì?\nA. Ba\nB. Bốn\nCâu 3: Đâu?\nA. Năm\nB. Sáu";
    assert!(super::file(&lines(text)).drafts().is_empty());
    let text = "Câu 1: Xe **không** được đi đâu?\nA. Một\nB. **Hai** ba bốn\nĐáp án: A\nCâu 2: **Gì?**\nA. Ba\nB. Bốn\nĐáp án: B";
    assert_eq!(
        short(&super::file(&lines(text))),
        [
            "Xe <b>không</b> được đi đâu? |*Một |<b>Hai</b> ba bốn",
            "Gì? |Ba |*Bốn"
        ]
    );
}

#[test]
fn two_sources_that_disagree_are_refused_with_both_named() {
    let text = BARE
        .replace("B. Hai", "**B. Hai**")
        .replace("A. Bốn", "**A. Bốn**");
    let file = file(&lines(&format!("{text}ĐÁP ÁN\n1B 2C")));
    assert_eq!(short(&file), [BOTH[0], "! import.key_conflict"]);
    let detail = &file.refused()[0].detail;
    assert!(
        detail.contains("bảng đáp án “2.C” (đoạn 10)") && detail.contains("phương án A in đậm"),
        "{detail}"
    );
    let text = "Câu 1: Ai?\nA. Một\nB. Hai\nĐáp án: A\nLời giải: Chọn B vì thế.";
    let file = super::file(&lines(text));
    assert_eq!(short(&file), ["! import.key_conflict"]);
    let text = "Câu 1: Ai?\nA. Một\nB. Hai\nĐáp án: A. Hai";
    assert_eq!(short(&super::file(&lines(text))), ["! import.key_conflict"]);
}

#[test]
fn a_look_of_the_template_is_no_key() {
    let texts: Vec<String> = (1..=5)
        .map(|n| format!("Câu {n}: Số {n}?\n**A. Một {n}**\nB. Hai {n}\nĐáp án: B\n"))
        .collect();
    let text = texts.concat();
    let file = file(&lines(&text));
    assert_eq!(
        (file.drafts().len(), warned(&file)),
        (5, vec!["import.mark_ignored"])
    );
}

#[test]
fn explanations_and_citations_stand_behind_the_key() {
    let text = "Câu 1: Ai?\nA. Một\nB. Hai\nĐáp án: A, B\nGiải thích: Vì\nluật nói vậy.\n\
        Căn cứ: khoản 2 Điều 9 Luật số 36/2024/QH15\nCâu 2: Gì?\nA. Ba\nB. Bốn\nĐáp án B. Vì thế.\nCăn cứ khoản 1 Điều 3 luật cũ";
    let file = file(&lines(text));
    let drafts = file.drafts();
    assert_eq!(drafts[0].kind, QuestionKind::Multiple);
    assert_eq!(
        drafts[0].explanation.as_deref(),
        Some("Vì<br>luật nói vậy.")
    );
    let law = &drafts[0].laws[0];
    assert_eq!(
        (
            law.document.as_str(),
            law.article.as_deref(),
            law.clause.as_deref()
        ),
        ("36/2024/QH15", Some("9"), Some("2"))
    );
    assert_eq!(
        drafts[1].explanation.as_deref(),
        Some("Vì thế.<br>Căn cứ: khoản 1 Điều 3 luật cũ")
    );
    assert_eq!(warned(&file), ["import.citation_unclear"]);
}

#[test]
fn numbers_and_words_are_keys_only_if_the_paper_says_so() {
    let text = "Câu 1: Bao nhiêu?\nĐáp án (điền số): -5 (sai số 2)\nCâu 2: Ai?\nĐáp án (điền chữ): một | hai\nCâu 3: Ai?\nĐáp án: B";
    let file = file(&lines(text));
    let drafts = file.drafts();
    assert_eq!(
        (drafts[0].number, drafts[1].accepted.clone()),
        (Some((-5, 2)), vec!["một".into(), "hai".into()])
    );
    assert_eq!(short(&file)[2], "! import.option_count");
}

fn with_keys(questions: &str, keys: Result<KeyFile, Unreadable>) -> QuestionFile {
    let keys = keys.expect("keys");
    read_with(&docx(&lines(questions), &[]), Some(&keys)).expect("readable")
}

#[test]
fn a_second_file_gives_the_keys() {
    let workbook = crate::exchange::xlsx::fixture::workbook(&[
        &["ĐÁP ÁN ĐỀ 1"],
        &["Câu", "Đáp án"],
        &["#1", "B"],
        &["#2", "A"],
    ]);
    let wide =
        crate::exchange::xlsx::fixture::workbook(&[&["Câu", "#1", "#2"], &["Đáp án", "B", "A"]]);
    let word = docx(&(p("ĐÁP ÁN") + &table(&[&["1.B", "2.A"]])), &[]);
    for (bytes, name) in [
        (b"1.B 2.A\n".to_vec(), "key.txt"),
        (b"\xEF\xBB\xBFDe thi so 1\n1. B\n2. A\n".to_vec(), "key.txt"),
        (b"1B\n2A".to_vec(), "key"),
        ("câu,đáp án\n1,B\n2,A\n".into(), "key.csv"),
        ("1;B\r\n2;A\r\n".into(), "key.csv"),
        (workbook, "key.xlsx"),
        (wide, "key.xlsx"),
        (word, "key.docx"),
    ] {
        let file = with_keys(BARE, read_keys(&bytes, name));
        assert_eq!(
            short(&file),
            BOTH,
            "{name} {:?}",
            String::from_utf8_lossy(&bytes[..bytes.len().min(40)])
        );
    }
    for (bytes, name) in [
        (&b"Ai?\n"[..], "key.txt"),
        (b"1B\nxin chao\n", "key.txt"),
        (b"{\"format\":1}", "key.json"),
        (b"\xFF1B", "key.txt"),
    ] {
        assert!(read_keys(bytes, name).is_err(), "{name}");
    }
}

#[test]
fn a_second_file_that_disagrees_or_is_unclear_is_named() {
    let keyed = BARE.replace("C. Ba\n", "C. Ba\nĐáp án: C\n");
    let file = with_keys(&keyed, read_keys(b"1B 2A 7C", "key.txt"));
    assert_eq!(short(&file), ["! import.key_conflict", BOTH[1]]);
    let detail = &file.refused()[0].detail;
    assert!(
        detail.contains("tệp đáp án “1.B” (dòng 1)") && detail.contains("Đáp án: C"),
        "{detail}"
    );
    assert!(
        file.remarks
            .iter()
            .any(|r| r.code == "import.key_unused" && r.detail.contains('7'))
    );
    let file = with_keys(BARE, read_keys(b"1B 2A 1C", "key.txt"));
    assert_eq!(short(&file)[0], "! import.key_conflict");
    // Numbers that begin anew in every part, in both files.
    let parts = format!(
        "Phần I. Một\n{BARE}Phần II. Hai\n{}",
        BARE.replace('?', "!")
    );
    let file = with_keys(&parts, read_keys(b"1B 2A 1C 2C", "key.txt"));
    assert_eq!(
        short(&file)[2..],
        ["Ai! |Một |Hai |*Ba", "Gì! |Bốn |Năm |*Sáu"]
    );
    let file = with_keys(&parts, read_keys(b"1B 2A", "key.txt"));
    assert!(file.drafts().is_empty());
}
