//! Where questions and options stand.

use super::*;

#[test]
fn questions_and_options_are_read_in_every_layout() {
    let keyed = "\nCâu 2. Gì?\nA) Bốn\nB) Năm\nC) Sáu\nĐáp án: A";
    for text in [
        "Câu 1: Ai?\nA. Một\nB. Hai\nC. Ba\nĐáp án: B",
        "Câu 1. Ai?\nA) Một\nB) Hai\nC) Ba\nĐÁP ÁN B",
        "Câu 1 Ai?\na) Một\nb) Hai\nc) Ba\nChọn B",
        "CÂU 1) Ai?\nA: Một\nB: Hai\nC: Ba\nĐáp án đúng: b",
        "Câu hỏi 1: Ai?\nA - Một\nB - Hai\nC - Ba\nKey: B",
        "Câu 1\nAi?\nA. Một\tB. Hai\tC. Ba\nĐáp án đúng là B.",
        "Câu 1: Ai?\nA. Một    B. Hai\nC. Ba\n=> Chọn đáp án B",
        "Câu 1: Ai? A. Một B. Hai C. Ba\nĐáp án: B",
        "Câu 1: Ai?\nA. Một\nB. Hai\nC. Ba  Đáp án: B",
        "Câu 1: Ai?\nĐáp án: B\nA. Một\nB. Hai\nC. Ba",
        "Câu 1: Ai?\nA.\nMột\nB.\nHai\nC.\nBa\nĐáp án:\nB",
        "Câu 1: Ai?\nA. Một\nB. Hai\nC. Ba\nĐáp án: Hai",
        "Câu 1 (0,25 điểm): Ai?\nA. Một\nB. Hai\nC. Ba\nĐáp án: B. Hai",
        "Question 1: Ai?\nA. Một\nB. Hai\nC. Ba\nAnswer: B",
    ] {
        let file = file(&lines(&format!("{text}{keyed}")));
        assert_eq!(short(&file), BOTH, "{text}\n{:?}", file.refused());
        let expected: &[&str] = if text.contains("điểm") {
            &["import.text_unread"]
        } else {
            &[]
        };
        assert_eq!(warned(&file), expected, "{text}");
    }
}

#[test]
fn bare_numbers_begin_questions_where_no_word_does() {
    let text = "ĐỀ THI TÌM HIỂU\n1. Ai?\nA. Một\nB. Hai\nC. Ba\nĐáp án: B\n2) Gì?\nA. Bốn\nB. Năm\nC. Sáu\nĐáp án: A";
    let file = file(&lines(text));
    assert_eq!(
        (short(&file), file.title.as_deref()),
        (BOTH.map(String::from).to_vec(), Some("ĐỀ THI TÌM HIỂU"))
    );
    // A list in a stem is none.
    let text = "Câu 1: Xét các ý:\n1. Một.\n2. Hai.\nÝ nào đúng?\nA. 1\nB. 2\nC. Cả hai\nĐáp án: C";
    assert_eq!(
        short(&super::file(&lines(text))),
        ["Xét các ý:<br>1. Một.<br>2. Hai.<br>Ý nào đúng? |1 |2 |*Cả hai"]
    );
    let text =
        "Câu 1: Ai?\nA. Một\nB. Hai\nC. Ba\nĐáp án: B\n2. Gì?\nA. Bốn\nB. Năm\nC. Sáu\nĐáp án: A";
    let file = super::file(&lines(text));
    assert_eq!(
        (short(&file), warned(&file)),
        (
            BOTH.map(String::from).to_vec(),
            vec!["import.question_unsure"]
        )
    );
}

