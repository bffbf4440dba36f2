//! Bad and odd CSV files; what questions in them mean is tested with the sheets.

use super::*;

fn codes(text: &[u8]) -> (usize, Vec<(String, &'static str)>) {
    let file = read(text).expect("readable");
    let refused = file
        .refused()
        .iter()
        .map(|r| (r.at.clone(), r.code))
        .collect();
    (file.drafts().len(), refused)
}

fn unreadable(text: &[u8]) -> Unreadable {
    read(text).expect_err("unreadable")
}

#[test]
fn the_separator_is_found_by_the_headings() {
    for text in [
        "Câu hỏi;Đáp án A;Đáp án B;Đáp án đúng\nMột, hai, ba, bốn?;a, b;c;A\n",
        "sep=;\r\nCâu hỏi;A;B;Đáp án\r\nMột, hai?;a, b;c;A\r\n",
        "Câu hỏi\tA\tB\tKey\nMột; hai?\ta\tb\tB\n",
        "\u{FEFF}\"question\",option_a,option_b,key\n\"Một, hai?\",a,b,2",
        "Ngân hàng, năm 2026;;;\n;;;\nCâu hỏi;A;B;Đáp án\nMột, hai?;a, b;c;A\n",
    ] {
        assert_eq!(codes(text.as_bytes()), (1, vec![]), "{text}");
    }
}

#[test]
fn rows_are_counted_as_a_spreadsheet_shows_them() {
    let text = "question,a,b,key\n\n\"Một\nhai?\",x,y,A\nBa?,x,y,C\n";
    assert_eq!(
        codes(text.as_bytes()),
        (1, vec![("dòng 4, cột D".into(), "import.key_invalid")])
    );
    let text = "sep=,\nquestion,a,b,key\nBa?,x,y,C\n";
    assert_eq!(codes(text.as_bytes()).1[0].0, "dòng 3, cột D");
    let open = unreadable(b"sep=,\nquestion,a,b,key\n\"Ba?,x,y,C\n");
    assert!(open.detail.contains("dòng 3:"), "{}", open.detail);
}

#[test]
fn files_that_are_no_table_are_refused() {
    assert_eq!(
        unreadable(b"question,a,b,key\n\"open,x,y,A\n").code,
        "import.csv_syntax"
    );
    let wide = format!("question,a,b,key{}\nMột?,x,y,A\n", ",c".repeat(300));
    assert_eq!(unreadable(wide.as_bytes()).code, "import.csv_syntax");
    let padded = format!("question,a,b,key{}\nMột?,x,y,A\n", ",".repeat(300));
    assert_eq!(codes(padded.as_bytes()).0, 1);
    let tall = format!("question,a,b,key\n{}", "Một?,x,y,A\n".repeat(20_000));
    assert_eq!(unreadable(tall.as_bytes()).code, "import.sheet_too_large");
    let old = unreadable(b"question,key\nC\xA9u,A\n");
    assert_eq!(old.code, "import.encoding");
    assert!(old.detail.contains("Dòng 2") && old.detail.contains("UTF-8"));
    assert_eq!(unreadable(b"x,y\n1,2\n").code, "import.no_headings");
}

#[test]
fn computed_cells_are_refused_and_guarded_ones_are_text() {
    let text = "question,a,b,key\n=HYPERLINK(1),x,y,A\n\"-cmd|' /C calc'!A0\",x,y,A\nTừ -5 đến?,-5,+84,A\n'=1+1?,'-a,''=b,B\n";
    let file = read(text.as_bytes()).expect("readable");
    let refused: Vec<_> = file
        .refused()
        .iter()
        .map(|r| (r.at.as_str(), r.code))
        .collect();
    assert_eq!(
        refused,
        [
            ("dòng 2, cột A", "import.formula_cell"),
            ("dòng 3, cột A", "import.formula_cell")
        ]
    );
    assert_eq!(file.drafts()[0].options[1].text, "+84");
    assert_eq!(file.drafts()[1].stem, "=1+1?");
    assert_eq!(file.drafts()[1].options[0].text, "-a");
    assert_eq!(file.drafts()[1].options[1].text, "'=b");
}
