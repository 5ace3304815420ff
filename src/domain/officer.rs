//! Officers of a session: tellers who hold the locks, presidium members who certify.

use ballotbox::codec::{PointBytes, ProofBytes, PublicKey};
use ballotbox::officers::{Officers, PresidiumMember, Teller};
use uuid::Uuid;

use super::account::Role;

/// What an officer does in a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Office {
    /// 监票人.
    Teller,
    /// 主席团成员.
    Presidium,
}

impl Office {
    /// Its name in the database and in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Teller => "teller",
            Self::Presidium => "presidium",
        }
    }

    /// Reads a name as the database has it.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Teller, Self::Presidium].into_iter().find(|office| office.name() == name)
    }

    /// The office that an account's role may hold.
    pub const fn of(role: Role) -> Option<Self> {
        match role {
            Role::Teller => Some(Self::Teller),
            Role::Presidium => Some(Self::Presidium),
            Role::Administrator | Role::Clerk | Role::County | Role::Unit => None,
        }
    }
}

/// The public halves of an officer's card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keys {
    /// Not registered yet.
    None,
    /// A presidium member's key to sign.
    Sign(PublicKey),
    /// A teller's key to sign and lock, with the proof of possession.
    Lock(PublicKey, PointBytes, ProofBytes),
}

/// An officer of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Officer {
    /// The id in the log.
    pub id: Uuid,
    /// The account.
    pub account: Uuid,
    /// The name as announced in the hall.
    pub name: String,
    /// What the officer does.
    pub office: Office,
    /// The card's public halves.
    pub keys: Keys,
}

/// The list of officers as the log names it, once every one of them has registered a card.
pub fn list(officers: &[Officer], threshold: u32) -> Option<Officers> {
    let mut tellers = Vec::new();
    let mut presidium = Vec::new();
    for officer in officers {
        let (id, name) = (officer.id, officer.name.clone());
        match (officer.office, &officer.keys) {
            (Office::Teller, Keys::Lock(sign, lock, proof)) => {
                let (sign, lock, proof) = (*sign, *lock, proof.clone());
                tellers.push(Teller { id, name, sign, lock, proof });
            }
            (Office::Presidium, Keys::Sign(sign)) => {
                presidium.push(PresidiumMember { id, name, sign: *sign });
            }
            (Office::Teller | Office::Presidium, _) => return None,
        }
    }
    Some(Officers { tellers, presidium, threshold })
}
