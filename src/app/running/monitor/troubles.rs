//! What an organiser has to know, in words. What is about the node is about the one that answers.

use crate::app::Language;
use crate::app::boards::Lag;
use crate::domain::{Millis, Round, RoundState, Timestamp};
use crate::engine::window::state_at;
use crate::store::Tally;
use std::time::Duration;

/// A board may be a second late; beyond this it lags.
const BOARD_LAGS_MS: i64 = 3_000;
/// Beyond it nothing is ended by the clock (security.md 2.1).
const CLOCK_OFF: Duration = Duration::from_secs(2);
/// So long before a round opens its beacon should be there.
const BEACON_DUE: Millis = Millis::seconds(3_600);

/// Something that an organiser has to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    /// The board does not show the newest hand-ins.
    BoardLate,
    /// What nodes share is away.
    LiveAway,
    /// The machine's clock has jumped.
    ClockJumped,
    /// The round can't open without the public value that its rules name.
    WaitsForBeacon,
    /// Attempts whose time is up are not handed in.
    Overdue(i64),
    /// Answers that the store could not take.
    Failed(i64),
    /// Answers that came after the grace.
    Refused(i64),
    /// Answers that came within it.
    Late(i64),
    /// Units from which nobody has come.
    IdleUnits(i64),
}

/// What is looked at.
pub(super) struct Found<'a> {
    pub round: &'a Round,
    pub now: Timestamp,
    pub board: Lag,
    pub overdue: i64,
    pub idle_units: i64,
    pub total: Tally,
    pub clock_off: Duration,
    pub live_away: bool,
}

/// All troubles, the gravest first.
pub(super) fn of(found: &Found<'_>) -> Vec<Trouble> {
    let rules = &found.round.rules;
    let state = state_at(found.round, found.now);
    let under_way = matches!(state, RoundState::Open | RoundState::Closing);
    let lacks_beacon = rules.beacon.is_some() && found.round.beacon.is_none();
    let beacon_due = state == RoundState::Scheduled && found.now >= rules.opens_at - BEACON_DUE;
    let counted = |count: i64, trouble: fn(i64) -> Trouble| (count > 0).then(|| trouble(count));
    [
        (found.clock_off > CLOCK_OFF).then_some(Trouble::ClockJumped),
        (lacks_beacon && beacon_due).then_some(Trouble::WaitsForBeacon),
        counted(found.total.failed, Trouble::Failed),
        counted(found.overdue, Trouble::Overdue),
        found.live_away.then_some(Trouble::LiveAway),
        (under_way && (found.board.late || found.board.behind_ms > BOARD_LAGS_MS))
            .then_some(Trouble::BoardLate),
        counted(found.total.refused, Trouble::Refused),
        counted(found.total.late, Trouble::Late),
        counted(found.idle_units, Trouble::IdleUnits).filter(|_| under_way),
    ]
    .into_iter()
    .flatten()
    .collect()
}

impl Trouble {
    /// Stable, dotted, English.
    pub fn code(self) -> &'static str {
        match self {
            Self::BoardLate => "board.late",
            Self::LiveAway => "live.away",
            Self::ClockJumped => "clock.jumped",
            Self::WaitsForBeacon => "round.waits_for_beacon",
            Self::Overdue(_) => "attempts.overdue",
            Self::Failed(_) => "saves.failed",
            Self::Refused(_) => "saves.refused",
            Self::Late(_) => "saves.late",
            Self::IdleUnits(_) => "units.idle",
        }
    }

    /// How many; 1 where there is nothing to count.
    pub fn count(self) -> i64 {
        match self {
            Self::BoardLate | Self::LiveAway | Self::ClockJumped | Self::WaitsForBeacon => 1,
            Self::Overdue(count)
            | Self::Failed(count)
            | Self::Refused(count)
            | Self::Late(count)
            | Self::IdleUnits(count) => count,
        }
    }

    /// What is wrong, what is safe, what to do.
    pub fn detail(self, language: Language) -> String {
        let n = self.count();
        let (vietnamese, english) = match self {
            Self::BoardLate => (
                "Bảng xếp hạng có thể chậm hơn bài nộp mới nhất; điểm và bài nộp không bị ảnh hưởng.".to_owned(),
                "The scoreboard may lag behind the newest hand-ins; scores and hand-ins are not affected.".to_owned(),
            ),
            Self::LiveAway => (
                "Không liên lạc được với Redis; mỗi máy chủ tự phục vụ, bài thi vẫn được lưu. Hãy báo người quản trị máy chủ.".to_owned(),
                "Redis is out of reach; every node goes on by itself and answers are still saved. Please tell who runs the servers.".to_owned(),
            ),
            Self::ClockJumped => (
                "Đồng hồ máy chủ bị lệch; hệ thống tạm không tự nộp bài khi hết giờ. Hãy chỉnh lại giờ và khởi động lại máy chủ.".to_owned(),
                "The server's clock has jumped; attempts are not ended by the clock until the time is set right and the node restarted.".to_owned(),
            ),
            Self::WaitsForBeacon => (
                "Vòng thi chưa mở được vì chưa nhập giá trị công khai nêu trong thể lệ.".to_owned(),
                "The round can't open: the public value that its rules name was not given yet.".to_owned(),
            ),
            Self::Overdue(_) => (
                format!("{n} lượt thi đã hết giờ mà chưa được tự động nộp. Hãy báo người quản trị máy chủ."),
                format!("{n} attempts are past their time and were not handed in by the clock. Please tell who runs the servers."),
            ),
            Self::Failed(_) => (
                format!("{n} lần lưu câu trả lời chưa thành công vì máy chủ bận; máy của thí sinh giữ lại và gửi lại. Nếu kéo dài, hãy gia hạn hoặc bù giờ sự cố."),
                format!("{n} saves failed because the store was busy; the devices keep those answers and send them again. If it lasts, extend the time or give the outage back."),
            ),
            Self::Refused(_) => (
                format!("{n} câu trả lời đến sau khi lượt thi đã kết thúc nên không được nhận."),
                format!("{n} answers came after their attempt had ended and were not taken."),
            ),
            Self::Late(_) => (
                format!("{n} câu trả lời đến sau hạn nộp nhưng còn trong thời gian bù mạng, đã được nhận."),
                format!("{n} answers came after the deadline, within the grace for slow networks, and were taken."),
            ),
            Self::IdleUnits(_) => (
                format!("{n} đơn vị chưa có ai dự thi vòng này."),
                format!("Nobody of {n} units has sat this round yet."),
            ),
        };
        match language {
            Language::Vietnamese => vietnamese,
            Language::English => english,
        }
    }
}
