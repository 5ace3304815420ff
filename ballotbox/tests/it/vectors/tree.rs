//! The log's hashes and proofs: the vectors of RFC 6962, and trees at random.

use ballotbox::codec::Digest;
use ballotbox::log::{Tree, leaf_hash, verify_consistency, verify_inclusion};
use proptest::prelude::*;

use super::{digest, digests, hex, items, size, vectors};

#[test]
fn leaves_and_roots_are_those_of_rfc_6962() {
    let file = vectors("rfc6962.json");
    let mut tree = Tree::new();
    assert_eq!(tree.root(), digest(&file["roots"][0]));
    for (index, leaf) in items(&file["leaves"]).iter().enumerate() {
        let leaf = leaf_hash(&hex(leaf));
        assert_eq!(leaf, digest(&file["leaf_hashes"][index]));
        assert_eq!(tree.append(leaf), index);
        assert_eq!(tree.root(), digest(&file["roots"][index + 1]));
    }
    for (size, root) in items(&file["roots"]).iter().enumerate() {
        assert_eq!(tree.root_at(size), Some(digest(root)));
    }
    assert_eq!(tree.root_at(tree.size() + 1), None);
}

#[test]
fn paths_are_those_of_rfc_6962() {
    let file = vectors("rfc6962.json");
    let (leaves, roots) = (digests(&file["leaf_hashes"]), digests(&file["roots"]));
    let tree = Tree::from_leaves(leaves.clone());
    for case in items(&file["inclusion"]) {
        let (index, size, path) =
            (size(&case["index"]), size(&case["size"]), digests(&case["path"]));
        assert_eq!(tree.inclusion_proof(index, size).as_ref(), Some(&path), "{case}");
        assert!(verify_inclusion(&leaves[index], index, size, &path, &roots[size]), "{case}");
    }
    for case in items(&file["inclusion_refused"]) {
        let (leaf, root) = (digest(&case["leaf_hash"]), digest(&case["root"]));
        let (index, size) = (size(&case["index"]), size(&case["size"]));
        assert!(!verify_inclusion(&leaf, index, size, &digests(&case["path"]), &root), "{case}");
    }
    for case in items(&file["consistency"]) {
        let (old, size, path) =
            (size(&case["first"]), size(&case["second"]), digests(&case["path"]));
        assert_eq!(tree.consistency_proof(old, size).as_ref(), Some(&path), "{case}");
        assert!(verify_consistency(old, &roots[old], size, &roots[size], &path), "{case}");
    }
    for case in items(&file["consistency_refused"]) {
        let (old, size) = (size(&case["first"]), size(&case["second"]));
        let (first, second) = (digest(&case["first_root"]), digest(&case["second_root"]));
        let path = digests(&case["path"]);
        assert!(!verify_consistency(old, &first, size, &second, &path), "{case}");
    }
}

/// A tree of so many distinct leaves.
fn tree(size: usize) -> Tree {
    let leaf = |number: usize| leaf_hash(&number.to_be_bytes());
    Tree::from_leaves((0..size).map(leaf))
}

/// A path with one node more, less or another: none of these is the path.
fn other_paths(path: &[Digest]) -> Vec<Vec<Digest>> {
    let strange = Digest::of(&[b"strange"]);
    let mut others = vec![[path, &[strange]].concat(), [&[strange], path].concat()];
    for position in 0..path.len() {
        let (before, after) = path.split_at(position);
        others.push([before, &after[1..]].concat());
        others.push([before, &[strange], &after[1..]].concat());
        others.push([before, &after[..1], after].concat());
        if after.len() > 1 && after[0] != after[1] {
            others.push([before, &[after[1], after[0]], &after[2..]].concat());
        }
    }
    others
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(256)
    })]

    #[test]
    fn an_inclusion_proof_is_for_one_leaf_at_one_index_of_one_tree(
        leaves in 1..130_usize,
        index in any::<prop::sample::Index>(),
        other in any::<prop::sample::Index>(),
    ) {
        let tree = tree(leaves);
        let (index, other) = (index.index(leaves), other.index(leaves + 3));
        let (leaf, root) = (tree.leaf(index).unwrap(), tree.root());
        let path = tree.inclusion_proof(index, leaves).unwrap();
        prop_assert!(verify_inclusion(&leaf, index, leaves, &path, &root));
        prop_assert!(other == index || !verify_inclusion(&leaf, other, leaves, &path, &root));
        let strange = leaf_hash(b"strange");
        prop_assert!(!verify_inclusion(&strange, index, leaves, &path, &root));
        prop_assert!(!verify_inclusion(&leaf, index, leaves, &path, &strange));
        for path in other_paths(&path) {
            prop_assert!(!verify_inclusion(&leaf, index, leaves, &path, &root));
        }
        prop_assert!(!verify_inclusion(&leaf, leaves, leaves, &path, &root));
        prop_assert_eq!(tree.inclusion_proof(leaves, leaves), None);
        prop_assert_eq!(tree.inclusion_proof(index, leaves + 1), None);
        if let Some(root) = tree.root_at(index) {
            prop_assert!(!verify_inclusion(&leaf, index, index, &path, &root));
        }
    }

    #[test]
    fn a_consistency_proof_is_for_one_pair_of_heads(
        leaves in 1..130_usize,
        old in any::<prop::sample::Index>(),
        other in any::<prop::sample::Index>(),
    ) {
        let tree = tree(leaves);
        let (old, other) = (old.index(leaves + 1), other.index(leaves + 1));
        let (old_root, root) = (tree.root_at(old).unwrap(), tree.root());
        let path = tree.consistency_proof(old, leaves).unwrap();
        prop_assert!(verify_consistency(old, &old_root, leaves, &root, &path));
        prop_assert!(!verify_consistency(leaves + 1, &old_root, leaves, &root, &path));
        prop_assert_eq!(tree.consistency_proof(leaves + 1, leaves), None);
        let strange = leaf_hash(b"strange");
        if old > 0 {
            prop_assert!(!verify_consistency(old, &strange, leaves, &root, &path));
            prop_assert!(!verify_consistency(old, &old_root, leaves, &strange, &path));
        }
        if other != old && old > 0 {
            let head = tree.root_at(other).unwrap();
            prop_assert!(!verify_consistency(old, &head, leaves, &root, &path));
        }
        for path in other_paths(&path) {
            prop_assert!(!verify_consistency(old, &old_root, leaves, &root, &path));
        }
    }

    #[test]
    fn a_tree_with_another_past_is_not_consistent(
        leaves in 2..100_usize,
        old in any::<prop::sample::Index>(),
        changed in any::<prop::sample::Index>(),
    ) {
        let old = 1 + old.index(leaves - 1);
        let (lawful, changed) = (tree(leaves), changed.index(old));
        let fork: Vec<Digest> = (0..leaves)
            .map(|at| if at == changed { leaf_hash(b"fork") } else { lawful.leaf(at).unwrap() })
            .collect();
        let fork = Tree::from_leaves(fork);
        let path = fork.consistency_proof(old, leaves).unwrap();
        let old_root = lawful.root_at(old).unwrap();
        prop_assert!(!verify_consistency(old, &old_root, leaves, &fork.root(), &path));
        let old_root = fork.root_at(old).unwrap();
        prop_assert!(verify_consistency(old, &old_root, leaves, &fork.root(), &path));
    }
}
