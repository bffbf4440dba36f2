//! The verifier: everything that follows from a bundle, computed again, and the first difference.

use super::bundle::{Bundle, FORMAT, StandingPart};
use super::material::Material;
use super::outside::{Outside, key_of, signed};
use super::rows::{Rows, differs};
use super::spot::{Difference, Spot};
use crate::domain::contest::{Measure, PredictionScope};
use crate::engine::digest::{Digest, hex, unhex};
use crate::engine::lot::{self, Lot};
use crate::engine::merkle::root;
use crate::engine::prediction::actual;
use crate::engine::ranking::{Entry, Ranking, Standing, recognise, standings};
use ed25519_dalek::VerifyingKey;
use std::collections::{HashMap, HashSet};

/// Verifies one bundle. Attempts may be checked in parts, also at once; [`Verifier::finish`] draws the
/// conclusion.
pub struct Verifier<'v, 'a> {
    pub(super) bundle: &'v Bundle<'a>,
    pub(super) outside: &'v Outside,
    pub(super) material: Material,
    key: VerifyingKey,
    voided: HashSet<(i64, i64)>,
    /// The group of everybody who is ranked, where papers depend on it.
    groups: HashMap<i64, Option<&'v str>>,
}

/// The group of a ranked person, as far as papers depend on it.
#[derive(Clone, Copy)]
pub(super) struct InGroup<'v>(pub Option<&'v str>);

/// Places by lot: place, number, turn.
type Drawn = Vec<(i64, i64, Option<i64>)>;

/// What a bundle was found to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// People with an attempt.
    pub people: usize,
    /// Attempts.
    pub attempts: usize,
    /// People with a place.
    pub places: usize,
    /// Receipts from outside that were found in it.
    pub receipts: usize,
    /// Whether the actual value of the prediction counts other rounds too, which this bundle does not
    /// hold: it was then taken as given.
    pub actual_taken: bool,
    /// Whether people marked an essay: their points were taken as given.
    pub essays_taken: bool,
}

impl<'v, 'a> Verifier<'v, 'a> {
    /// Of a bundle, or of the header of one: checks what does not need attempts.
    pub fn new(bundle: &'v Bundle<'a>, outside: &'v Outside) -> Result<Self, Difference> {
        if bundle.format != FORMAT {
            return Err(Difference::form(format!("its format is not {FORMAT}")));
        }
        let key = key_of(&bundle.keys, &bundle.key_id, outside.public_key.as_deref())?;
        let material = Material::of(bundle, outside)?;
        for receipt in &outside.receipts {
            receipt.check(Some(&key), &bundle.commitment)?;
        }
        for pair in bundle.participants.windows(2) {
            if pair[0].number >= pair[1].number {
                let number = pair[1].number;
                return Err(Difference::new(
                    Spot::Participant(number),
                    "",
                    "out of order",
                ));
            }
        }
        let result = &bundle.result;
        let groups = if material.groups.len() > 1 {
            let known = |group: &str| material.groups.iter().any(|g| g.as_deref() == Some(group));
            let effective = |s: &'v StandingPart<'a>| s.group.as_deref().filter(|g| known(g));
            result
                .standings
                .iter()
                .map(|s| (s.number, effective(s)))
                .collect()
        } else {
            HashMap::new()
        };
        Ok(Self {
            bundle,
            outside,
            material,
            key,
            voided: result
                .voided
                .iter()
                .map(|v| (v.number, v.ordinal))
                .collect(),
            groups,
        })
    }

    pub(super) fn is_participant(&self, number: i64) -> bool {
        self.bundle
            .participants
            .binary_search_by_key(&number, |p| p.number)
            .is_ok()
    }

    pub(super) fn is_voided(&self, number: i64, ordinal: i64) -> bool {
        self.voided.contains(&(number, ordinal))
    }

