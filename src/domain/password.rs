//! Passwords: the two profiles an installation can choose from, and what a password must not be
//! (`docs/adr/0029-passwords-by-dengbao.md`).

use super::account::{Account, Role};
use super::refusal::Refusal;

/// Fewest characters of a password.
pub const CHARACTERS_MIN: usize = 12;
/// Most bytes of a password; more is refused before it is hashed, and nothing is ever cut off.
pub const BYTES_MAX: usize = 256;
/// Fewest characters that are left of a password without what everybody tries first.
const OWN_CHARACTERS_MIN: usize = 5;
/// Fewest characters of a name that must not occur in a password; shorter ones occur by chance.
const NAME_CHARACTERS_MIN: usize = 2;

/// What everybody tries first: rows of keys, lucky numbers, words of love and of offices. Longer
/// ones stand before those that are in them.
const COMMON: [&str; 72] = [
    "1234567890",
    "0987654321",
    "123456789",
    "987654321",
    "5201314",
    "1314520",
    "123456",
    "654321",
    "112233",
    "123123",
    "111111",
    "222222",
    "333333",
    "555555",
    "666666",
    "777777",
    "888888",
    "999999",
    "000000",
    "12345",
    "1314",
    "1234",
    "520",
    "123",
    "321",
    "888",
    "666",
    "168",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc",
    "1qaz2wsx",
    "1q2w3e4r",
    "qazwsx",
    "qwerty",
    "asdfgh",
    "zxcvbn",
    "qwer",
    "asdf",
    "zxcv",
    "1qaz",
    "2wsx",
    "3edc",
    "password",
    "passw0rd",
    "p@ssw0rd",
    "p@ssword",
    "administrator",
    "admin",
    "letmein",
    "welcome",
    "iloveyou",
    "woaini",
    "woaizuguo",
    "wozhiaini",
    "nihao",
    "zhongguo",
    "zhengfu",
    "xiangzhen",
    "renda",
    "gongzuo",
    "mima",
    "test",
    "user",
    "root",
    "login",
    "abcdef",
    "abcd",
    "abc",
    "aaa",
    "密码",
];

/// The rules for passwords that an installation has chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PasswordProfile {
    /// GB/T 22239: three of four classes, changed every 90 days, none of the last five.
    #[default]
    Dengbao,
    /// OWASP ASVS 5.0: length alone counts, and nobody has to change it without a reason.
    Asvs,
}

impl PasswordProfile {
    /// Its name on the command line and in the audit trail.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dengbao => "dengbao",
            Self::Asvs => "asvs",
        }
    }

    /// Reads its name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Dengbao, Self::Asvs].into_iter().find(|profile| profile.name() == name)
    }

    /// Key of the sentence that says what it asks for.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Dengbao => "password-rule-dengbao",
            Self::Asvs => "password-rule-asvs",
        }
    }

    /// Key of its name on screens.
    pub const fn short_word(self) -> &'static str {
        match self {
            Self::Dengbao => "password-profile-dengbao",
            Self::Asvs => "password-profile-asvs",
        }
    }

    /// Days until a password is only good for changing it.
    pub const fn days(self) -> Option<i64> {
        match self {
            Self::Dengbao => Some(90),
            Self::Asvs => None,
        }
    }

    /// How many passwords, the present one included, a new one must differ from.
    pub const fn remembered(self) -> u32 {
        match self {
            Self::Dengbao => 5,
            Self::Asvs => 1,
        }
    }

    /// Whether accounts with a role sign in with a second factor.
    pub const fn wants_second_factor(self, role: Role) -> bool {
        match (self, role) {
            (Self::Dengbao, _) | (Self::Asvs, Role::Administrator) => true,
            (
                Self::Asvs,
                Role::Clerk | Role::Teller | Role::Presidium | Role::County | Role::Unit,
            ) => false,
        }
    }

    /// Whether an account may have a password, as far as the password itself shows.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn check(self, password: &str, account: &Account) -> Result<(), Refusal> {
        if password.len() > BYTES_MAX {
            return Err(Refusal::invalid("refusal-password-long"));
        }
        if password.chars().count() < CHARACTERS_MIN {
            return Err(Refusal::invalid("refusal-password-weak").with_word("rule", self.word()));
        }
        if self == Self::Dengbao && classes(password) < 3 {
            return Err(Refusal::invalid("refusal-password-weak").with_word("rule", self.word()));
        }
        if is_common(password) {
            return Err(Refusal::invalid("refusal-password-common"));
        }
        if names(password, &account.login) || names(password, &account.name) {
            return Err(Refusal::invalid("refusal-password-own-name"));
        }
        Ok(())
    }
}

