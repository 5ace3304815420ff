//! The site: the host that browsers open, with its port where it needs one.

use std::net::IpAddr;

/// The address of a site. Without TLS the program listens on its own computer alone, so whatever
/// is reached by another name has a server with TLS in front of it.
pub fn address_of(site: &str) -> String {
    let scheme = if is_here(site) { "http" } else { "https" };
    format!("{scheme}://{site}")
}

/// Whether a site is the computer itself.
fn is_here(site: &str) -> bool {
    let host = match site.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|it| it.is_ascii_digit()) => host,
        _ => site,
    };
    let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_computer_itself_is_without_tls() {
        for here in ["127.0.0.1:8080", "127.0.0.1", "localhost:80", "[::1]:8080", "[::1]"] {
            assert_eq!(address_of(here), format!("http://{here}"));
        }
        for away in ["vote.example", "vote.example:8443", "192.168.1.9:8080", "[fd00::1]:443"] {
            assert_eq!(address_of(away), format!("https://{away}"));
        }
    }
}
