//! What people call the kinds of QTI that the bank does not hold.

/// The name of an interaction of 2.x and 3.0.
pub(super) fn interaction(name: &str) -> &str {
    match name {
        "matchInteraction" | "associateInteraction" | "graphicAssociateInteraction" => "ghép đôi",
        "orderInteraction" | "graphicOrderInteraction" => "sắp xếp thứ tự",
        "gapMatchInteraction" | "graphicGapMatchInteraction" => "kéo thả vào chỗ trống",
        "inlineChoiceInteraction" => "chọn từ điền vào chỗ trống",
        "hottextInteraction" => "chọn từ trong đoạn văn",
        "hotspotInteraction" | "selectPointInteraction" | "positionObjectInteraction" => {
            "chọn điểm trên hình"
        }
        "extendedTextInteraction" => "tự luận",
        "uploadInteraction" => "nộp tệp",
        "drawingInteraction" => "vẽ hình",
        "sliderInteraction" => "thanh trượt",
        "mediaInteraction" => "nghe hoặc xem",
        "customInteraction" | "portableCustomInteraction" => "tương tác riêng của một phần mềm",
        other => other,
    }
}

/// The name of a kind of question of Canvas or Blackboard, if the bank does not hold it.
pub(super) fn platform(kind: &str) -> Option<&'static str> {
    let name = match kind.trim().to_lowercase().as_str() {
        "matching_question" | "matching" => "ghép đôi",
        "essay_question" | "essay" | "short response" => "tự luận",
        "text_only_question" => "đoạn văn không có câu trả lời",
        "fill_in_multiple_blanks_question" | "fill in the blank plus" => {
            "nhiều ô trống trong một đoạn"
        }
        "multiple_dropdowns_question" | "jumbled sentence" => "chọn từ điền vào chỗ trống",
        "calculated_question" | "calculated" => "tính theo công thức",
        "file_upload_question" | "file upload" => "nộp tệp",
        "ordering" => "sắp xếp thứ tự",
        "hot spot" => "chọn điểm trên hình",
        "opinion scale" => "thang ý kiến",
        "quiz bowl" => "đặt câu hỏi cho câu trả lời",
        _ => return None,
    };
    Some(name)
}
