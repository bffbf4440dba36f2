//! Questions in rows, by way of CSV, which shows them best.

use crate::domain::QuestionKind;
use crate::exchange::{Format, QuestionFile, read_questions};

fn read(text: &str) -> QuestionFile {
    read_questions(text.as_bytes(), "bank.csv", Some(Format::Csv)).expect("readable")
}

fn refused(text: &str) -> Vec<(String, &'static str)> {
    read(text)
        .refused()
        .into_iter()
        .map(|r| (r.at.clone(), r.code))
        .collect()
}

#[test]
fn a_table_under_a_title_is_read() {
    let file = read(
        "NGÂN HÀNG CÂU HỎI,,,,,,,,\n,,,,,,,,\n\
         STT,Mã,Câu hỏi,Đáp án A,Đáp án B,Đáp án C,Đáp án đúng,Mức độ,Căn cứ\n\
         1,c1,Một?,a,b,,B,Thông hiểu,khoản 2 Điều 9 Luật số 36/2024/QH15\n\
         2,c2,Hai?,a,,c,\"A,C\",9,Luật Giao thông\n\
         STT,Mã,Câu hỏi,Đáp án A,Đáp án B,Đáp án C,Đáp án đúng,Mức độ,Căn cứ\n\
         3,c3,\"Ba\nbốn?\",<a>,b & c,,1,4,\n\
         Người lập biểu,,,,,,,,\n",
    );
    assert_eq!(file.title.as_deref(), Some("NGÂN HÀNG CÂU HỎI"));
    assert_eq!((file.entries.len(), file.drafts().len()), (3, 3));
    let [one, two, three] = [0, 1, 2].map(|i| file.drafts()[i]);
    assert_eq!(
        (one.code.as_deref(), one.kind, one.level),
        (Some("c1"), QuestionKind::Single, 2)
    );
    assert_eq!(one.laws[0].document, "36/2024/QH15");
    assert_eq!(one.laws[0].clause.as_deref(), Some("2"));
    assert!(one.options.len() == 2 && one.options[1].correct);
    assert_eq!(
        (two.kind, two.level, two.options.len()),
        (QuestionKind::Multiple, 0, 2)
    );
    assert_eq!(three.stem, "Ba<br>bốn?");
    assert_eq!(three.options[0].text, "&lt;a&gt;");
    let warned: Vec<_> = file
        .warnings()
        .iter()
        .map(|w| (w.at.as_str(), w.code))
        .collect();
    assert_eq!(
        warned,
        [
            ("dòng 5, cột H", "import.level_unknown"),
            ("dòng 5, cột I", "import.citation_unclear"),
            ("dòng 5", "import.no_citation"),
            // The quoted line feed makes no row of its own.
            ("dòng 7", "import.no_citation"),
        ]
    );
}

#[test]
fn citations_and_kinds_in_columns_are_read() {
    let file = read(
        "kind,question,option_a,option_b,key,tolerance,pinned,document,article,clause,valid_from,document 2,article 2\n\
         single,Một?,a,b,A,,B,36/2024/QH15,Điều 9,khoản 2,2025-01-01,168/2024/NĐ-CP,6\n\
         number,Hai?,,,18,1,,,,,,,\n\
         điền chữ,Ba?,,,Hà Nội | thủ đô,,,,,,,,\n\
         multiple,Bốn?,a,b,A,,,,,,,,\n",
    );
    assert!(file.refused().is_empty(), "{:?}", file.refused());
    let one = file.drafts()[0];
    assert_eq!(one.laws.len(), 2);
    assert_eq!(one.laws[0].article.as_deref(), Some("9"));
    assert!(one.laws[0].valid_from.is_some() && one.options[1].pinned);
    assert_eq!(one.laws[1].article.as_deref(), Some("6"));
    assert_eq!(file.drafts()[1].number, Some((18, 1)));
    assert_eq!(file.drafts()[2].accepted, ["Hà Nội", "thủ đô"]);
    assert_eq!(file.drafts()[3].kind, QuestionKind::Multiple);
}

