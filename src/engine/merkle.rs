//! The tree over all receipts of a round: RFC 6962, section 2.1.

use crate::engine::digest::{Digest, hash};

/// Hash of a leaf: `H(00 ‖ bytes)`.
pub fn leaf(bytes: &[u8]) -> Digest {
    let mut input = Vec::with_capacity(1 + bytes.len());
    input.push(0);
    input.extend_from_slice(bytes);
    hash(&input)
}

/// Root over leaf hashes; over none it is the hash of nothing.
pub fn root(leaves: &[Digest]) -> Digest {
    match leaves {
        [] => hash(&[]),
        [only] => *only,
        leaves => {
            let (left, right) = leaves.split_at(left_size(leaves.len()));
            node(&root(left), &root(right))
        }
    }
}

/// The hashes that lead from leaf `index` to the root, the lowest first; `None` if there is no such
/// leaf.
pub fn inclusion(leaves: &[Digest], index: usize) -> Option<Vec<Digest>> {
    if index >= leaves.len() {
        return None;
    }
    let mut path = Vec::new();
    let (mut leaves, mut index) = (leaves, index);
    while leaves.len() > 1 {
        let (left, right) = leaves.split_at(left_size(leaves.len()));
        if index < left.len() {
            path.push(root(right));
            leaves = left;
        } else {
            path.push(root(left));
            index -= left.len();
            leaves = right;
        }
    }
    path.reverse();
    Some(path)
}

/// A tree with all its nodes, which proves one leaf after another without hashing anything again.
#[derive(Debug, Clone)]
pub struct Tree(Vec<Vec<Digest>>);

impl Tree {
    /// Over leaf hashes. A node without a partner moves up as it is: the same tree as that of
    /// [`root`], for its left part always holds the greatest power of two.
    pub fn new(leaves: Vec<Digest>) -> Self {
        let mut levels = vec![leaves];
        while let Some(below) = levels.last().filter(|level| level.len() > 1) {
            let above = below
                .chunks(2)
                .map(|pair| match pair {
                    [left, right] => node(left, right),
                    alone => alone[0],
                })
                .collect();
            levels.push(above);
        }
        Self(levels)
    }

    /// How many leaves it has.
    pub fn size(&self) -> usize {
        self.0[0].len()
    }

    /// What [`root`] gives.
    pub fn root(&self) -> Digest {
        match self.0.last().and_then(|top| top.first()) {
            Some(root) => *root,
            None => hash(&[]),
        }
    }

    /// What [`inclusion`] gives.
    pub fn inclusion(&self, index: usize) -> Option<Vec<Digest>> {
        (index < self.size()).then(|| {
            (0..)
                .zip(&self.0)
                .filter_map(|(height, level)| level.get((index >> height) ^ 1).copied())
                .collect()
        })
    }
}

/// Whether `path` leads from the leaf at `index` of a tree of `size` leaves to that root.
pub fn leads_to(
    leaf: &Digest,
    index: usize,
    size: usize,
    path: &[Digest],
    expected: &Digest,
) -> bool {
    index < size && climb(leaf, index, size, path).is_some_and(|root| root == *expected)
}

fn climb(leaf: &Digest, index: usize, size: usize, path: &[Digest]) -> Option<Digest> {
    if size == 1 {
        return path.is_empty().then_some(*leaf);
    }
    let (top, below) = path.split_last()?;
    let left = left_size(size);
    Some(if index < left {
        node(&climb(leaf, index, left, below)?, top)
    } else {
        node(top, &climb(leaf, index - left, size - left, below)?)
    })
}

/// Hash of an inner node: `H(01 ‖ left ‖ right)`.
fn node(left: &Digest, right: &Digest) -> Digest {
    let mut input = [1; 65];
    input[1..33].copy_from_slice(left);
    input[33..].copy_from_slice(right);
    hash(&input)
}

/// The greatest power of two below `size`, for sizes of two and more.
fn left_size(size: usize) -> usize {
    1 << (size - 1).ilog2()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::digest::hex;
    use proptest::prelude::*;

    fn leaves(count: usize) -> Vec<Digest> {
        (0..count).map(|n| leaf(n.to_string().as_bytes())).collect()
    }

    #[test]
    fn a_tree_of_nothing_is_the_hash_of_nothing() {
        assert_eq!(
            hex(&root(&[])),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }

    #[test]
    fn five_leaves_stand_as_the_rfc_says() {
        let l = leaves(5);
        let pairs = node(&node(&l[0], &l[1]), &node(&l[2], &l[3]));
        assert_eq!(root(&l), node(&pairs, &l[4]));
        assert_eq!(inclusion(&l, 4).unwrap(), [pairs]);
        assert_eq!(inclusion(&l, 2).unwrap(), [l[3], node(&l[0], &l[1]), l[4]]);
        assert_eq!(inclusion(&l, 5), None);
    }

    proptest! {
        #[test]
        fn every_leaf_is_proved_and_no_other(size in 1_usize..70, at: prop::sample::Index, flip: prop::sample::Index) {
            let leaves = leaves(size);
            let tree = Tree::new(leaves.clone());
            let root = root(&leaves);
            prop_assert_eq!(tree.root(), root);
            prop_assert_eq!(tree.inclusion(at.index(size)), inclusion(&leaves, at.index(size)));
            prop_assert_eq!(tree.inclusion(size), None);
            let index = at.index(size);
            let mut path = inclusion(&leaves, index).unwrap();
            prop_assert!(leads_to(&leaves[index], index, size, &path, &root));
            prop_assert!(!leads_to(&leaf(b"another"), index, size, &path, &root));
            prop_assert!(!leads_to(&leaves[index], index, size, &path, &leaf(b"another")));
            prop_assert!(!leads_to(&leaves[index], size, size, &path, &root));
            if !path.is_empty() {
                let broken = flip.index(path.len());
                path[broken][0] ^= 1;
                prop_assert!(!leads_to(&leaves[index], index, size, &path, &root));
            }
            path.push([0; 32]);
            prop_assert!(!leads_to(&leaves[index], index, size, &path, &root));
        }
    }
}