#[test]
fn numbers_that_word_draws_are_there() {
    let numbers = numbering(&[
        &[("decimal", "Câu %1:"), ("upperLetter", "%2.")],
        &[("decimal", "%1."), ("lowerLetter", "%2)")],
    ]);
    for list in [1, 2] {
        let item = |level, text| listed(list, level, text);
        let body = [
            item(0, "Ai?"),
            item(1, "Một"),
            item(1, "Hai"),
            item(1, "Ba"),
            p("Đáp án: B"),
            item(0, "Gì?"),
            item(1, "Bốn"),
            item(1, "Năm"),
            item(1, "Sáu"),
            p("Đáp án: A"),
        ];
        let file = read(&docx(
            &body.concat(),
            &[("word/numbering.xml", numbers.as_bytes())],
        ));
        let file = file.expect("readable");
        assert_eq!(short(&file), BOTH);
        assert!(file.entries[1].source.starts_with(if list == 1 {
            "Câu 2:\tGì?\nA.\tBốn"
        } else {
            "2.\tGì?\na)\tBốn"
        }));
    }
    // "Câu 1:" typed into a list of its own numbers.
    let body = [
        listed(2, 0, "Câu 1: Ai?"),
        p("A. Một"),
        p("B. Hai"),
        p("Đáp án: A"),
    ]
    .concat();
    let file = read(&docx(&body, &[("word/numbering.xml", numbers.as_bytes())])).expect("readable");
    assert_eq!(short(&file), ["Ai? |*Một |Hai"]);
}

#[test]
fn letters_that_word_goes_on_counting_are_refused() {
    let numbers = numbering(&[&[("upperLetter", "%1.")]]);
    let body = [
        p("Câu 1: Ai?"),
        listed(1, 0, "Một"),
        listed(1, 0, "Hai"),
        p("Đáp án: A"),
        p("Câu 2: Gì?"),
        listed(1, 0, "Ba"),
        listed(1, 0, "Bốn"),
        p("Đáp án: C"),
    ];
    let file = read(&docx(
        &body.concat(),
        &[("word/numbering.xml", numbers.as_bytes())],
    ))
    .expect("readable");
    assert_eq!(short(&file)[0], "Ai? |*Một |Hai");
    assert!(file.entries[1].refusal.is_some());
}

#[test]
fn tables_hold_options_or_whole_questions() {
    let options = p("Câu 1: Ai?")
        + &table(&[&["A. Một", "B. Hai"], &["C. Ba", ""]])
        + &p("Đáp án: B")
        + &p("Câu 2: Gì?")
        + &table(&[&["A", "Bốn", "B", "Năm"], &["C.", "Sáu", "", ""]])
        + &p("Đáp án: A");
    assert_eq!(short(&file(&options)), BOTH);
    let rows = table(&[
        &["Câu 1:", "Ai?\nA. Một\nB. Hai\nC. Ba\nĐáp án: B"],
        &["Câu 2:", "Gì?\nA. Bốn\nB. Năm\nC. Sáu\nĐáp án: A"],
    ]);
    assert_eq!(short(&file(&rows)), BOTH);
    let sheet = table(&[
        &[
            "STT",
            "Câu hỏi",
            "Đáp án A",
            "Đáp án B",
            "Đáp án C",
            "Đáp án đúng",
        ],
        &["1", "Ai?", "Một", "Hai", "Ba", "B"],
        &["2", "Gì?", "Bốn", "Năm", "Sáu", "A"],
    ]);
    assert_eq!(short(&file(&sheet)), BOTH);
}

#[test]
fn places_and_sources_are_those_of_the_document() {
    let file = file(&lines(
        "BỘ CÂU HỎI\n\nCâu 5: Ai?\nA. Một\nB. Hai\nĐáp án: B",
    ));
    assert_eq!(file.entries[0].at.to_string(), "đoạn 3, Câu 5");
    assert_eq!(
        file.entries[0].source,
        "Câu 5: Ai?\nA. Một\nB. Hai\nĐáp án: B"
    );
    assert_eq!(file.title.as_deref(), Some("BỘ CÂU HỎI"));
}