    /// None: the person is not ranked, or papers are the same for every group.
    pub(super) fn group_of(&self, number: i64) -> Option<InGroup<'v>> {
        self.groups.get(&number).copied().map(InGroup)
    }

    /// Everything that follows from all attempts together; `parts` in the order of the bundle, `digest`
    /// what [`digest`](super::digest) gave.
    pub fn finish(&self, parts: Vec<Rows>, digest: &Digest) -> Result<Verified, Difference> {
        let mut all = Rows::default();
        for part in parts {
            if let Some(first) = part.entries.first() {
                let this = (first.number, first.ordinal);
                match all.entries.last() {
                    Some(last) => self.follows((last.number, last.ordinal), this)?,
                    None => self.unbroken(this.0, 1, this.1)?,
                }
            }
            all.entries.extend(part.entries);
            all.leaves.extend(part.leaves);
            all.found.extend(part.found);
        }
        self.everybody_sat(&all.entries)?;
        for (index, receipt) in self.outside.receipts.iter().enumerate() {
            if !all.found.contains(&index) {
                if let Some((number, ordinal)) = receipt.attempt() {
                    return Err(differs(
                        (number, ordinal),
                        "missing",
                        "",
                        "the attempt is missing",
                    ));
                }
                let spot = Spot::Receipt(receipt.code.clone());
                return Err(Difference::new(spot, "", "no attempt has it"));
            }
        }
        let leaves = std::mem::take(&mut all.leaves);
        let attempts = all.entries.len();
        let (places, actual_taken) = self.ranked(all.entries)?;
        let found = hex(&root(&leaves));
        if found != self.bundle.receipts_root {
            let said = &self.bundle.receipts_root;
            return Err(Difference::new(Spot::ReceiptsRoot, said, found));
        }
        if hex(digest) != self.bundle.digest {
            let said = &self.bundle.digest;
            return Err(Difference::new(Spot::Digest, said, hex(digest)));
        }
        signed(&self.key, digest, &self.bundle.signature)?;
        Ok(Verified {
            people: self.bundle.participants.len(),
            attempts,
            places,
            receipts: all.found.len(),
            actual_taken,
            essays_taken: self.material.rules.essay.is_some(),
        })
    }

    /// Whether everybody of the list has an attempt.
    fn everybody_sat(&self, entries: &[Entry]) -> Result<(), Difference> {
        let mut sat = entries.iter().map(|entry| entry.number).peekable();
        for person in &self.bundle.participants {
            if sat.next_if_eq(&person.number).is_none() {
                let spot = Spot::Participant(person.number);
                return Err(Difference::new(
                    spot,
                    "",
                    "no attempt of the person is there",
                ));
            }
            while sat.next_if_eq(&person.number).is_some() {}
        }
        Ok(())
    }

    /// Ranks and compares; gives the number of places and whether the actual value was taken as given.
    fn ranked(&self, entries: Vec<Entry>) -> Result<(usize, bool), Difference> {
        let rules = &self.material.rules;
        let ranking = Ranking::new(&rules.ranking).map_err(Difference::form)?;
        let result = &self.bundle.result;
        let mut valid = entries;
        if !self.voided.is_empty() {
            valid.retain(|e| !self.is_voided(e.number, e.ordinal));
        }
        let recognised = recognise(&valid, &ranking, rules.attempts.recognised);
        let mut taken = false;
        let found = match &rules.prediction {
            None => None,
            Some(question) if question.scope == PredictionScope::Contest => {
                taken = true;
                result.actual_prediction
            }
            Some(question) => Some(actual(question, &valid, &recognised)),
        };
        if found != result.actual_prediction {
            let said = written(result.actual_prediction);
            return Err(Difference::new(Spot::Actual, said, written(found)));
        }
        drop(valid);
        let base = standings(&recognised, &ranking, found);
        drop(recognised);
        self.compare(&base, &ranking)?;
        Ok((base.len(), taken))
    }

    fn compare(&self, base: &[Standing], ranking: &Ranking) -> Result<(), Difference> {
        let by_lot = ranking
            .comparators()
            .iter()
            .position(|c| c.measure == Measure::Lot);
        let drawn = match by_lot {
            Some(_) => self.lot(base)?,
            None if self.bundle.lot.is_some() => {
                return Err(Difference::new(
                    Spot::Lot("seed"),
                    "",
                    "the rules name no lot",
                ));
            }
            None => None,
        };
        // By lot the rows of equals stand in the order of their turns.
        let mut order: Vec<usize> = (0..base.len()).collect();
        if let Some(drawn) = &drawn {
            let at: HashMap<i64, usize> = (0..)
                .zip(drawn)
                .map(|(at, (_, number, _))| (*number, at))
                .collect();
            order.sort_by_key(|index| at.get(&base[*index].number));
        }
        let given = &self.bundle.result.standings;
        for (at, index) in order.iter().enumerate() {
            let row = &base[*index];
            let wrong = |part, said: String, found: String| {
                let (row, number) = (at + 1, row.number);
                Err(Difference::new(
                    Spot::Standing { row, number, part },
                    said,
                    found,
                ))
            };
            let (place, turn) = match &drawn {
                Some(drawn) => (drawn[at].0, drawn[at].2),
                None => (row.place, None),
            };
            let Some(given) = given.get(at) else {
                return wrong("missing", String::new(), "the row is missing".to_owned());
            };
            if given.number != row.number {
                return wrong("number", given.number.to_string(), row.number.to_string());
            }
            if given.place != place {
                return wrong("place", given.place.to_string(), place.to_string());
            }
            if given.ordinal != row.ordinal {
                return wrong(
                    "ordinal",
                    given.ordinal.to_string(),
                    row.ordinal.to_string(),
                );
            }
            let mut values = ranking.values(&row.key);
            if let Some(by_lot) = by_lot {
                values[by_lot] = turn;
            }
            if given.values.as_slice() != values.as_slice() {
                return wrong(
                    "values",
                    format!("{:?}", given.values),
                    format!("{values:?}"),
                );
            }
        }
        match given.get(base.len()) {
            None => Ok(()),
            Some(extra) => {
                let (row, number, part) = (base.len() + 1, extra.number, "extra");
                let spot = Spot::Standing { row, number, part };
                Err(Difference::new(spot, "", "nobody stands there"))
            }
        }
    }

    /// Places by lot; none while its public value is not known.
    fn lot(&self, base: &[Standing]) -> Result<Option<Drawn>, Difference> {
        let Some(part) = &self.bundle.lot else {
            return Err(Difference::new(
                Spot::Lot("seed"),
                "",
                "the rules name a lot, the bundle holds none",
            ));
        };
        let seed = unhex::<32>(&part.seed)
            .ok_or_else(|| Difference::form("lot.seed is not 64 lower-case hex digits"))?;
        if let Some(given) = &self.outside.lot_commitment
            && *given != part.commitment
        {
            return Err(Difference::new(
                Spot::Lot("commitment"),
                &part.commitment,
                given,
            ));
        }
        let found = hex(&lot::commitment(&self.bundle.round_id, &seed));
        if found != part.commitment {
            return Err(Difference::new(
                Spot::Lot("commitment"),
                &part.commitment,
                found,
            ));
        }
        let places: Vec<(i64, i64)> = base.iter().map(|s| (s.place, s.number)).collect();
        let found = lot::root(places.iter().copied());
        // The root is fixed before the public value: who is void or marked anew after it stands in
        // other places, and the tickets stay. Whether it is the one that was published, only the list
        // of commitments outside of the bundle tells then.
        let result = &self.bundle.result;
        let is_later = !self.bundle.decisions.is_empty() || !result.voided.is_empty();
        if hex(&found) != part.root && !(is_later && part.beacon2.is_some()) {
            return Err(Difference::new(Spot::Lot("root"), &part.root, hex(&found)));
        }
        let root = unhex::<32>(&part.root)
            .ok_or_else(|| Difference::form("lot.root is not 64 lower-case hex digits"))?;
        let Some(beacon2) = &part.beacon2 else {
            return Ok(None);
        };
        let turns = Lot::new(&seed, &root, beacon2).turns(places.iter().map(|(_, number)| *number));
        Ok(Some(lot::resolve(&places, &turns)))
    }
}

fn written(value: Option<i64>) -> String {
    value.map_or_else(|| "null".to_owned(), |value| value.to_string())
}
