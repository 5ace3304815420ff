//! The append-only Merkle log of a session: leaves, root, inclusion and consistency proofs.
//!
//! Hashing is RFC 6962 §2.1: leaf = SHA-256(0x00 ‖ entry), node = SHA-256(0x01 ‖ left ‖ right),
//! so that a head of n entries fixes every byte of them (`docs/PROTOCOL.md` §2).

use crate::codec::Digest;

/// The leaf of an entry's bytes (RFC 6962 §2.1).
pub fn leaf_hash(entry: &[u8]) -> Digest {
    Digest::of(&[&[0x00], entry])
}

fn node_hash(left: &Digest, right: &Digest) -> Digest {
    Digest::of(&[&[0x01], left.as_bytes(), right.as_bytes()])
}

/// The leaves of a log, growing at the end only.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    leaves: Vec<Digest>,
    /// The root that the log had with 1, 2, 3 … leaves: any head is compared at once.
    roots: Vec<Digest>,
    /// The complete subtrees of which the log consists, largest first, with their sizes.
    frontier: Vec<(usize, Digest)>,
}

impl Tree {
    /// An empty log.
    pub const fn new() -> Self {
        Self { leaves: Vec::new(), roots: Vec::new(), frontier: Vec::new() }
    }

    /// A log of these leaves, oldest first.
    pub fn from_leaves(leaves: impl IntoIterator<Item = Digest>) -> Self {
        let mut tree = Self::new();
        for leaf in leaves {
            tree.append(leaf);
        }
        tree
    }

    /// Appends a leaf and tells its index, counted from 0.
    pub fn append(&mut self, leaf: Digest) -> usize {
        self.leaves.push(leaf);
        let (mut size, mut hash) = (1, leaf);
        while let Some((_, left)) = self.frontier.pop_if(|(left, _)| *left == size) {
            hash = node_hash(&left, &hash);
            size *= 2;
        }
        self.frontier.push((size, hash));
        let mut subtrees = self.frontier.iter().rev().map(|&(_, hash)| hash);
        let last = subtrees.next().unwrap_or(hash);
        self.roots.push(subtrees.fold(last, |right, left| node_hash(&left, &right)));
        self.leaves.len() - 1
    }

    /// How many leaves there are.
    pub const fn size(&self) -> usize {
        self.leaves.len()
    }

    /// The leaf at an index.
    pub fn leaf(&self, index: usize) -> Option<Digest> {
        self.leaves.get(index).copied()
    }

    /// The root over all leaves; of an empty log SHA-256 of nothing.
    pub fn root(&self) -> Digest {
        self.roots.last().copied().unwrap_or_else(|| Digest::of(&[]))
    }

    /// The root that the log had when it held `size` leaves, if it ever did.
    pub fn root_at(&self, size: usize) -> Option<Digest> {
        match size.checked_sub(1) {
            None => Some(Digest::of(&[])),
            Some(last) => self.roots.get(last).copied(),
        }
    }

    /// The audit path of a leaf in the log of `size` leaves (RFC 6962 §2.1.1).
    pub fn inclusion_proof(&self, index: usize, size: usize) -> Option<Vec<Digest>> {
        let leaves = self.leaves.get(..size)?;
        (index < size).then(|| {
            let mut path = Vec::new();
            collect_inclusion(leaves, index, &mut path);
            path
        })
    }

    /// Proof that the log of `size` leaves begins with the log of `old` (RFC 6962 §2.1.2).
    pub fn consistency_proof(&self, old: usize, size: usize) -> Option<Vec<Digest>> {
        let leaves = self.leaves.get(..size)?;
        (old <= size).then(|| {
            let mut path = Vec::new();
            if old > 0 && old < size {
                collect_consistency(leaves, old, true, &mut path);
            }
            path
        })
    }
}

/// The largest power of two below `size`, for `size` > 1.
const fn split(size: usize) -> usize {
    1 << (usize::BITS - 1 - (size - 1).leading_zeros())
}

fn subtree_root(leaves: &[Digest]) -> Digest {
    match leaves {
        [] => Digest::of(&[]),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(split(leaves.len()));
            node_hash(&subtree_root(left), &subtree_root(right))
        }
    }
}

fn collect_inclusion(leaves: &[Digest], index: usize, path: &mut Vec<Digest>) {
    if leaves.len() <= 1 {
        return;
    }
    let middle = split(leaves.len());
    let (left, right) = leaves.split_at(middle);
    if index < middle {
        collect_inclusion(left, index, path);
        path.push(subtree_root(right));
    } else {
        collect_inclusion(right, index - middle, path);
        path.push(subtree_root(left));
    }
}

/// `whole` says that the old head is the root of this very subtree, which the reader knows.
fn collect_consistency(leaves: &[Digest], old: usize, whole: bool, path: &mut Vec<Digest>) {
    if old == leaves.len() {
        if !whole {
            path.push(subtree_root(leaves));
        }
        return;
    }
    let middle = split(leaves.len());
    let (left, right) = leaves.split_at(middle);
    if old <= middle {
        collect_consistency(left, old, whole, path);
        path.push(subtree_root(right));
    } else {
        collect_consistency(right, old - middle, false, path);
        path.push(subtree_root(left));
    }
}

/// Checks an audit path (RFC 9162 §2.1.3.2): is `leaf` the entry `index` of the log of `size`
/// entries with this `root`?
pub fn verify_inclusion(
    leaf: &Digest,
    index: usize,
    size: usize,
    path: &[Digest],
    root: &Digest,
) -> bool {
    if index >= size {
        return false;
    }
    let (mut node, mut last) = (index, size - 1);
    let mut hash = *leaf;
    for sibling in path {
        if last == 0 {
            return false;
        }
        if is_right(node, last) {
            hash = node_hash(sibling, &hash);
        } else {
            hash = node_hash(&hash, sibling);
        }
        (node, last) = climb(node, last);
    }
    last == 0 && hash == *root
}

/// Whether the next sibling of a path stands to the left of this node.
const fn is_right(node: usize, last: usize) -> bool {
    node % 2 == 1 || node == last
}

/// One level up, and past the levels on which a node at the right edge has no sibling.
const fn climb(mut node: usize, mut last: usize) -> (usize, usize) {
    if is_right(node, last) {
        while node != 0 && node.is_multiple_of(2) {
            node >>= 1;
            last >>= 1;
        }
    }
    (node >> 1, last >> 1)
}

/// Checks a consistency proof (RFC 9162 §2.1.4.2): does the log of `size` entries with root `root`
/// begin with the log of `old` entries with root `old_root`?
pub fn verify_consistency(
    old: usize,
    old_root: &Digest,
    size: usize,
    root: &Digest,
    path: &[Digest],
) -> bool {
    if old > size {
        return false;
    }
    if old == size {
        return path.is_empty() && old_root == root;
    }
    if old == 0 {
        return path.is_empty() && *old_root == Digest::of(&[]);
    }
    let mut hashes = path.iter();
    let first = if old.is_power_of_two() { Some(old_root) } else { hashes.next() };
    let Some(&first) = first else { return false };
    let (mut node, mut last) = (old - 1, size - 1);
    while node % 2 == 1 {
        node >>= 1;
        last >>= 1;
    }
    let (mut old_hash, mut hash) = (first, first);
    for sibling in hashes {
        if last == 0 {
            return false;
        }
        if is_right(node, last) {
            old_hash = node_hash(sibling, &old_hash);
            hash = node_hash(sibling, &hash);
        } else {
            hash = node_hash(&hash, sibling);
        }
        (node, last) = climb(node, last);
    }
    last == 0 && old_hash == *old_root && hash == *root
}
