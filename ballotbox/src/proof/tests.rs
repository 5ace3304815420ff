//! The proofs of ballots against the crate whose format they are in.

use curve25519_dalek::{RistrettoPoint, Scalar};
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng as _, SeedableRng as _};
use sigma_proofs::composition::{ComposedInstance, ComposedWitness};
use sigma_proofs::derive_session_id;
use sigma_proofs::linear_relation::{Equation, Instance};
use sigma_proofs::{NargCodec as _, prove_batchable_with, verify_batchable_with};
use spongefish::DefaultHash;

use super::ballot::{BallotStatement, Cipher, Claim};
use super::check::check_ballots;
use super::encoding::encode;
use super::prove::{BallotWitness, prove_ballot};
use super::{GENERATOR, prover_rng};
use crate::card::{KeyCard, Lock, box_key};
use crate::codec::{Digest, ProofBytes, PublicKey};
use crate::form::Form;
use crate::method::Method;

impl BallotStatement {
    /// The statement as the proof crate knows it.
    fn instance(&self) -> Result<ComposedInstance<RistrettoPoint>, super::ProofError> {
        let wrong = |_| super::ProofError::Statement;
        let claims = self.claims.iter().map(|claim| {
            let branches = claim.values().map(|value| self.branch(claim, value));
            let branches = branches.collect::<Result<Vec<_>, _>>()?;
            ComposedInstance::or(branches).map_err(wrong)
        });
        ComposedInstance::and(claims.collect::<Result<Vec<_>, _>>()?).map_err(wrong)
    }

    /// R = r·G, C − v·G = r·P, with the elements in the order R, C, P.
    fn branch(
        &self,
        claim: &Claim,
        value: u32,
    ) -> Result<Instance<RistrettoPoint>, super::ProofError> {
        let one = Scalar::ONE;
        let mut image = vec![(3, one)];
        if value > 0 {
            image.push((GENERATOR, -Scalar::from(value)));
        }
        let equations = vec![
            Equation { image: vec![(2, one)], terms: vec![(0, GENERATOR, one)] },
            Equation { image, terms: vec![(0, 4, one)] },
        ];
        let elements = vec![claim.sum.r, claim.sum.c, *self.key.point()];
        Instance::new(elements, equations).map_err(|_| super::ProofError::Statement)
    }
}

/// A statement over freshly encrypted values, with its secrets.
struct Sample {
    statement: BallotStatement,
    witness: BallotWitness,
    rng: ChaCha20Rng,
}

fn form() -> Form {
    Form::compile(&Method::Pick { min: 1, max: 2 }, 4).unwrap()
}

fn sample(values: [u64; 4], seed: u64) -> Sample {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let session = crate::hall::draw_id(&mut rng);
    let tellers = [(); 3].map(|()| {
        let lock = KeyCard::generate(&mut rng).lock_key(session);
        let id = crate::hall::draw_id(&mut rng);
        (id, lock.public(), lock.prove(session, id, &mut rng).unwrap())
    });
    let locks: Vec<Lock<'_>> = tellers
        .iter()
        .map(|(teller, key, proof)| Lock { teller: *teller, key: *key, proof })
        .collect();
    let key = box_key(session, &locks).unwrap();
    let mut nonces = Vec::new();
    let mut slots = Vec::new();
    for value in values {
        let mut wide = [0; 64];
        rng.fill_bytes(&mut wide);
        let nonce = Scalar::from_bytes_mod_order_wide(&wide);
        let message = RistrettoPoint::mul_base(&Scalar::from(value));
        slots
            .push(Cipher { r: RistrettoPoint::mul_base(&nonce), c: message + key.point() * nonce });
        nonces.push(nonce);
    }
    let values = values.map(Scalar::from).to_vec();
    let (manifest, slip) = (Digest::of(&[b"poll"]), PublicKey::from_bytes([7; 32]));
    let statement = BallotStatement::new(&form(), &key, &manifest, &slip, slots).unwrap();
    Sample { statement, witness: BallotWitness { nonces, values }, rng }
}

impl Sample {
    fn prove(&mut self) -> ProofBytes {
        prove_ballot(&self.statement, &self.witness, &mut self.rng).unwrap()
    }

