//! Public pseudonyms: something that grows or sings, how it looks, a number.

use crate::entropy::{self, Entropy};

const THINGS: [&str; 40] = [
    "Sen",
    "Mai",
    "Đào",
    "Cúc",
    "Lan",
    "Trúc",
    "Tre",
    "Thông",
    "Phượng",
    "Bằng Lăng",
    "Hoa Gạo",
    "Sim",
    "Bưởi",
    "Cam Bù",
    "Chanh",
    "Khế",
    "Ổi",
    "Cau",
    "Lúa",
    "Ngô",
    "Chim Sẻ",
    "Chim Én",
    "Sáo",
    "Cò",
    "Vàng Anh",
    "Chào Mào",
    "Bồ Câu",
    "Hạc",
    "Sơn Ca",
    "Họa Mi",
    "Cá Chép",
    "Cá Heo",
    "Ong",
    "Chuồn Chuồn",
    "Đom Đóm",
    "Nai",
    "Sóc",
    "Thỏ",
    "Suối",
    "Sao",
];

const LOOKS: [&str; 32] = [
    "Hồng",
    "Xanh",
    "Vàng",
    "Trắng",
    "Tím",
    "Biếc",
    "Thắm",
    "Sáng",
    "Trong",
    "Tươi",
    "Non",
    "Sớm",
    "Hiền",
    "Vui",
    "Nhanh",
    "Khéo",
    "Chăm",
    "Ngoan",
    "Dịu",
    "Thơm",
    "Xinh",
    "Tinh Anh",
    "Bền Bỉ",
    "Nhẹ",
    "Lặng",
    "Ấm",
    "Mát",
    "Rạng",
    "Đầu Xuân",
    "Mùa Hạ",
    "Ven Sông",
    "Trên Đồi",
];

/// A fresh pseudonym: some eleven million are possible, so that two people seldom share one; what
/// must be unique is the number of the person.
pub(super) fn fresh(entropy: &dyn Entropy) -> String {
    let thing = THINGS[below(entropy, THINGS.len())];
    let look = LOOKS[below(entropy, LOOKS.len())];
    format!("{thing} {look} {}", 1000 + below(entropy, 9000))
}

/// A number below `n`, each equally likely.
fn below(entropy: &dyn Entropy, n: usize) -> usize {
    let n = u32::try_from(n).expect("lists here are short");
    let limit = u32::MAX - u32::MAX % n;
    loop {
        let x = u32::from_be_bytes(entropy::bytes(entropy));
        if x < limit {
            return usize::try_from(x % n).expect("below the length of a list");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SeededEntropy;
    use std::collections::HashSet;

    #[test]
    fn words_are_told_once() {
        assert_eq!(THINGS.iter().collect::<HashSet<_>>().len(), THINGS.len());
        assert_eq!(LOOKS.iter().collect::<HashSet<_>>().len(), LOOKS.len());
    }

    #[test]
    fn a_thousand_people_hardly_share_a_pseudonym() {
        let entropy = SeededEntropy::new(11);
        let aliases: HashSet<String> = (0..1000).map(|_| fresh(&entropy)).collect();
        assert!(aliases.len() >= 998, "{}", aliases.len());
    }
}
