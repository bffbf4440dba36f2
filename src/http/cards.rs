//! The pictures of shares that a node drew, by what they say.

use super::problem::EdgeFault;
use bytes::Bytes;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::Semaphore;

/// Pictures that are kept, some 10 MB; beyond them the memory starts afresh.
const MOST: usize = 200;
/// Readers that may wait for a drawing; the others are told to come again.
const LONGEST_QUEUE: usize = 64;

/// The pictures that a node drew. They are drawn one at a time, so that whoever asks for every unit in
/// turn takes one processor at most from those who sit an exam.
#[derive(Debug)]
pub struct Cards {
    drawn: Mutex<HashMap<String, Bytes>>,
    turn: Semaphore,
    waiting: AtomicUsize,
}

impl Default for Cards {
    fn default() -> Self {
        Self {
            drawn: Mutex::default(),
            turn: Semaphore::new(1),
            waiting: AtomicUsize::new(0),
        }
    }
}

/// A place in the queue, given back however the request ends.
struct Place<'a>(&'a AtomicUsize);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Cards {
    /// The picture of that name, drawn if nobody has asked for it lately.
    pub async fn picture(
        &self,
        name: &str,
        draw: impl FnOnce() -> Vec<u8> + Send + 'static,
    ) -> Result<Bytes, EdgeFault> {
        if let Some(drawn) = self.known(name) {
            return Ok(drawn);
        }
        let place = Place(&self.waiting);
        if self.waiting.fetch_add(1, Ordering::Relaxed) >= LONGEST_QUEUE {
            return Err(EdgeFault::Unavailable);
        }
        let turn = self.turn.acquire().await;
        let _turn = turn.map_err(|_| EdgeFault::Unavailable)?;
        if let Some(drawn) = self.known(name) {
            return Ok(drawn);
        }
        let drawn = tokio::task::spawn_blocking(draw).await;
        let drawn = Bytes::from(drawn.map_err(|_| EdgeFault::Internal)?);
        let mut kept = self.held();
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(name.to_owned(), drawn.clone());
        drop(place);
        Ok(drawn)
    }

    fn known(&self, name: &str) -> Option<Bytes> {
        self.held().get(name).cloned()
    }

    fn held(&self) -> MutexGuard<'_, HashMap<String, Bytes>> {
        // Whoever panicked while holding it left whole pictures behind.
        self.drawn.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_picture_is_drawn_once_for_as_long_as_it_is_kept() {
        let cards = Cards::default();
        let first = cards.picture("a", || vec![1]).await;
        assert_eq!(first, Ok(Bytes::from_static(&[1])));
        let again = cards.picture("a", || panic!("drawn twice")).await;
        assert_eq!(again, Ok(Bytes::from_static(&[1])));
        for n in 0..MOST {
            cards.picture(&n.to_string(), || vec![2]).await.unwrap();
        }
        assert_eq!(
            cards.picture("a", || vec![3]).await,
            Ok(Bytes::from_static(&[3]))
        );
        assert_eq!(cards.waiting.load(Ordering::Relaxed), 0);
    }

    #[tokio::test]
    async fn a_long_queue_turns_away_and_is_left_by_whoever_gives_up() {
        let cards = Cards::default();
        let turn = cards.turn.acquire().await.unwrap();
        let mut queue = Vec::new();
        for n in 0..LONGEST_QUEUE {
            let cards = &cards;
            let mut waits = Box::pin(async move {
                let name = n.to_string();
                cards.picture(&name, || vec![1]).await
            });
            assert!(futures_util::poll!(&mut waits).is_pending());
            queue.push(waits);
        }
        assert_eq!(
            cards.picture("x", || vec![1]).await,
            Err(EdgeFault::Unavailable)
        );
        queue.pop();
        let mut waits = Box::pin(cards.picture("y", || vec![4]));
        assert!(futures_util::poll!(&mut waits).is_pending());
        drop((turn, queue));
        assert_eq!(waits.await, Ok(Bytes::from_static(&[4])));
    }
}
