//! A log taken apart: entries are changed, dropped or added, and the head is signed again.

use ballotbox::bundle::Bundle;
use ballotbox::canonical;
use ballotbox::codec::Digest;
use ballotbox::entry::{CertificateEntry, ClosingEntry, OutcomeEntry};
use ballotbox::hall::Hall;
use ballotbox::ledger::Ledger;
use ballotbox::log::{Tree, leaf_hash};
use ballotbox::note::SignedNote;
use ballotbox::officers::Officers;
use ballotbox::statement::{CertificateFacts, Statement};
use ballotbox::verify::{Report, Verdict, verify};
use serde_json::{Value, json};

use super::insider::Insider;
use crate::fixture::Day;

/// The report on a bundle that is one.
pub(super) fn report(bundle: &[u8]) -> Report {
    verify(bundle, &|_| ()).unwrap()
}

/// The numbers of the checks that fail.
pub(crate) fn failing(bundle: &[u8]) -> Vec<usize> {
    let report = report(bundle);
    let failing: Vec<usize> =
        report.checks.iter().filter(|check| !check.ok).map(|check| check.number).collect();
    assert_eq!(failing.is_empty(), report.verdict != Verdict::Refuted);
    assert!(failing.is_empty() || !report.verified);
    check_ledger(bundle, &failing);
    failing
}

/// A server's ledger takes every log that verifies and refuses, for one of the checks that fail,
/// every other; but heads (check 2) are its own, and ballots' signatures and proofs (7, 8) are
/// checked before it sees them.
fn check_ledger(bundle: &[u8], failing: &[usize]) {
    let Ok(bundle) = Bundle::read(bundle) else { return };
    match Ledger::read(bundle.entries()) {
        Ok(ledger) => {
            let blind = failing.iter().all(|number| [2, 7, 8].contains(number));
            assert!(blind, "the ledger takes what {failing:?} refute");
            let leaves = bundle.entries().iter().map(|bytes| leaf_hash(bytes));
            assert_eq!(ledger.root(), Tree::from_leaves(leaves).root());
        }
        // A share that follows the outcome (10) is already missing at the outcome (11).
        Err(refused) => assert!(
            failing.contains(&refused.number) || (refused.number == 11 && failing == [10]),
            "{failing:?}: {refused}"
        ),
    }
}

/// The checks that fail on what a hall has published.
pub(super) fn failing_in(hall: &mut Hall) -> Vec<usize> {
    failing(&hall.bundle().to_bytes())
}

/// A day whose log can be rewritten. The hall still signs whatever officers are made to sign.
pub(super) struct Forge {
    pub(super) day: Day,
    pub(super) insider: Insider,
    pub(super) entries: Vec<Value>,
}

impl Forge {
    /// Takes the log of a day apart. People and seed are those of `Day::open`.
    pub(super) fn new(mut day: Day, people: usize, seed: u64) -> Self {
        let insider = Insider::of(people, seed);
        let bundle = day.hall.bundle();
        let entries = bundle.entries().iter().map(|bytes| canonical::check(bytes).unwrap());
        Self { entries: entries.collect(), day, insider }
    }

    /// The bytes of all entries.
    pub(super) fn bytes(&self) -> Vec<Vec<u8>> {
        self.entries.iter().map(|entry| canonical::to_bytes(entry).unwrap()).collect()
    }

    /// The bundle, its head signed by the log's key.
    pub(super) fn seal(&self) -> Vec<u8> {
        let entries = self.bytes();
        let checkpoint = self.insider.checkpoint(&entries);
        Bundle::new(entries, vec![checkpoint]).to_bytes()
    }

    /// Where an entry of a kind stands: the `nth` of them, counted from 0.
    pub(super) fn at(&self, kind: &str, nth: usize) -> usize {
        let mut found = (0..self.entries.len()).filter(|&at| self.entries[at]["kind"] == kind);
        found.nth(nth).unwrap()
    }

    /// The body of the first entry of a kind.
    pub(super) fn body(&mut self, kind: &str) -> &mut Value {
        let at = self.at(kind, 0);
        &mut self.entries[at]["body"]
    }

    /// The body of the first entry of a kind, as it is read.
    pub(super) fn read<T: serde::de::DeserializeOwned>(&self, kind: &str) -> T {
        serde_json::from_value(self.entries[self.at(kind, 0)]["body"].clone()).unwrap()
    }

    /// Puts another note into the first entry of a kind.
    pub(super) fn renote(&mut self, kind: &str, note: &SignedNote) {
        self.body(kind)["note"] = json!(note);
    }

    /// Changes the log, tells which checks fail, and puts it back as it was.
    pub(super) fn with(&mut self, change: impl FnOnce(&mut Self)) -> Vec<usize> {
        let before = self.entries.clone();
        assert_eq!(failing(&self.seal()), [0_usize; 0], "the log is lawful before");
        change(self);
        assert_ne!(self.entries, before, "nothing was changed");
        let failing = failing(&self.seal());
        self.entries = before;
        failing
    }

    /// Has all officers sign the list of officers as it stands.
    pub(super) fn officers_sign(&mut self) {
        let officers: Officers =
            serde_json::from_value(self.body("officers")["officers"].clone()).unwrap();
        let statement = Statement::Officers { list: officers.digest().unwrap() };
        let note = self.day.hall.signed(&statement, 0..3, 0..3);
        self.renote("officers", &note);
    }

    /// Has all tellers sign the `nth` manifest as it stands.
    pub(super) fn tellers_open(&mut self, nth: usize) {
        let at = self.at("poll_opened", nth);
        let manifest = &self.entries[at]["body"]["manifest"];
        let digest = Digest::of(&[&canonical::to_bytes(manifest).unwrap()]);
        let poll = manifest["poll"].as_str().unwrap().parse().unwrap();
        let statement = Statement::Open { poll, manifest: digest };
        self.entries[at]["body"]["note"] = json!(self.day.hall.signed(&statement, 0..3, 0..0));
    }

    /// Has these officers sign a certificate of the outcome and the closing note as they stand.
    pub(super) fn certify(&mut self, tellers: usize, presidium: usize) {
        let outcome: OutcomeEntry = self.read("outcome");
        let closing = self.read::<ClosingEntry>("closing").note;
        let body = &mut self.body("certificate")["facts"];
        body["outcome"] = json!(outcome.digest().unwrap());
        body["closing"] = json!(closing.text_digest());
        let statement = Statement::Certificate(self.certificate_facts());
        let note = self.day.hall.signed(&statement, 0..tellers, 0..presidium);
        self.renote("certificate", &note);
    }

    /// The facts of the certificate as they stand.
    pub(super) fn certificate_facts(&self) -> CertificateFacts {
        self.read::<CertificateEntry>("certificate").facts
    }
}
