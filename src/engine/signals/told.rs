//! Signals as people read them.

use super::Signal;

impl Signal {
    /// The word for it in replies.
    pub fn word(&self) -> &'static str {
        match self {
            Self::SharedContact { .. } => "shared_contact",
            Self::SameDevice { .. } => "same_device",
            Self::SameNetwork { .. } => "same_network",
            Self::AlikeAnswers { .. } => "alike_answers",
            Self::SameOrder { .. } => "same_order",
            Self::TooFast { .. } => "too_fast",
            Self::FastAnswers { .. } => "fast_answers",
            Self::EvenPace { .. } => "even_pace",
            Self::DeviceChanged { .. } => "device_changed",
        }
    }

    /// What was seen, in Vietnamese.
    pub fn vietnamese(&self) -> String {
        match self {
            Self::SharedContact { field, others } => format!(
                "Trùng {} với {} tài khoản khác: số báo danh {}. Một số điện thoại của phụ huynh có thể dùng cho nhiều con.",
                field_vietnamese(field),
                others.len(),
                list(others)
            ),
            Self::SameDevice { others } => {
                format!(
                    "Làm bài trên cùng thiết bị với số báo danh {}.",
                    list(others)
                )
            }
            Self::SameNetwork { others, people } => format!(
                "Bắt đầu từ cùng mạng với {people} người khác (số báo danh {}). Trường học, cơ quan hay nhà mạng di động thường có chung địa chỉ.",
                list(others)
            ),
            Self::AlikeAnswers {
                other,
                both_wrong,
                same_wrong,
                one_in,
                ..
            } => format!(
                "Trong {both_wrong} câu cả hai cùng sai, {same_wrong} câu chọn đúng một phương án sai như số báo danh {other}; ngẫu nhiên thì cứ {one_in} cặp mới có một."
            ),
            Self::SameOrder {
                other,
                common,
                apart,
                one_in,
            } => format!(
                "Trả lời {common} câu chung theo cùng thứ tự với số báo danh {other} ({apart} cặp câu khác thứ tự) dù thứ tự trên đề khác nhau; ngẫu nhiên thì cứ {one_in} cặp mới có một."
            ),
            Self::TooFast {
                duration_ms,
                least_s,
            } => format!(
                "Làm bài trong {} giây, nhanh hơn mức {least_s} giây mà thể lệ coi là hợp lý.",
                seconds(*duration_ms, ',')
            ),
            Self::FastAnswers { median_ms, answers } => format!(
                "Một nửa trong {answers} câu trả lời cách câu trước không quá {} giây, ngắn hơn thời gian đọc một câu hỏi; cũng có thể do mất mạng nên gửi dồn.",
                seconds(*median_ms, ',')
            ),
            Self::EvenPace {
                shortest_ms,
                longest_ms,
                answers,
            } => format!(
                "{answers} câu trả lời cách nhau gần như đều nhau, từ {} đến {} giây.",
                seconds(*shortest_ms, ','),
                seconds(*longest_ms, ',')
            ),
            Self::DeviceChanged { times } => {
                format!("Bài làm được chuyển sang thiết bị khác {times} lần.")
            }
        }
    }

    /// What was seen, in English.
    pub fn english(&self) -> String {
        match self {
            Self::SharedContact { field, others } => format!(
                "The same {} as {} other accounts: numbers {}. A parent's phone may serve several children.",
                field_english(field),
                others.len(),
                list(others)
            ),
            Self::SameDevice { others } => {
                format!("Sat on the same device as number {}.", list(others))
            }
            Self::SameNetwork { others, people } => format!(
                "Began in the same network as {people} others (numbers {}). Schools, offices and mobile operators often share an address.",
                list(others)
            ),
            Self::AlikeAnswers {
                other,
                both_wrong,
                same_wrong,
                one_in,
                ..
            } => format!(
                "Of {both_wrong} questions that both got wrong, {same_wrong} have the very wrong option of number {other}; by chance one pair in {one_in}."
            ),
            Self::SameOrder {
                other,
                common,
                apart,
                one_in,
            } => format!(
                "Answered {common} common questions in the order of number {other} ({apart} pairs apart), though the papers show them in different orders; by chance one pair in {one_in}."
            ),
            Self::TooFast {
                duration_ms,
                least_s,
            } => format!(
                "Done in {} seconds, faster than the {least_s} that the rules call plausible.",
                seconds(*duration_ms, '.')
            ),
            Self::FastAnswers { median_ms, answers } => format!(
                "Half of {answers} answers came within {} seconds of the one before, less than it takes to read a question; a lost network that sends all at once looks the same.",
                seconds(*median_ms, '.')
            ),
            Self::EvenPace {
                shortest_ms,
                longest_ms,
                answers,
            } => format!(
                "{answers} answers came at nearly equal intervals, {} to {} seconds.",
                seconds(*shortest_ms, '.'),
                seconds(*longest_ms, '.')
            ),
            Self::DeviceChanged { times } => {
                format!("The attempt went to another device {times} times.")
            }
        }
    }
}

fn list(numbers: &[i64]) -> String {
    let texts: Vec<String> = numbers.iter().map(i64::to_string).collect();
    texts.join(", ")
}

/// Tenths of a second.
fn seconds(millis: i64, decimal: char) -> String {
    format!("{}{decimal}{}", millis / 1000, millis % 1000 / 100)
}

fn field_vietnamese(field: &str) -> &str {
    match field {
        "phone" => "số điện thoại",
        "guardian_phone" => "số điện thoại người giám hộ",
        "id_number" => "số căn cước",
        "email" => "địa chỉ thư điện tử",
        other => other,
    }
}

fn field_english(field: &str) -> &str {
    match field {
        "phone" => "phone number",
        "guardian_phone" => "guardian's phone number",
        "id_number" => "identity number",
        "email" => "e-mail address",
        other => other,
    }
}
