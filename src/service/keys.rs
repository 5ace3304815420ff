//! The installation's secret: 32 bytes in a file beside the database, never in it.
//!
//! The key that signs a session's checkpoints and receipts follows from it, and so do the pepper of
//! passwords, the key of papers' codes, and the key that seals secrets of second factors. A copy
//! of the database alone signs nothing and guesses no password.

use ballotbox::card::{KeyCard, SignKey};
use ballotbox::codec::Digest;
use uuid::Uuid;
use zeroize::Zeroizing;

/// Letters of a one-time code: digits and capitals without those that look alike.
const CODE_LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Letters of a one-time code: 80 bits.
const CODE_LENGTH: usize = 16;

/// The content of the key file: 52 characters, as on a key card.
pub struct KeyFile(Zeroizing<String>);

impl KeyFile {
    /// Makes a new secret.
    pub fn generate() -> Self {
        Self(KeyCard::generate(&mut crate::clock::randomness()).printed())
    }

    /// Takes what a key file holds; nothing where it is no key.
    pub fn parse(text: &str) -> Option<Self> {
        KeyCard::parse(text.trim()).ok().map(|card| Self(card.printed()))
    }

    /// What the file is to hold.
    pub fn text(&self) -> &str {
        &self.0
    }
}

/// The keys that follow from the installation's secret.
pub(super) struct ServiceKeys {
    card: KeyCard,
    pepper: Zeroizing<[u8; 32]>,
    papers: Zeroizing<[u8; 32]>,
    secrets: Zeroizing<[u8; 32]>,
    codes: Zeroizing<[u8; 32]>,
}

impl ServiceKeys {
    /// The keys of a key file.
    pub(super) fn of(file: &KeyFile) -> Self {
        // A key file is parsed where it is read, so that its text is a card's.
        let card = KeyCard::parse(file.text()).expect("a key file holds the text of a card");
        let pepper = Digest::of(&[b"piaojue/v1/pepper\0", file.text().as_bytes()]);
        let papers = Digest::of(&[b"piaojue/v1/papers\0", file.text().as_bytes()]);
        let secrets = Digest::of(&[b"piaojue/v1/second-factor\0", file.text().as_bytes()]);
        let codes = Digest::of(&[b"piaojue/v1/one-time-codes\0", file.text().as_bytes()]);
        Self {
            card,
            pepper: Zeroizing::new(*pepper.as_bytes()),
            papers: Zeroizing::new(*papers.as_bytes()),
            secrets: Zeroizing::new(*secrets.as_bytes()),
            codes: Zeroizing::new(*codes.as_bytes()),
        }
    }

    /// The key that signs a session's checkpoints and receipts.
    pub(super) fn log_key(&self, session: Uuid) -> SignKey {
        self.card.sign_key(session)
    }

    /// What passwords are hashed with besides their salt.
    pub(super) fn pepper(&self) -> Zeroizing<[u8; 32]> {
        self.pepper.clone()
    }

    /// What secrets of second factors are sealed with.
    pub(super) const fn secrets(&self) -> &Zeroizing<[u8; 32]> {
        &self.secrets
    }

    /// The one-time code that follows from what an administrator asked for: two halves, so that
    /// neither of two persons knows all of it.
    pub(super) fn one_time_code(&self, grant: Uuid) -> (Zeroizing<String>, Zeroizing<String>) {
        let digest = Digest::of(&[self.codes.as_slice(), grant.as_bytes()]);
        let letter = |byte: &u8| {
            let place = usize::from(byte % 32);
            CODE_LETTERS.get(place).copied().map_or('0', char::from)
        };
        let text: String = digest.as_bytes().iter().take(CODE_LENGTH).map(letter).collect();
        let half = |from: usize| {
            let four = |at: usize| text.chars().skip(at).take(4).collect::<String>();
            Zeroizing::new(format!("{}-{}", four(from), four(from + 4)))
        };
        (half(0), half(CODE_LENGTH / 2))
    }

    /// The digest of a paper's data under the installation's secret. Without the key nobody can try
    /// out what an unpublished paper says by the code on it.
    pub(super) fn paper_digest(&self, data: &[u8]) -> Digest {
        let data = Digest::of(&[data]);
        Digest::of(&[self.papers.as_slice(), data.as_bytes()])
    }
}