    fn prove_by_crate(&mut self) -> ProofBytes {
        let nonces = &self.witness.nonces;
        let claims = self.statement.claims.iter().map(|claim| {
            let nonce: Scalar = claim.slots.iter().map(|&slot| nonces[slot]).sum();
            ComposedWitness::or(claim.values().map(|_| vec![nonce]))
        });
        let witness = ComposedWitness::<RistrettoPoint>::and(claims);
        let session = derive_session_id::<DefaultHash>(&self.statement.tag);
        let instance = self.statement.instance().unwrap();
        let mut rng = prover_rng(&mut self.rng);
        let proof = prove_batchable_with::<DefaultHash, _>(&session, &instance, &witness, &mut rng);
        ProofBytes::new(proof.unwrap())
    }

    fn crate_accepts(&self, proof: &ProofBytes) -> bool {
        let session = derive_session_id::<DefaultHash>(&self.statement.tag);
        let instance = self.statement.instance().unwrap();
        verify_batchable_with::<DefaultHash, _>(&session, &instance, proof.as_bytes()).is_ok()
    }

    fn we_accept(&self, proof: &ProofBytes) -> bool {
        check_ballots(&[(&self.statement, proof)]).is_ok()
    }
}

const LAWFUL: [[u64; 4]; 4] = [[0, 1, 0, 0], [1, 0, 0, 1], [0, 0, 1, 1], [1, 0, 0, 0]];

#[test]
fn our_encoding_is_the_crates() {
    for (seed, values) in (0..).zip(LAWFUL) {
        let sample = sample(values, seed);
        let theirs = sample.statement.instance().unwrap().encode_instance().as_ref().to_vec();
        assert_eq!(encode(&sample.statement).unwrap(), theirs);
    }
}

#[test]
fn the_crate_accepts_our_proofs_and_we_accept_the_crates() {
    for (seed, values) in (0..).zip(LAWFUL) {
        let mut sample = sample(values, seed);
        let (ours, theirs) = (sample.prove(), sample.prove_by_crate());
        assert_eq!(ours.as_bytes().len(), theirs.as_bytes().len());
        assert_eq!(ours.as_bytes().len(), super::proof_length(&form()));
        assert!(sample.crate_accepts(&ours), "the crate refuses our proof of {values:?}");
        assert!(sample.we_accept(&theirs), "we refuse the crate's proof of {values:?}");
        assert!(sample.we_accept(&ours));
    }
}

#[test]
fn both_refuse_unlawful_values() {
    // None chosen of at least one, three of at most two, a two, and minus one with a two.
    let minus_one = u64::MAX;
    for values in [[0, 0, 0, 0], [1, 1, 1, 0], [2, 0, 0, 0], [0, 1, 0, minus_one]] {
        let mut sample = sample(values, 9);
        let proof = sample.prove();
        assert!(!sample.we_accept(&proof), "{values:?} was accepted");
        assert!(!sample.crate_accepts(&proof));
    }
}

#[test]
fn both_refuse_every_changed_byte() {
    let mut sample = sample(LAWFUL[0], 3);
    let proof = sample.prove();
    for position in (0..proof.as_bytes().len()).step_by(7) {
        let mut bytes = proof.as_bytes().to_vec();
        bytes[position] ^= 1;
        let changed = ProofBytes::new(bytes);
        assert!(!sample.we_accept(&changed), "byte {position}");
        assert!(!sample.crate_accepts(&changed));
    }
    for length in [0, 31, proof.as_bytes().len() - 1] {
        assert!(!sample.we_accept(&ProofBytes::new(proof.as_bytes()[..length].to_vec())));
    }
    let longer = [proof.as_bytes(), &[0]].concat();
    assert!(!sample.we_accept(&ProofBytes::new(longer)));
}

#[test]
fn one_false_proof_spoils_a_batch() {
    let mut samples: Vec<Sample> =
        (0..5).map(|seed| sample(LAWFUL[seed % 4], u64::try_from(seed).unwrap())).collect();
    let mut proofs: Vec<ProofBytes> = samples.iter_mut().map(Sample::prove).collect();
    let batch = |proofs: &[ProofBytes]| {
        let pairs: Vec<_> = samples.iter().map(|sample| &sample.statement).zip(proofs).collect();
        check_ballots(&pairs)
    };
    assert_eq!(batch(&proofs), Ok(()));
    proofs.swap(1, 2);
    assert_eq!(batch(&proofs), Err(super::ProofError::Refuted));
}
