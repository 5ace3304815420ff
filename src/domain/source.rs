//! Where a request comes from, as the audit trail and the limits of sign-ins see it.

/// Where a request comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The address of the other end of the connection; empty for the program itself.
    pub address: String,
    /// Digest of the browser's device token; empty where it has none.
    pub device: String,
}
