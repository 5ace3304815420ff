//! The site: the host that browsers open, with its port where it needs one.

use std::net::IpAddr;

/// The site that a program serves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    /// The host that browsers open, with its port where it needs one.
    pub host: String,
    /// Whether the program itself speaks TLS.
    pub tls: bool,
}

impl Site {
    /// Its address.
    pub fn address(&self) -> String {
        self.address_of(&self.host)
    }

    /// The address of a host under which the program is or was known. Without TLS it listens on its
    /// own computer alone, so whatever is reached by another name has a server with TLS in front
    /// of it.
    pub fn address_of(&self, host: &str) -> String {
        let scheme = if self.is_secure(host) { "https" } else { "http" };
        format!("{scheme}://{host}")
    }

    /// Whether who comes by this host comes over TLS: ours, or that of a server in front of us.
    pub fn is_secure(&self, host: &str) -> bool {
        self.tls || !is_here(host)
    }
}

/// A site without TLS of the program's own.
impl From<String> for Site {
    fn from(host: String) -> Self {
        Self { host, tls: false }
    }
}

/// A site without TLS of the program's own.
impl From<&str> for Site {
    fn from(host: &str) -> Self {
        host.to_owned().into()
    }
}

/// The host of a site, without its port and without the brackets of IPv6.
pub fn host_of(site: &str) -> &str {
    let without = site.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok());
    without.map_or(site, |(host, _)| host).trim_matches(['[', ']'])
}

/// Whether a site is the computer itself.
pub fn is_here(site: &str) -> bool {
    let host = host_of(site);
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_computer_itself_is_without_tls() {
        for here in ["127.0.0.1:8080", "127.0.0.1", "localhost:80", "[::1]:8080", "[::1]"] {
            assert_eq!(Site::from(here).address(), format!("http://{here}"));
            let secure = Site { host: here.to_owned(), tls: true };
            assert_eq!(secure.address(), format!("https://{here}"));
            assert!(secure.is_secure(here) && !Site::default().is_secure(here), "{here}");
        }
        for away in ["vote.example", "vote.example:8443", "192.168.1.9:8080", "[fd00::1]:443"] {
            assert_eq!(Site::from(away).address(), format!("https://{away}"));
            // The same program may be known by several names.
            assert!(Site::from("127.0.0.1").is_secure(away), "{away}");
        }
    }
}
