//! Accounts and their roles. Deputies, the public and tablets have none.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What an account may do. One account has one role (`migrations`): so nobody is both clerk and
/// teller, or administrator and anything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 系统管理员: accounts and townships; no session.
    Administrator,
    /// 工作人员: prepares and runs sessions.
    Clerk,
    /// 监票人: holds a lock.
    Teller,
    /// 主席团成员: confirms and certifies.
    Presidium,
    /// 县区人大: sees all townships, writes nothing.
    County,
    /// 承办单位: reports on elected projects.
    Unit,
}

impl Role {
    /// All roles, in the order in which a choice lists them.
    pub const ALL: [Self; 6] =
        [Self::Clerk, Self::Teller, Self::Presidium, Self::County, Self::Unit, Self::Administrator];

    /// Its name in the database and in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Clerk => "clerk",
            Self::Teller => "teller",
            Self::Presidium => "presidium",
            Self::County => "county",
            Self::Unit => "unit",
        }
    }

    /// Key of its word on screens.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Administrator => "role-administrator",
            Self::Clerk => "role-clerk",
            Self::Teller => "role-teller",
            Self::Presidium => "role-presidium",
            Self::County => "role-county",
            Self::Unit => "role-unit",
        }
    }

    /// Reads a name as the database has it.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Whether the role belongs to one township.
    pub const fn is_of_township(self) -> bool {
        match self {
            Self::Administrator | Self::County => false,
            Self::Clerk | Self::Teller | Self::Presidium | Self::Unit => true,
        }
    }
}

/// Whether an account can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountState {
    /// In use.
    Active,
    /// Closed for good; its name stays in the records.
    Closed,
}

impl AccountState {
    /// Its name in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Closed => "closed",
        }
    }
}

/// An account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: Uuid,
    /// The name to sign in with.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// The township it belongs to; empty for roles without one.
    pub township: String,
    /// The unit it reports for; empty for other roles.
    pub unit: String,
    /// Whether it can be used.
    pub state: AccountState,
}

impl Account {
    /// Whether it can be used.
    pub fn is_active(&self) -> bool {
        self.state == AccountState::Active
    }
}

/// What an administrator gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GrantKind {
    /// An account with its role.
    Account,
    /// A new password, and a new second factor, for an account that is there.
    Reset,
}

impl GrantKind {
    /// Its name in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Reset => "reset",
        }
    }

    /// Key of its word on screens.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Account => "grant-account",
            Self::Reset => "grant-reset",
        }
    }

    /// Reads its name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Account, Self::Reset].into_iter().find(|kind| kind.name() == name)
    }
}

/// Who has to agree before an account or a new password is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Second {
    /// A member of the township's presidium.
    Presidium,
    /// Another administrator, for accounts that belong to no township.
    Administrator,
    /// There is nobody yet who could.
    Nobody,
}

impl Second {
    /// Its name in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Presidium => "presidium",
            Self::Administrator => "administrator",
            Self::Nobody => "nobody",
        }
    }

    /// Reads its name.
    pub fn parse(name: &str) -> Option<Self> {
        let all = [Self::Presidium, Self::Administrator, Self::Nobody];
        all.into_iter().find(|second| second.name() == name)
    }

    /// The role of who agrees.
    pub const fn role(self) -> Option<Role> {
        match self {
            Self::Presidium => Some(Role::Presidium),
            Self::Administrator => Some(Role::Administrator),
            Self::Nobody => None,
        }
    }
}
