//! Categories of Moodle as topics: `$course$/top/Luật đất đai/Chương 1`.

/// What Moodle writes before the name of a course for the category that it makes by itself.
const MADE_BY_ITSELF: [&str; 2] = ["Default for ", "Mặc định cho "];

/// The topic that a path of categories names; nothing for those that every course has.
pub(in crate::exchange) fn topic(path: &str) -> Option<String> {
    // Inside a name, a slash is written twice.
    let marked = path.trim().replace("//", "\u{0}");
    let steps = marked
        .split('/')
        .map(|step| step.replace('\u{0}', "/").trim().to_owned());
    let steps = steps.filter(|step| {
        let context = step.starts_with('$') && step.ends_with('$') && step.len() > 1;
        let own = MADE_BY_ITSELF.iter().any(|words| step.starts_with(words));
        !step.is_empty() && !context && step != "top" && !own
    });
    let steps: Vec<String> = steps.collect();
    (!steps.is_empty()).then(|| steps.join(" / "))
}

/// The path for a topic; without one, where Moodle keeps what has no category.
pub(in crate::exchange) fn path(topic: Option<&str>) -> String {
    match topic {
        Some(topic) => format!("$course$/top/{}", topic.replace('/', "//")),
        None => "$course$/top".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_topics_and_back() {
        assert_eq!(
            topic("$course$/top/Luật/Chương 1").as_deref(),
            Some("Luật / Chương 1")
        );
        assert_eq!(topic("$course$/Default for C1"), None);
        assert_eq!(topic(" $system$/Alpha ").as_deref(), Some("Alpha"));
        for same in ["Hình sự", "Đất / nhà", "24/2018"] {
            assert_eq!(topic(&path(Some(same))).as_deref(), Some(same));
        }
        assert_eq!(topic(&path(None)), None);
    }
}
