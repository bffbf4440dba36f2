//! A bank in memory: what lists, searches, supply and quality look at.
//!
//! The store holds the truth and a number that rises with every change of a bank. A shelf knows the
//! number it was read at; whoever asks for it first looks at the store's number, and then only what
//! changed since is read. Lists that filter, count and search twenty thousand questions cost
//! milliseconds this way, on either database, and find the same.

mod item;
mod usage;

pub(in crate::app) use item::{Drawn, Item};
pub use usage::QuestionUse;
pub(in crate::app) use usage::{figures, told, use_of};

use super::Verdicts;
use crate::app::tenancy::within_reach;
use crate::app::{Absent, App, NotFound};
use crate::auth::{Action, Actor};
use crate::domain::{BankId, QuestionId, UnitId};
use crate::engine::quality::{Likeness, Sketch, longest_is_right_too_often, near_duplicates};
use crate::store::{BankHead, Held, ItemSums, Review, StoreError, UnitOfWork};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// A bank in memory.
pub(in crate::app) struct Shelf {
    /// The bank as the store had it.
    pub head: BankHead,
    /// Its questions in order of their making.
    pub items: Vec<Arc<Item>>,
    /// Pairs of near-duplicates, by index in [`Shelf::items`].
    pub alike: Vec<Likeness>,
    /// Whether the longest option is right more often than chance puts it there.
    pub longest_too_often: bool,
}

impl Shelf {
    /// The questions that are like each question, by index.
    pub fn likes(&self) -> BTreeMap<usize, Vec<usize>> {
        let mut likes: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for pair in &self.alike {
            likes.entry(pair.first).or_default().push(pair.second);
            likes.entry(pair.second).or_default().push(pair.first);
        }
        likes
    }

    /// The item of a question, with its index.
    pub fn find(&self, id: QuestionId) -> Option<(usize, &Arc<Item>)> {
        self.items
            .iter()
            .enumerate()
            .find(|(_, item)| item.question.id == id)
    }
}

/// What changed in a bank, as it was read.
struct Changes {
    held: Vec<Held>,
    reviews: Vec<Review>,
    sums: Vec<ItemSums>,
}

async fn changes(
    work: &mut dyn UnitOfWork,
    bank: BankId,
    after: Option<i64>,
) -> Result<Changes, StoreError> {
    Ok(Changes {
        held: work.held(bank, after).await?,
        reviews: work.reviews_in(bank, after).await?,
        sums: work.item_sums_in(bank, after).await?,
    })
}

impl App {
    /// The bank of that code, if it is the actor's. The shelf is everybody's, so that whose it is gets
    /// asked each time, of the store.
    pub(in crate::app) async fn shelf(
        &self,
        work: &mut dyn UnitOfWork,
        actor: Actor,
        code: &str,
    ) -> Result<Arc<Shelf>, Absent> {
        let head = work.bank_head(code).await?.ok_or(NotFound)?;
        within_reach(work, actor, head.bank.owner).await?;
        Ok(self.shelf_of(work, head).await?)
    }

    /// Every bank by code, or those of a unit and of all units below it.
    pub(in crate::app) async fn shelves(
        &self,
        work: &mut dyn UnitOfWork,
        within: Option<UnitId>,
    ) -> Result<Vec<Arc<Shelf>>, StoreError> {
        let mut shelves = Vec::new();
        for head in work.bank_heads(within).await? {
            shelves.push(self.shelf_of(work, head).await?);
        }
        Ok(shelves)
    }

    /// Reads banks that this node does not have yet, so that the first search of somebody who just
    /// signed in finds them there. Nobody waits for it.
    pub fn read_banks_ahead(self: &Arc<Self>, actor: Actor) {
        if !actor.may(Action::ReadQuestions) {
            return;
        }
        let app = Arc::clone(self);
        tokio::spawn(async move {
            let read = async {
                let mut work = app.store.read().await?;
                app.shelves(&mut *work, actor.unit()).await
            };
            if let Err(error) = read.await {
                tracing::debug!(%error, "banks could not be read ahead");
            }
        });
    }

    async fn shelf_of(
        &self,
        work: &mut dyn UnitOfWork,
        head: BankHead,
    ) -> Result<Arc<Shelf>, StoreError> {
        let id = head.bank.id;
        let kept = self.shelves.get(&id).map(|kept| Arc::clone(&kept));
        if let Some(kept) = &kept
            && kept.head == head
        {
            return Ok(Arc::clone(kept));
        }
        // Whoever asks while a bank is being read waits for that reading instead of doubling it.
        let _turn = self.shelving.lock().await;
        let kept = self.shelves.get(&id).map(|kept| Arc::clone(&kept));
        if let Some(kept) = &kept
            && kept.head == head
        {
            return Ok(Arc::clone(kept));
        }
        // A number that fell is another database under the same program.
        let known = kept.filter(|kept| kept.head.revision <= head.revision);
        let after = known.as_ref().map(|kept| kept.head.revision);
        let read = changes(work, id, after).await?;
        let mut shelf = put_up(head.clone(), known, read).await?;
        // A node of the version before adds questions without saying so.
        if i64::try_from(shelf.items.len()) != Ok(head.questions) {
            let read = changes(work, id, None).await?;
            shelf = put_up(head, None, read).await?;
        }
        let shelf = Arc::new(shelf);
        self.shelves.insert(id, Arc::clone(&shelf));
        Ok(shelf)
    }
}

/// Builds the shelf from the one before and what changed, away from the threads that serve requests.
async fn put_up(
    head: BankHead,
    before: Option<Arc<Shelf>>,
    read: Changes,
) -> Result<Shelf, StoreError> {
    tokio::task::spawn_blocking(move || built(head, before.as_deref(), read))
        .await
        .map_err(|stopped| StoreError::Other(stopped.to_string()))?
}

fn built(head: BankHead, before: Option<&Shelf>, read: Changes) -> Result<Shelf, StoreError> {
    let verdicts = Verdicts::new(&read.reviews);
    let mut sums: HashMap<QuestionId, Vec<ItemSums>> = HashMap::new();
    for item in read.sums {
        sums.entry(item.question).or_default().push(item);
    }
    let mut items: Vec<Arc<Item>> = before.map_or_else(Vec::new, |shelf| shelf.items.clone());
    let places: HashMap<QuestionId, usize> = items
        .iter()
        .enumerate()
        .map(|(at, item)| (item.question.id, at))
        .collect();
    for held in read.held {
        let id = held.newest.id;
        let sums = sums.remove(&id).unwrap_or_default();
        let item = Arc::new(Item::new(held, &verdicts, &sums)?);
        match places.get(&id) {
            Some(at) => items[*at] = item,
            None => items.push(item),
        }
    }
    items.sort_by_key(|item| (item.created_at, item.question.id));
    let sketches: Vec<&Sketch> = items.iter().map(|item| &item.sketch).collect();
    // Retired questions are asked nobody: they are no duplicates of those that are.
    let in_use: Vec<usize> = (0..items.len())
        .filter(|at| !items[*at].is_retired())
        .collect();
    let compared: Vec<&Sketch> = in_use.iter().map(|at| sketches[*at]).collect();
    let alike = near_duplicates(&compared)
        .into_iter()
        .map(|pair| Likeness {
            first: in_use[pair.first],
            second: in_use[pair.second],
            ..pair
        })
        .collect();
    let longest_too_often =
        longest_is_right_too_often(compared.iter().filter_map(|sketch| sketch.longest));
    Ok(Shelf {
        head,
        items,
        alike,
        longest_too_often,
    })
}