/// How many of the four classes occur: capitals, small letters, digits, others.
fn classes(password: &str) -> usize {
    let has = |class: fn(char) -> bool| usize::from(password.chars().any(class));
    has(char::is_uppercase)
        + has(char::is_lowercase)
        + has(char::is_numeric)
        + has(|it| !it.is_alphanumeric())
}

/// Whether next to nothing is left without what everybody tries first, years, and signs.
fn is_common(password: &str) -> bool {
    let mut rest = password.to_lowercase();
    for common in COMMON {
        rest = rest.replace(common, "\u{1}");
    }
    for year in 1950..2050 {
        rest = rest.replace(&year.to_string(), "\u{1}");
    }
    let mut own: Vec<char> = rest.chars().filter(|it| it.is_alphanumeric()).collect();
    // The same letter five times is one letter.
    own.dedup();
    own.len() < OWN_CHARACTERS_MIN
}

fn names(password: &str, name: &str) -> bool {
    let name = name.to_lowercase();
    name.chars().count() >= NAME_CHARACTERS_MIN && password.to_lowercase().contains(&name)
}

#[cfg(test)]
mod tests {
    use super::super::account::AccountState;
    use super::*;

    fn refused(profile: PasswordProfile, password: &str) -> Option<&'static str> {
        let account = Account {
            id: uuid::Uuid::nil(),
            login: "wangmishu".into(),
            name: "王秘书".into(),
            role: Role::Clerk,
            township: "510812100".into(),
            unit: String::new(),
            state: AccountState::Active,
        };
        profile.check(password, &account).err().map(|refusal| refusal.key())
    }

    #[test]
    fn the_profiles_differ_in_classes_alone() {
        use PasswordProfile::{Asvs, Dengbao};
        for good in ["Lu-deng-liang-2", "修路要在十月前完成Ab1", "correct Horse battery1"]
        {
            assert_eq!(refused(Dengbao, good), None, "{good}");
            assert_eq!(refused(Asvs, good), None, "{good}");
        }
        for (password, by_dengbao, by_asvs) in [
            ("", Some("refusal-password-weak"), Some("refusal-password-weak")),
            ("Lu-deng-li2", Some("refusal-password-weak"), Some("refusal-password-weak")),
            ("lu deng liang le", Some("refusal-password-weak"), None),
            ("村里的路灯都亮起来了真好看", Some("refusal-password-weak"), None),
        ] {
            assert_eq!(refused(Dengbao, password), by_dengbao, "{password}");
            assert_eq!(refused(Asvs, password), by_asvs, "{password}");
        }
        let long = format!("Aa1-{}", "x".repeat(300));
        assert_eq!(refused(Dengbao, &long), Some("refusal-password-long"));
    }

    #[test]
    fn what_everybody_tries_first_is_refused() {
        for common in [
            "Aa1234567890",
            "Woaini5201314!",
            "1qaz2wsx3edC",
            "P@ssw0rd2026!",
            "Admin@123456789",
            "Renda@20262026",
            "Qwertyuiop123!",
            "Aaaaaaaaaaa1!",
            "ABC-123-abc-321",
        ] {
            let refused = refused(PasswordProfile::Dengbao, common);
            assert_eq!(refused, Some("refusal-password-common"), "{common}");
        }
        // The control: the same words with something of one's own.
        assert_eq!(refused(PasswordProfile::Dengbao, "Renda-jiqiao-2026"), None);
        for own in ["Wangmishu-20-xyz", "xyz-WANGMISHU-20", "王秘书-Lu-deng-88-x"] {
            let refused = refused(PasswordProfile::Dengbao, own);
            assert_eq!(refused, Some("refusal-password-own-name"), "{own}");
        }
    }
}
