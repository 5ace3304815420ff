//! TLS as the program speaks it: 1.2 and 1.3, with the suites that rustls keeps, HTTP/1.1 within.

use std::sync::Arc;

use rustls::ServerConfig;
use rustls::crypto::ring;
pub use tokio_rustls::TlsAcceptor;

use super::authority::{CertificateError, Leaf};

/// What accepts connections with a certificate.
///
/// # Errors
/// When the certificate does not fit its key.
pub fn acceptor(leaf: Leaf) -> Result<TlsAcceptor, CertificateError> {
    let provider = Arc::new(ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(leaf.chain, leaf.key)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}