#[test]
fn headings_and_parts_are_topics() {
    let text = "SỞ TƯ PHÁP\nĐỀ THI\nPhần I. Đất đai\nCâu 1: Ai?\nA. Một\nB. Hai\nC. Ba\nĐáp án: B\n\
        CHƯƠNG II\nGIAO THÔNG\nCâu 2: Gì?\nA. Bốn\nB. Năm\nC. Sáu\nĐáp án: A";
    let file = file(&lines(text));
    assert_eq!(short(&file), BOTH);
    let topics: Vec<_> = file
        .drafts()
        .iter()
        .map(|d| d.topic.clone().unwrap_or_default())
        .collect();
    assert_eq!(topics, ["Đất đai", "GIAO THÔNG"]);
    assert_eq!(file.title.as_deref(), Some("ĐỀ THI"));
    assert_eq!(warned(&file), ["import.text_unread"]);
    let styles = part(
        "styles",
        r#"<w:style w:type="paragraph" w:styleId="u1"><w:name w:val="heading 1"/></w:style><w:style w:type="paragraph" w:styleId="u2"><w:name w:val="Của tôi"/><w:basedOn w:val="u1"/></w:style>"#,
    );
    let heading = |text| with(r#"<w:pStyle w:val="u2"/>"#, text);
    let body = heading("BỘ ĐỀ")
        + &heading("Đất đai")
        + &lines("Câu 1: Ai?\nA. Một\nB. Hai\nC. Ba\nĐáp án: B")
        + &heading("Giao thông")
        + &lines("Câu 2: Gì?\nA. Bốn\nB. Năm\nC. Sáu\nĐáp án: A");
    let file = read(&docx(&body, &[("word/styles.xml", styles.as_bytes())])).expect("readable");
    let topics: Vec<_> = file
        .drafts()
        .iter()
        .map(|d| d.topic.clone().unwrap_or_default())
        .collect();
    assert_eq!(
        (topics, file.title.as_deref()),
        (vec!["Đất đai".into(), "Giao thông".into()], Some("BỘ ĐỀ"))
    );
}

#[test]
fn what_is_not_understood_is_told_with_its_text() {
    let text = "Câu 1: Ai?\nA. Một\nB. Hai\nC. Ba\nĐáp án: B\nHẾT\nCán bộ coi thi không giải thích gì thêm.";
    let file = file(&lines(text));
    let told: Vec<_> = file
        .remarks
        .iter()
        .map(|r| (r.at.as_str(), r.detail.contains("Cán bộ coi thi")))
        .collect();
    assert_eq!(told, [("đoạn 7", true)]);
    let text = "Câu 1: Ai?\nA. Một\nB. Hai\nĐáp án: B\nCâu 3: Gì?\nA. Một\nB. Hai\nĐáp án: B";
    assert_eq!(warned(&super::file(&lines(text))), ["import.number_gap"]);
    for (text, code) in [
        (
            "Câu 1: Ai?\nA. Một\nB. Hai\nD. Ba\nĐáp án: B",
            "import.option_order",
        ),
        ("Câu 1: Ai?\nA. Một\nĐáp án: A", "import.option_count"),
        ("Câu 1: Ai?\nA. Một\nB. Hai", "import.key_invalid"),
        (
            "Câu 1: Ai?\nA. Một\nB. Hai\nĐáp án: E",
            "import.key_invalid",
        ),
        (
            "Câu 1: Ai?\nA. Một\nB. Hai\nĐáp án: A hoặc B",
            "import.key_invalid",
        ),
        (
            "Câu 1: Ai?\nA. Một\nB. Một\nĐáp án: A",
            "import.option_repeated",
        ),
    ] {
        let file = super::file(&lines(text));
        assert_eq!(short(&file), [format!("! {code}")], "{text}");
        assert!(file.entries[0].draft.is_some());
    }
    assert_eq!(
        read(&docx(&lines("Thư ngỏ"), &[])).expect_err("none").code,
        "import.no_questions"
    );
}
