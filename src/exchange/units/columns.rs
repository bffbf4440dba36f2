//! Headings of a unit list.

use crate::domain::UnitColumn as Column;
use crate::exchange::sheet::{Heading, Headings, Row, find_by, words};

/// The names of api.md 1 first, then what Vietnamese lists say: folded, words only.
const NAMES: [(Column, &str); 13] = [
    (Column::Code, "code|ma don vi|ma so|ma"),
    (
        Column::Name,
        "name|ten don vi|don vi|ten truong|ten lop|ten",
    ),
    (Column::Type, "type|loai don vi|loai hinh|loai|cap"),
    (
        Column::Parent,
        "parent|ma cap tren|ma don vi cap tren|don vi cap tren|cap tren|truc thuoc|thuoc don vi|thuoc",
    ),
    (
        Column::AreaType,
        "area type|area|khu vuc|thanh thi nong thon",
    ),
    (Column::Block, "block|khoi thi dua|khoi"),
    (
        Column::Headcount,
        "headcount|so nguoi|tong so nguoi|si so|quan so|dan so",
    ),
    (
        Column::HeadcountSource,
        "headcount source|nguon so lieu|nguon",
    ),
    (
        Column::HeadcountDate,
        "headcount date|ngay so lieu|so lieu ngay|thoi diem so lieu",
    ),
    (
        Column::ValidFrom,
        "valid from|hieu luc tu|tu ngay|ngay thanh lap",
    ),
    (Column::ValidTo, "valid to|hieu luc den|den ngay"),
    (Column::ReplacedBy, "replaced by|thay bang|nay la"),
    (Column::Aliases, "aliases|ten khac|ten cu|ten goi khac"),
];

/// The heading that files are written with.
pub(super) const WRITTEN: [(Column, &str); 13] = [
    (Column::Code, "Mã"),
    (Column::Name, "Tên đơn vị"),
    (Column::Type, "Loại"),
    (Column::Parent, "Mã cấp trên"),
    (Column::AreaType, "Khu vực"),
    (Column::Block, "Khối"),
    (Column::Headcount, "Số người"),
    (Column::HeadcountSource, "Nguồn số liệu"),
    (Column::HeadcountDate, "Ngày số liệu"),
    (Column::ValidFrom, "Hiệu lực từ"),
    (Column::ValidTo, "Hiệu lực đến"),
    (Column::ReplacedBy, "Thay bằng"),
    (Column::Aliases, "Tên khác"),
];

/// Where the headings stand and what they mean.
pub(super) type Head = Headings<Column>;

/// Finds the row that heads the list: it names units, and at least one more thing about them.
pub(super) fn find(rows: &[Row]) -> Option<Head> {
    find_by(
        rows,
        |text| Heading::named(&words(text), &NAMES),
        |head: &Head| head.place(Column::Name).is_some() && head.columns.len() >= 2,
    )
}

/// The number of headings found, for [`crate::exchange::sheet::Fit`].
pub(super) fn fit(rows: &[Row]) -> usize {
    find(rows).map_or(0, |head| head.columns.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for (column, heading) in WRITTEN {
            let read = Heading::named(&words(heading), &NAMES);
            assert!(
                matches!(read, Heading::Means(found, _) if found == column),
                "{heading}"
            );
        }
        for column in Column::ALL {
            let key = serde_json::to_value(column).unwrap();
            let read = Heading::named(&words(key.as_str().unwrap()), &NAMES);
            assert!(
                matches!(read, Heading::Means(found, 0) if found == column),
                "{key}"
            );
        }
    }
}
