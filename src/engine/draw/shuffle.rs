//! `shuffle` of algorithms.md 1, whole and in part.

use super::stream::Stream;
use smallvec::SmallVec;

/// Up to so many swaps the list is not copied: moved items are kept in a short side list.
const SPARSE: usize = 32;

/// `shuffle(list, k)` in place: for j = 0, 1, … while j < k and j + 1 < len, swaps items j and
/// j + below(len − j). The first k items are the result.
pub(super) fn shuffle<T>(list: &mut [T], k: usize, stream: &mut Stream) {
    let len = list.len();
    for j in 0..k.min(len.saturating_sub(1)) {
        list.swap(j, j + stream.below(len - j));
    }
}

/// The first k items of `shuffle(0, 1, …, len − 1; k)`, without writing down the list when k is
/// small: a cell may hold thousands of questions of which a paper takes ten.
pub(super) fn choose(len: usize, k: usize, stream: &mut Stream) -> SmallVec<[usize; SPARSE]> {
    let k = k.min(len);
    if k > SPARSE {
        let mut all: SmallVec<[usize; SPARSE]> = (0..len).collect();
        shuffle(&mut all, k, stream);
        all.truncate(k);
        return all;
    }
    // Places before j are never read again, so only what was moved behind them is remembered.
    let mut moved: SmallVec<[(usize, usize); SPARSE]> = SmallVec::new();
    let mut chosen = SmallVec::new();
    for j in 0..k {
        let at = |place: usize, moved: &[(usize, usize)]| {
            let found = moved.iter().find(|(to, _)| *to == place);
            found.map_or(place, |(_, item)| *item)
        };
        let place = j + stream.below(len - j);
        chosen.push(at(place, &moved));
        let item = at(j, &moved);
        match moved.iter_mut().find(|(to, _)| *to == place) {
            Some(entry) => entry.1 = item,
            None => moved.push((place, item)),
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn choosing_is_shuffling_without_the_list(
            len in 0_usize..200, k in 0_usize..80, key: [u8; 32],
        ) {
            let mut all: Vec<usize> = (0..len).collect();
            let (mut one, mut other) = (Stream::of(&key), Stream::of(&key));
            shuffle(&mut all, k, &mut one);
            all.truncate(k);
            prop_assert_eq!(choose(len, k, &mut other).to_vec(), all);
            // Both have read as much.
            prop_assert_eq!(one.below(1 << 30), other.below(1 << 30));
        }
    }
}