#[test]
fn every_bad_row_is_told_with_its_cell() {
    let text = "kind,question,a,b,c,d,key,document,valid from\n\
                ,Không đáp án?,a,b,c,d,,,\n\
                single,Hai đáp án?,a,b,c,d,\"A,B\",,\n\
                ,Đáp án lạ?,a,b,c,d,E,,\n\
                ,Chữ ẩn\u{200B}?,a,b,c,d,A,,\n\
                ,Dấu chồng a\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}?,a,b,c,d,A,,\n\
                ,Trùng phương án?,a,a,c,d,C,,\n\
                ,Một phương án?,a,,,,A,,\n\
                ,,a,b,c,d,A,,\n\
                essay,Loại lạ?,a,b,c,d,A,,\n\
                number,Số?,,,,,mười,,\n\
                ,Sai ngày?,a,b,c,d,A,1/2024/QH15,hôm qua\n\
                ,Câu tốt?,a,b,c,d,A,,\n\
                ,Câu  tốt?,d,c,b,a,D,,\n";
    let expected = [
        ("dòng 2, cột G", "import.key_invalid"),
        ("dòng 3, cột G", "import.key_invalid"),
        ("dòng 4, cột G", "import.key_invalid"),
        ("dòng 5, cột B", "import.control_char"),
        ("dòng 6, cột B", "import.control_char"),
        ("dòng 7, cột D", "import.option_repeated"),
        ("dòng 8, cột C", "import.option_count"),
        ("dòng 9, cột B", "import.stem_missing"),
        ("dòng 10, cột A", "import.kind_unknown"),
        ("dòng 11, cột G", "import.key_invalid"),
        ("dòng 12, cột I", "field.type"),
        ("dòng 14", "import.duplicate"),
    ];
    assert_eq!(
        refused(text),
        expected.map(|(at, code)| (at.to_owned(), code))
    );
    let file = read(text);
    assert_eq!((file.entries.len(), file.drafts().len()), (13, 1));
    assert!(file.refused()[11].detail.contains("dòng 13"));
}

#[test]
fn options_in_one_cell_are_told_apart() {
    let file = read(
        "STT,Câu hỏi,Các phương án,Đáp án\n\
         1,Một?,\"A. Toàn dân\nB. Nhà nước\nC. Cá nhân\",B\n\
         2,Hai?,A. 16 B. 18 C. 20,2\n\
         3,Ba?,đỏ; xanh; vàng,\"1,3\"\n\
         4,Bốn?,chỉ một,A\n",
    );
    let drafts = file.drafts();
    let texts = |i: usize| {
        drafts[i]
            .options
            .iter()
            .map(|o| o.text.as_str())
            .collect::<Vec<_>>()
    };
    assert_eq!(texts(0), ["Toàn dân", "Nhà nước", "Cá nhân"]);
    assert!(drafts[0].options[1].correct);
    assert_eq!(texts(1), ["16", "18", "20"]);
    assert!(drafts[1].options[1].correct);
    assert_eq!(
        (texts(2), drafts[2].kind),
        (vec!["đỏ", "xanh", "vàng"], QuestionKind::Multiple)
    );
    let refused: Vec<_> = file
        .refused()
        .iter()
        .map(|r| (r.at.as_str(), r.code))
        .collect();
    assert_eq!(refused, [("dòng 5, cột C", "import.option_count")]);
}

#[test]
fn the_sheet_of_kahoot_is_read() {
    let file = read(
        "Quiz template,,,,,,,\n,,,,,,,\n\
         ,Question - max 120 characters,Answer 1 - max 75 characters,Answer 2 - max 75 characters,\
         Answer 3 - max 75 characters,Answer 4 - max 75 characters,\"Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs\",Correct answer(s) - choose at least one\n\
         1,Thủ đô?,Huế,Hà Nội,Vinh,Cần Thơ,20,2\n2,Chọn hai?,a,b,c,,30,\"1,3\"\n",
    );
    assert!(file.refused().is_empty(), "{:?}", file.refused());
    let drafts = file.drafts();
    assert!(drafts[0].options[1].correct && drafts[0].options.len() == 4);
    assert_eq!(
        (drafts[1].kind, drafts[1].options.len()),
        (QuestionKind::Multiple, 3)
    );
}

#[test]
fn decomposed_text_is_taken_in_composed_form() {
    let file = read("question,a,b,key\nNgha\u{302}\u{301}n?,a,b,A\n");
    assert_eq!(file.drafts()[0].stem, "Nghấn?");
}

#[test]
fn a_code_that_stands_twice_is_refused() {
    let text = "code,question,a,b,key\nx,Một?,a,b,A\nx,Hai?,a,b,A\n";
    assert_eq!(refused(text), [("dòng 3".to_owned(), "import.duplicate")]);
}

#[test]
fn surer_headings_win_and_unread_ones_are_told() {
    let file = read("Câu hỏi,Nội dung câu hỏi,A,B,Đáp án,Ghi chú,Điều\n1,Một?,a,b,B,x,9\n");
    assert_eq!(file.drafts()[0].stem, "Một?");
    assert!(file.drafts()[0].laws.is_empty());
    let warned: Vec<_> = file
        .warnings()
        .iter()
        .map(|w| (w.at.as_str(), w.code))
        .collect();
    assert_eq!(
        warned,
        [
            ("dòng 1, cột A", "import.column_unread"),
            ("dòng 1, cột F", "import.column_unread"),
            ("dòng 2", "import.citation_unclear"),
            ("dòng 2", "import.no_citation"),
        ]
    );
}
