//! An insider: holds the log's key and slips' codes, and signs what he likes with them.

use std::convert::Infallible;

use ballotbox::canonical;
use ballotbox::card::SignKey;
use ballotbox::codec::{Digest, PublicKey, Signature};
use ballotbox::hall::Hall;
use ballotbox::log::{Tree, leaf_hash};
use ballotbox::note::{Checkpoint, NoteKey, Origin, SignedNote};
use ballotbox::seal::SealedBallot;
use ed25519_dalek::{Signer as _, SigningKey};
use hkdf::Hkdf;
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng as _, TryCryptoRng, TryRng};
use sha2::Sha256;
use uuid::Uuid;

use crate::fixture::{Day, rng, setup};

/// Randomness that keeps a copy of all that it gives.
struct Listener {
    source: ChaCha20Rng,
    heard: Vec<Vec<u8>>,
}

impl TryRng for Listener {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(self.source.next_u32())
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.source.next_u64())
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.source.fill_bytes(bytes);
        self.heard.push(bytes.to_vec());
        Ok(())
    }
}

impl TryCryptoRng for Listener {}

/// Randomness that gives the same bytes again and again: a key from a known seed.
pub(crate) struct Fixed<'a>(pub(crate) &'a [u8]);

impl TryRng for Fixed<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(0)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(0)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for (place, byte) in bytes.iter_mut().zip(self.0.iter().cycle()) {
            *place = *byte;
        }
        Ok(())
    }
}

impl TryCryptoRng for Fixed<'_> {}

/// What the insider of a session holds.
pub(crate) struct Insider {
    origin: Origin,
    pub(crate) log_key: SignKey,
    slips: Vec<SigningKey>,
}

/// The published day of the fixture and its insider.
pub(crate) fn published() -> (Day, Insider) {
    (crate::fixture::published(), Insider::of(9, 1))
}

impl Insider {
    /// The insider of the session of so many people that `Day::open` opens from a seed.
    pub(crate) fn of(people: usize, seed: u64) -> Self {
        let mut listener = Listener { source: rng(seed), heard: Vec::new() };
        let mut hall = Hall::open(setup(people), &mut listener).unwrap();
        let opened = canonical::check(&hall.bundle().entries()[0]).unwrap();
        let public: PublicKey = opened["body"]["log_key"].as_str().unwrap().parse().unwrap();
        let seeds = listener.heard.iter().filter(|bytes| bytes.len() == 32);
        let mut keys = seeds.map(|seed| SignKey::generate(&mut Fixed(seed)));
        let log_key = keys.find(|key| key.public() == public).unwrap();
        let codes = listener.heard.iter().filter(|bytes| bytes.len() == 10);
        let slips: Vec<SigningKey> = codes.map(|code| slip_key(code, hall.session())).collect();
        assert_eq!(slips.len(), people);
        Self { origin: hall.origin().clone(), log_key, slips }
    }

    /// Signs a checkpoint over these entries.
    pub(crate) fn checkpoint(&self, entries: &[Vec<u8>]) -> String {
        let tree = Tree::from_leaves(entries.iter().map(|bytes| leaf_hash(bytes)));
        let checkpoint = Checkpoint { size: tree.size(), root: tree.root() };
        self.log_signs(&checkpoint.text(&self.origin)).to_string()
    }

    /// Signs any text with the log's key.
    pub(super) fn log_signs(&self, text: &str) -> SignedNote {
        let name = NoteKey::log(&self.origin, self.log_key.public());
        self.log_key.sign(SignedNote::new(text), &name)
    }

    /// The public half of a slip, by its position in the hall.
    pub(super) fn slip(&self, position: usize) -> PublicKey {
        PublicKey::from_bytes(self.slips[position].verifying_key().to_bytes())
    }

    /// Makes a ballot that of a slip: its key and its signature (`docs/PROTOCOL.md` §4).
    pub(super) fn resign(&self, position: usize, mut ballot: SealedBallot) -> SealedBallot {
        ballot.slip = self.slip(position);
        let mut unsigned = serde_json::to_value(&ballot).unwrap();
        unsigned.as_object_mut().unwrap().remove("sig");
        let digest = Digest::of(&[&canonical::to_bytes(&unsigned).unwrap()]);
        let message = [b"piaojue/v1/ballot\0".as_slice(), digest.as_bytes()].concat();
        let signature = self.slips[position].sign(&message).to_bytes();
        ballot.sig = Signature::from_bytes(signature);
        ballot
    }
}

fn slip_key(code: &[u8], session: Uuid) -> SigningKey {
    let mut seed = [0; 32];
    Hkdf::<Sha256>::new(Some(b"piaojue/v1/slip"), code)
        .expand(session.to_string().as_bytes(), &mut seed)
        .unwrap();
    SigningKey::from_bytes(&seed)
}
