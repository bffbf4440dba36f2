//! The order of questions and of their options (algorithms.md 1, step 6).

use super::picks::Pick;
use super::shuffle::shuffle;
use super::stream::Stream;
use crate::domain::contest::Order;
use smallvec::SmallVec;

/// Puts the picks into the order of the slots.
pub(super) fn arrange(
    picks: &mut [Pick],
    order: Order,
    stream: &mut Stream,
    level: impl Fn(&Pick) -> u8,
) {
    if order == Order::AsListed {
        return;
    }
    let all = picks.len();
    shuffle(picks, all, stream);
    if order == Order::EasyToHard {
        picks.sort_by_key(level);
    }
}

/// The order of a question's options: the i-th option shown is the stored one of that index.
/// Options that are not pinned, in stored order, are shuffled into the places that pinned ones
/// leave free.
pub(super) fn option_order(
    options: usize,
    pinned: Option<&[bool]>,
    stream: &mut Stream,
) -> SmallVec<[u8; 8]> {
    let mut order = as_stored(options);
    let Some(pinned) = pinned else {
        shuffle(&mut order, options, stream);
        return order;
    };
    let free = |place: &u8| !pinned[usize::from(*place)];
    let places: SmallVec<[u8; 8]> = order.iter().copied().filter(free).collect();
    let mut shuffled = places.clone();
    shuffle(&mut shuffled, options, stream);
    for (place, option) in places.into_iter().zip(shuffled) {
        order[usize::from(place)] = option;
    }
    order
}

/// The stored order of so many options.
pub(super) fn as_stored(options: usize) -> SmallVec<[u8; 8]> {
    (0..=u8::MAX).take(options).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn pinned_options_keep_their_place(pinned: Vec<bool>, key: [u8; 32]) {
            let pinned = &pinned[..pinned.len().min(255)];
            let order = option_order(pinned.len(), Some(pinned), &mut Stream::of(&key));
            for (place, stays) in pinned.iter().enumerate() {
                prop_assert!(!stays || usize::from(order[place]) == place);
            }
            let mut sorted = order.clone();
            sorted.sort_unstable();
            prop_assert_eq!(sorted, as_stored(pinned.len()));
            // Saying that none is pinned, and saying nothing of pins, is the same.
            let none = vec![false; pinned.len()];
            prop_assert_eq!(
                option_order(none.len(), Some(&none), &mut Stream::of(&key)),
                option_order(none.len(), None, &mut Stream::of(&key))
            );
        }
    }
}
