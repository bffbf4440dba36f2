//! How rare a coincidence is, in whole numbers.

/// Certainty; chances are parts of it.
pub(super) const CERTAIN: u128 = 1_000_000_000_000;
/// The greatest rarity that is told.
const RAREST: u64 = 1_000_000_000;

/// From which rarity on a coincidence is told, if it was looked for in so many pairs.
pub(super) fn rare_among(pairs: usize) -> u64 {
    u64::try_from(pairs.max(1)).map_or(RAREST, |pairs| pairs.saturating_mul(100).min(RAREST))
}

/// Once in so many, for `part` of `whole`.
pub(super) fn one_in(part: u128, whole: u128) -> u64 {
    u64::try_from(whole / part.max(1)).map_or(RAREST, |n| n.clamp(1, RAREST))
}

/// The chance that at least `least` of independent events with these chances come true, in parts of
/// [`CERTAIN`].
pub(super) fn at_least(least: usize, chances: &[u128]) -> u128 {
    let mut exactly = vec![0_u128; chances.len() + 1];
    exactly[0] = CERTAIN;
    for (known, chance) in chances.iter().enumerate() {
        for count in (0..=known + 1).rev() {
            let stays = exactly[count] * (CERTAIN - chance);
            let grows = count
                .checked_sub(1)
                .map_or(0, |less| exactly[less] * chance);
            exactly[count] = (stays + grows) / CERTAIN;
        }
    }
    exactly.iter().skip(least).sum()
}

/// How many orders of `length` things have at most `most` pairs apart, and how many orders there are.
/// `length` at most 30.
pub(super) fn orders_within(length: usize, most: usize) -> (u128, u128) {
    let mut with = vec![1_u128];
    let mut all = 1_u128;
    for placed in 1..=length {
        all *= placed as u128;
        // The next thing can be put before 0 … placed − 1 of those that are there.
        let mut next = vec![0_u128; with.len() + placed - 1];
        for (apart, count) in with.iter().enumerate() {
            for more in 0..placed {
                next[apart + more] += count;
            }
        }
        with = next;
    }
    (with.iter().take(most + 1).sum(), all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn orders_are_counted_as_by_hand() {
        assert_eq!(orders_within(3, 0), (1, 6));
        assert_eq!(orders_within(3, 1), (3, 6));
        assert_eq!(orders_within(4, 2), (9, 24));
        let (all, whole) = orders_within(30, 435);
        assert_eq!(all, whole);
    }

    #[test]
    fn three_of_three_thirds_are_a_twenty_seventh() {
        let third = CERTAIN / 3;
        assert_eq!(one_in(at_least(3, &[third; 3]), CERTAIN), 27);
        assert_eq!(at_least(0, &[third; 3]) / 1000, CERTAIN / 1000 - 1);
    }

    proptest! {
        #[test]
        fn more_is_rarer_and_nothing_is_more_than_certain(
            chances in prop::collection::vec(0_u128..=CERTAIN, 0..12),
        ) {
            let mut before = CERTAIN;
            for least in 0..=chances.len() + 1 {
                let chance = at_least(least, &chances);
                prop_assert!(chance <= before);
                before = chance;
            }
            prop_assert_eq!(before, 0);
        }
    }
}
